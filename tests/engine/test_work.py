"""One outbox entry: done once, tried again, parked, and worked alone when suspect."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta
from threading import Event
from uuid import UUID, uuid4

import pytest

from engine import work
from engine.runtime import Runtime
from store import outbox
from store.database import Transaction
from store.outbox import OutboxEntry
from tests.engine.world import World


def leave(world: World) -> UUID:
    with world.rt.db.tenant(None) as tx:
        return outbox.add(tx, "chore", uuid4(), organization_id=None, person_id=None)


@pytest.fixture(autouse=True)
def _no_queue_for_chores(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(world.rt.db, "_ring", lambda rings: None)


def done(rt: Runtime, tx: Transaction, entry: OutboxEntry) -> None:
    outbox.done(tx, entry.id)


def breaks(rt: Runtime, tx: Transaction, entry: OutboxEntry) -> None:
    raise ValueError("broken")


def test_done_work_is_gone_and_a_second_ring_finds_nothing(world: World) -> None:
    begun: list[UUID] = []

    def once(rt: Runtime, tx: Transaction, entry: OutboxEntry) -> None:
        begun.append(entry.id)
        outbox.done(tx, entry.id)

    entry_id = leave(world)
    for _ in range(3):
        work.work(world.rt, {"chore": once}, entry_id)

    assert begun == [entry_id]
    assert world.rows("select id from outbox") == []


def test_failed_work_is_rolled_back_and_due_later(world: World) -> None:
    entry_id = leave(world)

    def half_done(rt: Runtime, tx: Transaction, entry: OutboxEntry) -> None:
        outbox.done(tx, entry.id)
        raise ValueError("after the fact")

    work.work(world.rt, {"chore": half_done}, entry_id)

    assert world.rows("select attempts, due_at > now(), parked_at from outbox") == [
        (1, True, None)
    ]


def test_work_that_always_fails_is_parked_with_its_reason(world: World) -> None:
    entry_id = leave(world)

    for _ in range(work.ATTEMPTS + 2):
        work.work(world.rt, {"chore": breaks}, entry_id)

    assert world.rows("select attempts, parked_at is not null, parked_reason from outbox") == [
        (work.ATTEMPTS - 1, True, "ValueError")
    ]


def suspect(world: World, strikes: int) -> UUID:
    entry_id = leave(world)
    with world.rt.db.every_tenant() as tx:
        tx.connection.exec_driver_sql(f"update outbox set suspect = true, strikes = {strikes}")
    return entry_id


def test_a_suspect_that_finishes_leaves_no_trace(world: World) -> None:
    work.work(world.rt, {"chore": done}, suspect(world, strikes=1))

    assert world.rows("select id from outbox") == []


def test_a_suspect_that_fails_but_lets_its_worker_live_gets_its_strike_back(
    world: World,
) -> None:
    work.work(world.rt, {"chore": breaks}, suspect(world, strikes=1))

    assert world.rows("select strikes, attempts from outbox") == [(1, 1)]


def test_the_third_strike_parks_without_beginning(world: World) -> None:
    begun: list[UUID] = []

    def remembers(rt: Runtime, tx: Transaction, entry: OutboxEntry) -> None:
        begun.append(entry.id)

    work.work(world.rt, {"chore": remembers}, suspect(world, strikes=2))

    assert not begun
    assert world.rows("select parked_at is not null from outbox") == [(True,)]


def test_the_strike_is_in_the_book_before_the_suspect_begins(world: World) -> None:
    seen: list[object] = []

    def looks(rt: Runtime, tx: Transaction, entry: OutboxEntry) -> None:
        seen.append(entry.strikes)
        outbox.done(tx, entry.id)

    work.work(world.rt, {"chore": looks}, suspect(world, strikes=0))

    assert seen == [1]


def test_a_suspect_that_waits_for_another_is_not_struck_meanwhile(world: World) -> None:
    waits, may_end = Event(), Event()
    innocent = suspect(world, strikes=0)

    def before_it() -> None:
        with world.rt.lane.shared():
            waits.set()
            assert may_end.wait(10)

    with ThreadPoolExecutor(2) as hands:
        hands.submit(before_it)
        assert waits.wait(10)
        ended = hands.submit(work.work, world.rt, {"chore": done}, innocent)
        assert not wait([ended], 0.3).done
        strikes = world.rows("select strikes from outbox")
        may_end.set()

    assert strikes == [(0,)]
    assert world.rows("select id from outbox") == []


def test_a_strike_that_could_not_be_taken_back_is_owed_and_paid_later(world: World) -> None:
    innocent = suspect(world, strikes=2)
    world.rt.lane.struck[innocent] = 1

    for _ in range(2):
        work.work(world.rt, {"chore": done}, leave(world))

    assert world.rows("select strikes from outbox") == [(1,)]
    assert world.rt.lane.struck == {}


def test_pauses_double_up_to_a_limit() -> None:
    pauses = [work.pause(attempts) for attempts in range(12)]

    assert timedelta(seconds=0.5) <= pauses[0] <= timedelta(seconds=1)
    assert max(pauses) <= timedelta(seconds=work.LONGEST_PAUSE_S)
    assert pauses[11] >= timedelta(seconds=work.LONGEST_PAUSE_S / 2)
