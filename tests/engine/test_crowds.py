"""Many runs wait for one event: a part of them in each transaction, everybody once."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import text

from engine.automation import waking
from engine.runs import crowds
from tests.engine.flows import emitted, happens, on, publish, statuses
from tests.engine.world import AMINA, World

PING = {"type": "wait", "event": "PING", "timeout": "P3D"}
FEW = 5


@pytest.fixture(name="shop")
def _shop(world: World, monkeypatch: pytest.MonkeyPatch) -> UUID:
    monkeypatch.setattr(crowds, "MOST", FEW)
    monkeypatch.setattr(waking, "MOST", FEW)
    return world.registers(AMINA, "Duka la Amina")


def waiting(world: World, shop: UUID, many: int) -> None:
    publish(world, shop, on("BEGIN", PING, emitted("THE_END")))
    for _ in range(many):
        happens(world, shop, "BEGIN")


def done(world: World) -> int:
    return statuses(world).count("COMPLETED")


def test_the_first_are_woken_with_the_event_and_the_others_after_it(
    world: World, shop: UUID
) -> None:
    waiting(world, shop, 12)

    happens(world, shop, "PING")
    assert done(world) == FEW
    (entry,) = world.ids("select id from outbox where kind = 'wake'")
    world.works_once(entry)
    assert done(world) == 2 * FEW
    with world.rt.db.every_tenant() as tx:
        tx.execute(text("update outbox set due_at = now()"))
    world.works()

    assert done(world) == 12
    assert world.rows("select count(*) from wakes") == [(0,)]
    ended = "select count(*), count(distinct id) from events where type = 'THE_END'"
    assert world.rows(ended) == [(12, 12)]


def test_few_who_wait_leave_nothing_for_later(world: World, shop: UUID) -> None:
    waiting(world, shop, FEW)

    happens(world, shop, "PING")

    assert done(world) == FEW
    assert world.rows("select count(*) from outbox where kind = 'wake'") == [(0,)]


def test_who_begins_to_wait_after_the_event_does_not_hear_it(world: World, shop: UUID) -> None:
    waiting(world, shop, FEW + 2)
    happens(world, shop, "PING")
    world.now[0] = world.now[0].replace(minute=30)
    happens(world, shop, "BEGIN")

    world.works()

    assert done(world) == FEW + 2
    assert statuses(world)[-1] == "WAITING"


def test_a_wake_that_is_rung_twice_wakes_nobody_twice(world: World, shop: UUID) -> None:
    waiting(world, shop, FEW + 2)
    happens(world, shop, "PING")
    (entry,) = world.ids("select id from outbox where kind = 'wake'")

    world.works_once(entry)
    world.works_once(entry)

    ended = "select count(*) from events where type = 'THE_END'"
    assert world.rows(ended) == [(FEW + 2,)]
