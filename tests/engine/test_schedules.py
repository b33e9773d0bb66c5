"""Workflows that the clock starts: every occurrence once, whatever rings when."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from engine.automation import publishing
from engine.context.desk import Desk
from store import outbox, workflows
from store.outbox import NewEntry
from tests.engine.flows import at_once, passes, publish, statuses
from tests.engine.world import AMINA, World

DAILY: dict[str, Any] = {
    "name": "Evening",
    "trigger": {"schedule": "RRULE:FREQ=DAILY;BYHOUR=18"},
    "steps": [{"id": "tell", "type": "send_message", "to": "OWNER",
               "text": {"en": "Good evening.", "sw": "Habari za jioni."}}],
}  # fmt: skip
HOURS = 8
"""From ten in the morning in Nairobi to six in the evening."""


@pytest.fixture(name="shop")
def _shop(world: World) -> UUID:
    return world.registers(AMINA, "Duka la Amina")


def timers(world: World) -> list[UUID]:
    return world.ids("select id from outbox where kind = 'schedule'")


def test_each_evening_starts_one_run_and_winds_the_next(world: World, shop: UUID) -> None:
    publish(world, shop, DAILY)

    passes(world, hours=HOURS)
    passes(world, hours=24)

    assert statuses(world) == ["COMPLETED"] * 2
    assert len(timers(world)) == 1


def test_a_timer_that_rings_a_moment_too_early_loses_no_evening(
    world: World, shop: UUID
) -> None:
    publish(world, shop, DAILY)
    (timer,) = timers(world)
    world.now[0] += timedelta(hours=HOURS, milliseconds=-30)

    world.works_once(timer)
    assert statuses(world) == []
    world.now[0] += timedelta(milliseconds=30)
    world.works_once(timer)

    assert statuses(world) == ["COMPLETED"]


def test_a_database_whose_clock_is_ahead_delays_nothing_for_good(
    world: World, shop: UUID
) -> None:
    publish(world, shop, DAILY)
    with world.rt.db.every_tenant() as tx:  # By its clock the evening is there.
        tx.execute(text("update outbox set due_at = now()"))
    world.works()
    assert statuses(world) == []

    passes(world, hours=HOURS)

    assert statuses(world) == ["COMPLETED"]


def test_of_two_timers_one_is_enough(world: World, shop: UUID) -> None:
    workflow = publish(world, shop, DAILY)
    with world.rt.db.tenant(shop) as tx:
        outbox.add_all(tx, [NewEntry("schedule", workflow, shop, wait=timedelta(days=1))])
    first, second = timers(world)
    world.now[0] += timedelta(hours=HOURS)

    at_once(lambda: world.works_once(first), lambda: world.works_once(second))

    assert len(statuses(world)) == 1
    assert len(timers(world)) == 1


def test_a_new_version_is_wound_anew_and_the_old_timer_goes(world: World, shop: UUID) -> None:
    workflow = publish(world, shop, DAILY)
    later = {**DAILY, "trigger": {"schedule": DAILY["trigger"]["schedule"].replace("18", "20")}}
    with world.rt.db.tenant(shop) as tx:
        found = workflows.get(tx, shop, workflow)
        assert found is not None
        publishing.publish(Desk(world.rt, tx, shop), found, later, by=None)

    passes(world, hours=HOURS)
    assert statuses(world) == []
    passes(world, hours=2)

    assert statuses(world) == ["COMPLETED"]
    assert len(timers(world)) == 1
