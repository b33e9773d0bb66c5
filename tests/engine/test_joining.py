"""From the owner's word to the new clerk's first sale, through the whole shell."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from sqlalchemy import text

from bot.nlu.understanding import (
    Act,
    Catalogue,
    Intent,
    Outcome,
    Understanding,
    Utterance,
)
from engine.runtime import Languages
from tests.engine.world import AMINA, BARAKA, CHAUSIKU, World, reads

PLAIN = {
    "yes": Act(Intent.APPROVE),
    "no": Act(Intent.REJECT),
    "team": Act(Intent.TEAM),
    "add 0722 000 002 Baraka": Act(Intent.TEAM, kind="add"),
    "remove Baraka": Act(Intent.TEAM, kind="remove"),
}


def reads_teams(utterance: Utterance, catalogue: Catalogue) -> Understanding:
    act = PLAIN.get(utterance.text)
    if act is None:
        return reads(utterance, catalogue)
    return Understanding(Outcome.ACT, "en", (act,))


def invited(world: World) -> UUID:
    """Amina's shop, after she has invited Baraka."""
    languages = Languages(reads_teams, world.rt.languages.translations)
    world.rt = replace(world.rt, languages=languages)
    shop = world.registers(AMINA, "Duka")
    world.says(AMINA, "add 0722 000 002 Baraka")
    return shop


def sold(world: World) -> list[tuple[object, ...]]:
    return world.rows(
        "select p.person_id = m.person_id, e.organization_id from entries p"
        " join members m on m.person_id = p.person_id and m.role = 'STAFF'"
        " join events e on e.id = p.event_id"
    )


def test_nobody_is_written_to_unasked(world: World) -> None:
    invited(world)

    assert [letter for letter in world.post.sent if letter.to == BARAKA] == []


def test_the_invited_person_accepts_and_writes_in_that_book(world: World) -> None:
    shop = invited(world)

    (asked,) = world.says(BARAKA, "hello")
    assert asked.startswith("I am Karani, the clerk of Duka. Amina invites you (staff).")
    welcome, told = world.says(BARAKA, "yes")
    assert welcome.startswith("You have joined Duka")
    assert told == "Baraka has accepted and is on your team now (staff)."
    world.says(BARAKA, "sold bread 50")

    assert sold(world) == [(True, shop)]
    assert types(world, shop)[-4:] == [
        "MEMBER_INVITED",
        "MEMBER_JOINED",
        "PERSON_REGISTERED",
        "SALE_RECORDED",
    ]


def types(world: World, shop: UUID) -> list[object]:
    with world.rt.db.every_tenant() as tx:
        found = tx.execute(
            text("select type from events where organization_id = :shop order by id"),
            {"shop": shop},
        )
        return [row.type for row in found]


def test_a_stranger_is_not_asked_into_the_shop(world: World) -> None:
    invited(world)

    (said,) = world.says(CHAUSIKU, "hello")

    assert "Duka" not in said


def test_one_who_refuses_may_open_a_book_of_their_own(world: World) -> None:
    shop = invited(world)
    world.says(BARAKA, "hello")

    assert world.says(BARAKA, "no") == ["All right, you have not joined Duka."]
    assert "MEMBER_JOINED" not in types(world, shop)
    (said,) = world.says(BARAKA, "hello")
    assert "invites you" not in said


def test_who_is_removed_writes_there_no_more(world: World) -> None:
    shop = invited(world)
    world.says(BARAKA, "hello")
    world.says(BARAKA, "yes")
    world.says(AMINA, "remove Baraka")
    world.says(AMINA, "yes")

    world.says(BARAKA, "sold bread 50")

    assert types(world, shop)[-1] == "MEMBER_REMOVED"
    assert sold(world) == []


def test_one_who_was_invited_twice_is_asked_once(world: World) -> None:
    invited(world)
    world.says(AMINA, "add 0722 000 002 Baraka")
    world.says(BARAKA, "hello")
    world.says(BARAKA, "yes")

    (said,) = world.says(BARAKA, "hello")

    assert "invites you" not in said


def test_after_seven_days_the_invitation_is_over(world: World) -> None:
    with world.rt.db.tenant(invited(world)) as tx:
        tx.execute(text("update invitations set expires_at = now() - interval '1 second'"))

    (said,) = world.says(BARAKA, "hello")

    assert "invites you" not in said
