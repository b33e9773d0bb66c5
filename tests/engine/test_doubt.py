"""A number that may be another's shows nothing, and nothing that is said on it is lost."""

from __future__ import annotations

import pytest

from store import ways as known_ways
from tests.engine.humans import (
    Human,
    customer_of,
    founds,
    human,
    newcomer_of,
    sender,
    silence,
    writes,
)
from tests.engine.world import World
from tests.services import Cluster


@pytest.fixture(name="amina")
def _amina() -> Human:
    return human("Amina")


def test_a_number_that_was_sold_shows_nothing(
    world: World, cluster: Cluster, amina: Human
) -> None:
    writes(world, amina, "both")
    founds(world, amina)
    writes(world, amina, "both", "sold sugar 300")
    zuhura = newcomer_of(amina)

    said = writes(world, zuhura, "both", "undo")

    assert "What is the shop called?" in said[0]
    assert "300" not in said[0]
    assert "Amina" not in said[0]


@pytest.mark.parametrize("way", ["phone", "both"])
def test_the_new_holder_begins_anew_and_what_they_said_is_kept(
    world: World, cluster: Cluster, amina: Human, way: str
) -> None:
    writes(world, amina, "both")
    founds(world, amina)
    assert amina.person is not None
    silence(world, cluster, 91, [amina.person])
    zuhura = newcomer_of(amina)
    writes(world, zuhura, "both", "hello")

    said = writes(world, zuhura, "both", "0")

    assert sender(world) == amina.person
    assert "Amina" not in said[0]
    writes(world, zuhura, "both" if way == "both" else "phone", "hello")
    assert sender(world) != amina.person
    bodies = "select body from inbound_messages where person_id"
    assert ("hello",) in world.rows(f"{bodies} = '{sender(world)}'")


def test_after_ninety_days_the_owner_proves_it_and_is_answered(
    world: World, cluster: Cluster, amina: Human
) -> None:
    writes(world, amina, "phone")
    founds(world, amina)
    assert amina.person is not None
    silence(world, cluster, 91, [amina.person])

    asked = writes(world, amina, "phone", "sold sugar 300")
    writes(world, amina, "phone", "Duka Amina")
    said = writes(world, amina, "phone", "Amina")

    assert "What is the shop called?" in asked[0]
    assert "welcome back" in said[0]
    assert "300" in said[1]
    assert world.rows("select kind, amount::int from entries") == [("sale", 300)]
    assert "300" in writes(world, amina, "phone", "undo")[0]


def test_eighty_nine_days_are_no_reason_to_ask(
    world: World, cluster: Cluster, amina: Human
) -> None:
    writes(world, amina, "phone")
    founds(world, amina)
    assert amina.person is not None
    silence(world, cluster, 89, [amina.person])

    assert "300" in writes(world, amina, "phone", "sold sugar 300")[0]


def test_silence_counts_on_every_way_together(
    world: World, cluster: Cluster, amina: Human
) -> None:
    writes(world, amina, "both")
    founds(world, amina)
    assert amina.person is not None
    silence(world, cluster, 91, [amina.person])
    from_another = Human("Zuhura", amina.phone, "KE.NEVERSEEN")
    writes(world, from_another, "id")

    said = writes(world, from_another, "both", "sold sugar 300")

    assert "What is the shop called?" in said[-1]


def test_a_silent_number_that_no_shop_knows_is_somebody_new(
    world: World, cluster: Cluster, amina: Human
) -> None:
    writes(world, amina, "phone")
    old = sender(world)
    silence(world, cluster, 91, [old])

    said = writes(world, amina, "phone", "hello again")

    assert sender(world) != old
    assert said


def test_nothing_is_sent_unasked_to_a_number_in_doubt(world: World, amina: Human) -> None:
    writes(world, amina, "both")
    founds(world, amina)
    assert amina.person is not None
    writes(world, newcomer_of(amina), "both")

    with world.rt.db.every_tenant() as tx:
        assert known_ways.ways(tx, [amina.person], None) == []


def test_a_silent_customer_stays_the_shops_customer(
    world: World, cluster: Cluster, amina: Human
) -> None:
    writes(world, amina, "phone")
    founds(world, amina)
    asha = customer_of(world, amina, "Asha")
    person = sender(world)
    silence(world, cluster, 120, [person])

    with world.rt.db.every_tenant() as tx:
        reached = [way.reply_to for way in known_ways.ways(tx, [person], amina.shop)]
    writes(world, asha, "phone")

    assert reached == [asha.phone]
    assert sender(world) == person


def test_a_customers_number_with_another_id_is_somebody_new(world: World, amina: Human) -> None:
    writes(world, amina, "phone")
    founds(world, amina)
    asha = customer_of(world, amina, "Asha")
    person = sender(world)
    writes(world, asha, "both")

    writes(world, newcomer_of(asha), "both")

    assert sender(world) != person


def test_a_member_in_doubt_is_reached_by_no_cold_sms_either(
    world: World, cluster: Cluster, amina: Human
) -> None:
    writes(world, amina, "phone")
    founds(world, amina)
    assert amina.person is not None
    silence(world, cluster, 91, [amina.person])

    with world.rt.db.every_tenant() as tx:
        (found,) = known_ways.strangers(tx, [amina.person], amina.shop)
        ways = known_ways.ways(tx, [amina.person], amina.shop)

    assert (found.phone, list(ways)) == (None, [])
