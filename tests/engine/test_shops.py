"""People of several shops: where they are, how they move, what they leave."""

from __future__ import annotations

from functools import partial
from uuid import UUID

import pytest

from bot.effects import ChangeMember, EnterShop, Invite
from engine.organizations import team
from engine.organizations.team import LastOwnerError
from tests.engine.flows import at_once, passes, person_of
from tests.engine.keeper import Keeper, keeper
from tests.engine.rules_of_a_shop import changes, takes_on
from tests.engine.world import AMINA, BARAKA, World


@pytest.fixture(name="amina")
def _amina(world: World) -> Keeper:
    return keeper(world, AMINA, "Duka la Amina")


def works_for(amina: Keeper) -> UUID:
    """Baraka, who owns Jirani, works for Amina as well, and is in her shop now."""
    amina.world.registers(BARAKA, "Jirani")
    return takes_on(amina.world, amina, BARAKA)


def sold(world: World) -> list[tuple[object, ...]]:
    return world.rows("""
        select o.name, e.item from entries e join organizations o on o.id = e.organization_id
        order by e.id""")


def test_one_who_belongs_to_several_shops_hears_in_which_one_a_sale_was_written(
    amina: Keeper,
) -> None:
    works_for(amina)

    (said,) = amina.world.says(BARAKA, "sold bread 100")

    assert said.startswith("In Duka la Amina:\nNoted: bread")
    assert amina.world.says(AMINA, "sold bread 100")[0].startswith("Noted: bread")


def test_a_switch_by_digit_moves_what_follows_to_the_other_shop(amina: Keeper) -> None:
    world = amina.world
    works_for(amina)

    (asked,) = world.says(BARAKA, "switch")
    assert asked.endswith("Which shop do you want: 1 Jirani, 2 Duka la Amina?")
    assert world.says(BARAKA, "1") == [
        "From now on I write in the book of Jirani (owner). SWITCH SHOP goes back."
    ]
    world.says(BARAKA, "sold soda 80")

    assert sold(world) == [("Jirani", "soda")]


def test_a_second_shop_is_opened_beside_the_first(amina: Keeper) -> None:
    world = amina.world

    world.says(AMINA, "another")
    (said,) = world.says(AMINA, "Amina Wholesale")
    assert said.startswith("Done! The book of Amina Wholesale is open")
    world.says(AMINA, "sold flour 900")

    assert sold(world) == [("Amina Wholesale", "flour")]
    assert world.rows("select country, currency from organizations") == [("KE", "KES")] * 2
    roles = "select role from members where removed_at is null"
    assert world.rows(roles) == [("OWNER",)] * 2


def test_nobody_enters_a_shop_that_is_not_theirs(amina: Keeper) -> None:
    neighbour = amina.world.registers(BARAKA, "Jirani")

    with pytest.raises(LookupError, match="belongs to"):
        amina.wishes(EnterShop(neighbour))


def test_who_is_taken_off_one_team_goes_on_in_their_own_shop(amina: Keeper) -> None:
    world = amina.world
    baraka = works_for(amina)
    world.says(BARAKA, "switch")

    changes(amina, baraka, None)
    (said,) = world.says(BARAKA, "sold soda 80")
    (after,) = world.says(BARAKA, "sold soda 80")

    assert said.startswith(
        "You are no longer in the team you wrote for. Now I write in the book of Jirani."
        "\nNoted: soda"
    )
    assert after.startswith("Noted: soda")
    assert sold(world) == [("Jirani", "soda")] * 2


def test_who_leaves_a_shop_is_gone_and_the_owner_is_told(amina: Keeper) -> None:
    world = amina.world
    works_for(amina)

    world.says(BARAKA, "leave")
    said = world.says(BARAKA, "1")

    assert said[0] == (
        "You have left Duka la Amina. What you wrote stays in its book. I write in the book of"
        " Jirani now."
    )
    assert said[1:] == ["Amina has left the team. What they wrote stays in the book."]
    assert amina.told("MEMBER_REMOVED")[0]["role"] == "STAFF"
    assert world.says(BARAKA, "sold soda 80")[0].startswith("Noted: soda")
    assert sold(world) == [("Jirani", "soda")]


def test_the_last_owner_cannot_leave(amina: Keeper) -> None:
    assert amina.world.says(AMINA, "leave") == [
        "You are the only owner of Duka la Amina. Make somebody else an owner first."
    ]


def test_of_two_owners_who_leave_at_once_one_stays(amina: Keeper) -> None:
    world = amina.world
    baraka = works_for(amina)
    changes(amina, baraka, "OWNER")

    def leaves(person: UUID) -> bool:
        shop = amina.scene.shop_id
        with world.rt.db.tenant(shop, person) as tx:
            try:
                team.change(tx, shop, person, ChangeMember(person, None))
            except LastOwnerError:
                return False
        return True

    left = at_once(*(partial(leaves, person) for person in (person_of(world, AMINA), baraka)))

    assert sorted(left) == [False, True]


def test_an_invitation_that_nobody_answers_is_over_after_a_week_and_the_owner_told(
    amina: Keeper,
) -> None:
    world = amina.world
    amina.wishes(Invite(BARAKA, "Baraka", "STAFF"))
    before = len(world.post.sent)

    passes(world, days=6)
    assert len(world.post.sent) == before
    passes(world, days=1, hours=1)

    told = [letter.text for letter in world.post.sent[before:]]
    assert told == ["Baraka has not answered your invitation for 7 days: it is over."]


def test_an_invitation_that_was_accepted_or_replaced_is_not_told_of(amina: Keeper) -> None:
    world = amina.world
    takes_on(world, amina, BARAKA)
    other = "+254722000777"
    for name in ("Zuhura", "Zuhura Ali"):
        amina.wishes(Invite(other, name, "STAFF"))
    before = len(world.post.sent)

    passes(world, days=8)

    told = [letter.text for letter in world.post.sent[before:]]
    assert told == ["Zuhura Ali has not answered your invitation for 7 days: it is over."]


def test_a_conversation_on_another_channel_begins_in_a_shop_of_theirs(amina: Keeper) -> None:
    world = amina.world
    works_for(amina)
    with world.rt.db.tenant(None, person_of(world, BARAKA)) as tx:
        tx.connection.exec_driver_sql("update conversations set organization_id = null")

    (said,) = world.says(BARAKA, "sold soda 80")

    assert said.startswith("In Jirani:")
