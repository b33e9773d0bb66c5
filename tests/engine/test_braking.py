"""Who writes too fast is heard all the same, later; everybody else is answered as ever."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from sqlalchemy import text

from engine.channels.base import Received
from engine.inbound import braking, intake
from engine.settings import Settings
from engine.tools.brake import Brake
from tests.engine.world import AMINA, BARAKA, MORNING, World, message

FLOOD = 600


def braked(world: World, most: int = 5) -> World:
    """Where so many messages of a number are answered at once in a minute."""
    settings = Settings(**{**world.rt.settings.model_dump(), "inbound_per_minute": most})
    world.rt = replace(world.rt, settings=settings, clock=lambda: MORNING)
    return world


def comes_in(world: World, phone: str, count: int) -> None:
    items = [message(phone, f"sold sugar {number}") for number in range(1, count + 1)]
    intake.take(world.rt, braking.slowed(world.rt, items))


def turns(world: World) -> tuple[int, int]:
    """How many turns are to be taken now, and later."""
    due = "select id from outbox where kind = 'turn' and due_at"
    return len(world.ids(f"{due} <= now()")), len(world.ids(f"{due} > now()"))


def later(world: World, shop: UUID) -> None:
    """Some minutes pass."""
    amina = world.ids(f"select person_id from addresses where value = '{AMINA}'")[0]
    with world.rt.db.tenant(shop, amina) as tx:
        tx.execute(text("update conversations set heard_at = heard_at - interval '3 minutes'"))
        tx.execute(text("update outbox set due_at = now() where kind = 'turn'"))


def test_what_comes_too_fast_is_kept_and_waits_for_one_turn(world: World) -> None:
    comes_in(braked(world), AMINA, FLOOD)

    assert len(world.ids("select id from inbound_messages")) == FLOOD
    assert turns(world) == (5, 1)


def test_another_minute_gets_a_turn_of_its_own(world: World) -> None:
    comes_in(braked(world), AMINA, 7)
    world.rt = replace(world.rt, clock=lambda: MORNING + timedelta(minutes=1))
    comes_in(world, AMINA, 7)

    assert turns(world) == (10, 2)


def test_the_flood_of_one_number_drowns_nobody(world: World) -> None:
    world.registers(AMINA, "Duka la Amina")
    told_before = len(world.post.sent)
    comes_in(braked(world), AMINA, FLOOD)
    comes_in(world, BARAKA, 1)
    world.works()

    told = [letter.to for letter in world.post.sent[told_before:]]
    assert told.count(BARAKA) == 1
    assert told.count(AMINA) <= 30


def test_a_flood_is_heard_to_the_end(world: World) -> None:
    shop = world.registers(AMINA, "Duka la Amina")
    comes_in(braked(world), AMINA, 70)
    for _ in range(10):
        world.works()
        later(world, shop)

    assert world.ids("select id from inbound_messages where handled_at is null") == []
    assert len(world.ids("select id from entries where kind = 'sale'")) == 70


def test_each_minute_is_counted_by_itself() -> None:
    brake = Brake()
    counted = [brake.count("post", AMINA, MORNING) for _ in range(3)]

    assert counted == [1, 2, 3]
    assert brake.count("post", BARAKA, MORNING) == 1
    assert brake.count("post", AMINA, MORNING + timedelta(minutes=1)) == 1


def test_whatever_is_not_a_message_is_let_through(world: World) -> None:
    items = [message(AMINA, "Hi"), message(AMINA, "Hi again")]
    marked = braking.slowed(braked(world, most=1).rt, items)

    assert [one.slow for one in marked if isinstance(one, Received)] == [False, True]
