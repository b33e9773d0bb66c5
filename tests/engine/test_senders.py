"""One human is one person, whatever the provider shows of them; two are never one."""

from __future__ import annotations

import pytest

from engine.channels.base import NumberChanged, ScopedIdChanged
from engine.inbound import intake
from tests.engine.humans import Human, founds, human, newcomer_of, sender, writes
from tests.engine.world import World


@pytest.fixture(name="amina")
def _amina() -> Human:
    return human("Amina")


def test_phone_then_both_then_id_then_a_new_phone_is_one_person(
    world: World, amina: Human
) -> None:
    writes(world, amina, "phone")
    founds(world, amina)

    seen = []
    for way in ("both", "id", "both"):
        writes(world, amina, way)
        seen.append(sender(world))
    amina.phone = "+254799000111"
    writes(world, amina, "both")

    assert {*seen, sender(world)} == {amina.person}


def test_they_are_in_one_conversation_all_the_while(world: World, amina: Human) -> None:
    writes(world, amina, "both")
    founds(world, amina)

    writes(world, amina, "id", "sold sugar 300")
    said = writes(world, amina, "both", "undo")

    assert len(world.rows("select 1 from conversations")) == 1
    assert "300" in said[0]
    assert world.post.sent[-1].to == amina.phone


def test_who_was_met_by_id_first_is_found_by_phone_later(world: World, amina: Human) -> None:
    writes(world, amina, "id")
    founds(world, amina)

    writes(world, amina, "both")
    writes(world, amina, "phone")

    assert sender(world) == amina.person


def test_two_halves_become_one_and_the_role_stays(world: World, amina: Human) -> None:
    writes(world, amina, "phone")
    founds(world, amina)
    writes(world, amina, "id")
    assert sender(world) != amina.person

    writes(world, amina, "both")

    assert sender(world) == amina.person
    assert world.rows("select role from members") == [("OWNER",)]
    told = world.rows("select via, after ? 'merged' from audit_entries")
    assert ("whatsapp", True) in told


def test_two_people_with_books_are_never_made_one(world: World, amina: Human) -> None:
    writes(world, amina, "phone")
    founds(world, amina)
    other = human("Chausiku")
    writes(world, other, "id")
    founds(world, other)
    mixed = Human("Chausiku", amina.phone, other.scoped)

    writes(world, mixed, "both")

    assert sender(world) == other.person
    said = writes(world, amina, "phone", "sold sugar 300")
    assert "What is the shop called?" in said[0]


def test_a_changed_number_leads_to_the_same_person_after_a_proof(
    world: World, amina: Human
) -> None:
    writes(world, amina, "phone")
    founds(world, amina)
    moved = Human("Amina", "+254799000222", amina.scoped)

    intake.take(world.rt, [NumberChanged("post", amina.phone, moved.phone)])
    asked = writes(world, moved, "phone", "sold sugar 300")
    writes(world, moved, "phone", "duka amina")
    said = writes(world, moved, "phone", "amina")

    assert "What is the shop called?" in asked[0]
    assert "300" in said[-1]
    assert sender(world) == amina.person


def test_the_old_number_shows_nothing_afterwards(world: World, amina: Human) -> None:
    writes(world, amina, "phone")
    founds(world, amina)
    intake.take(world.rt, [NumberChanged("post", amina.phone, "+254799000333")])

    said = writes(world, newcomer_of(amina), "phone", "undo")
    writes(world, newcomer_of(amina), "phone", "0")
    writes(world, newcomer_of(amina), "phone", "hello")

    assert "What is the shop called?" in said[0]
    assert sender(world) != amina.person


def test_a_changed_id_leads_to_the_same_person_without_a_proof(
    world: World, amina: Human
) -> None:
    writes(world, amina, "id")
    founds(world, amina)

    intake.take(world.rt, [ScopedIdChanged("post", amina.scoped, "KE.NEW")])
    amina.scoped = "KE.NEW"
    said = writes(world, amina, "id", "sold sugar 300")

    assert "300" in said[0]
    assert sender(world) == amina.person


def test_a_change_to_somebody_elses_number_merges_no_books(world: World, amina: Human) -> None:
    writes(world, amina, "phone")
    founds(world, amina)
    other = human("Chausiku")
    writes(world, other, "phone")
    founds(world, other)

    intake.take(world.rt, [NumberChanged("post", amina.phone, other.phone)])

    shops = world.rows("select count(*) from members group by person_id")
    assert shops == [(1,), (1,)]
    assert "What is the shop called?" in writes(world, other, "phone", "undo")[0]


def test_news_of_people_we_never_met_changes_nothing(world: World) -> None:
    intake.take(
        world.rt,
        [NumberChanged("post", "+254700", "+254701"), ScopedIdChanged("post", "A", "B")],
    )

    assert world.rows("select 1 from people") == []
