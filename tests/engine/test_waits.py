"""What is due comes, once; what waits outside is done once and not while a run is paused."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import text

from engine.automation import steering
from engine.context.desk import Desk
from tests.engine.far_side import answer, document, far_side
from tests.engine.keeper import keeper
from tests.engine.rules_of_a_shop import (
    JUNK,
    STARTED,
    daily,
    everything_is_due,
    may_call,
    passes,
    publish,
    rule,
    statuses,
    tells,
)
from tests.engine.world import World


def test_a_schedule_whose_timer_rings_a_moment_early_still_comes(world: World) -> None:
    owner = keeper(world)
    publish(world, owner, daily(tells()))
    ((next_at,),) = world.rows("select next_at from workflows")
    world.now[0] = cast(datetime, next_at) - timedelta(milliseconds=50)

    everything_is_due(world)
    passes(world, minutes=1)

    assert statuses(world) == ["COMPLETED"]


def test_a_schedule_outlives_an_evening_that_failed(world: World) -> None:
    owner = keeper(world)
    publish(world, owner, daily({**JUNK, "id": "raise"}))
    passes(world, hours=14)
    for _ in range(10):
        everything_is_due(world)

    assert statuses(world) == ["FAILED"]
    later = "select next_at > '2026-11-24' from workflows"
    assert world.rows(later) == [(True,)]


def test_a_call_rests_as_long_as_its_backoff_says(world: World) -> None:
    with far_side(lambda _: answer("500 Not now")) as side:
        may_call(world, side)
        owner = keeper(world)
        again = {"attempts": 3, "backoff": "PT1H", "max_backoff": "PT4H"}
        call = {"id": "call", "type": "call", "url": side.url + "/x", "timeout": "PT1M"}
        publish(world, owner, rule("Calls", STARTED, {**call, "retry": again}))
        owner.raises(STARTED)
        world.works()

        passes(world, minutes=2)

        assert len(side.asked) == 1


def test_a_paused_run_calls_nobody(world: World) -> None:
    with far_side(lambda _: document(b"{}")) as side:
        may_call(world, side)
        owner = keeper(world)
        call = {"id": "call", "type": "call", "url": side.url + "/x"}
        publish(world, owner, rule("Calls", STARTED, call))
        owner.raises(STARTED)
        shop, person = owner.scene.shop_id, owner.scene.person_id
        (run,) = world.ids("select id from runs")
        with world.rt.db.tenant(shop) as tx:
            steering.pause(Desk(world.rt, tx, shop), run, by=person, via="test")

        world.works()

        assert side.asked == []


def test_a_call_that_was_answered_is_not_made_again_because_a_later_step_fails(
    world: World,
) -> None:
    with far_side(lambda _: document(b"{}")) as side:
        may_call(world, side)
        owner = keeper(world)
        call = {"id": "call", "type": "call", "url": side.url + "/x"}
        publish(world, owner, rule("Calls", STARTED, call, {**JUNK, "id": "raise"}))
        owner.raises(STARTED)
        world.works()
        with world.rt.db.tenant(owner.scene.shop_id) as tx:
            tx.execute(text("update step_runs set lease_until = null"))

        with world.rt.db.every_tenant() as tx:
            tx.execute(text("update outbox set due_at = now() where kind = 'call'"))
        world.works()

        assert len(side.asked) == 1


def test_the_time_of_an_event_is_the_same_to_conditions_after_another_wait(
    world: World,
) -> None:
    owner = keeper(world)
    bell = {"id": "bell", "type": "wait", "event": "BELL_RUNG"}
    rest = {"id": "rest", "type": "wait", "for": "PT1H"}
    seen = {"if": "timestamp(steps.bell.event.occurred_at) <= now"}
    at_once, later = tells(**seen), tells(id="later", **seen)
    publish(world, owner, rule("Waits", STARTED, bell, at_once, rest, later))
    owner.raises(STARTED)
    owner.raises("BELL_RUNG")

    passes(world, hours=1)

    assert statuses(world) == ["COMPLETED"]
