"""The safe path: missed rings, timers, and a Redis that is away."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from engine import duties, relay
from engine.tools import broker
from engine.tools.broker import Bell
from tests.engine.world import AMINA, World


@pytest.fixture(name="hands")
def _hands() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as made:
        yield made


def backdate(world: World, column: str, seconds: int) -> None:
    with world.rt.db.every_tenant() as tx:
        tx.connection.exec_driver_sql(
            f"update outbox set {column} = now() - interval '{seconds} s'"
        )


def test_what_was_just_rung_is_left_to_the_worker(
    world: World, hands: ThreadPoolExecutor
) -> None:
    world.hears(AMINA, "Hi")

    assert relay.sweep(world.rt, hands, Event()) == 0


def test_a_lost_ring_is_rung_again_and_held_suspect(
    world: World, hands: ThreadPoolExecutor
) -> None:
    world.hears(AMINA, "Hi")
    backdate(world, "rung_at", 30)

    assert relay.sweep(world.rt, hands, Event()) == 1
    assert world.rows("select suspect from outbox") == [(True,)]


def test_a_ring_from_the_future_counts_as_lost(world: World, hands: ThreadPoolExecutor) -> None:
    world.hears(AMINA, "Hi")
    backdate(world, "rung_at", -3600)

    assert relay.sweep(world.rt, hands, Event()) == 1


def test_a_timer_is_rung_when_it_is_due_and_under_no_suspicion(
    world: World, hands: ThreadPoolExecutor
) -> None:
    world.hears(AMINA, "Hi")
    with world.rt.db.every_tenant() as tx:
        tx.connection.exec_driver_sql(
            "update outbox set rung_at = null, due_at = now() + interval '1 h'"
        )
    assert relay.sweep(world.rt, hands, Event()) == 0

    backdate(world, "due_at", 1)

    assert relay.sweep(world.rt, hands, Event()) == 1
    assert world.rows("select suspect from outbox") == [(False,)]


def test_what_a_clock_left_in_the_future_comes_along_when_it_jumps_back(world: World) -> None:
    world.hears(AMINA, "Hi")
    backdate(world, "created_at", -3600)
    backdate(world, "due_at", -3602)

    relay.look_after(world.rt)

    assert world.rows(
        "select rung_at, due_at between now() and now() + interval '3 s' from outbox"
    ) == [(None, True)]


def test_rings_that_a_worker_took_and_lost_do_not_count_as_waiting(world: World) -> None:
    world.hears(AMINA, "Hi")
    assert world.rt.bell.waiting("turn") == 1

    taken = world.rt.broker.consume("turns", prefetch=1, timeout=100)
    assert next(taken) is not None

    assert world.rt.bell.waiting("turn") == 0


def test_while_redis_is_away_the_relay_does_the_work_itself(
    world: World, hands: ThreadPoolExecutor
) -> None:
    nowhere = broker.connect("redis://127.0.0.1:1/0")
    bell = Bell(nowhere)
    object.__setattr__(world.rt, "bell", bell)
    world.rt.db._ring, world.rt.db._may_ring = bell.ring, lambda: not bell.is_silent
    world.hears(AMINA, "Hi")
    backdate(world, "rung_at", 30)

    while relay.sweep(world.rt, hands, Event()):
        pass

    assert len(world.post.sent) == 1
    assert world.rows("select id from outbox") == []


def test_a_bell_that_failed_is_left_alone_for_a_while(world: World) -> None:
    bell = Bell(broker.connect("redis://127.0.0.1:1/0"))
    world.hears(AMINA, "Hi")

    assert bell.is_reachable() is False
    assert bell.is_silent is False
    assert bell.ring([]) is True
    assert bell.waiting("turn") == 0


def test_work_of_an_unknown_kind_waits_for_a_process_that_knows_it(
    world: World, hands: ThreadPoolExecutor
) -> None:
    world.hears(AMINA, "Hi")
    with world.rt.db.every_tenant() as tx:
        tx.connection.exec_driver_sql("update outbox set kind = 'tomorrow', rung_at = null")

    assert relay.sweep(world.rt, hands, Event()) == 0
    assert world.rows("select kind from outbox") == [("tomorrow",)]


def test_what_the_relay_takes_on_itself_stays_marked(
    world: World, hands: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(world.rt.bell, "ring", lambda rings: False)
    monkeypatch.setattr(duties, "start", lambda rt, entry_id: None)  # It dies before the end.
    world.hears(AMINA, "Hi")
    backdate(world, "rung_at", 30)

    relay.sweep(world.rt, hands, Event())

    assert world.rows("select suspect, rung_at is not null from outbox") == [(True, True)]


def test_a_relay_that_is_told_to_stop_begins_nothing_new(
    world: World, hands: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(world.rt.bell, "ring", lambda rings: False)
    stop = Event()
    stop.set()
    world.hears(AMINA, "Hi")
    backdate(world, "rung_at", 30)

    relay.sweep(world.rt, hands, stop)

    assert not world.post.sent
    assert len(world.ids("select id from outbox")) == 1
