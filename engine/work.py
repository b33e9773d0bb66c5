"""Work one outbox entry: lock, do, delete, in one transaction; or count what went wrong."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import structlog
from psycopg2.errors import DeadlockDetected, SerializationFailure
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from engine.runtime import Runtime
from engine.tools.telling import name, where
from store import outbox
from store.database import Transaction
from store.outbox import OutboxEntry

Afterwards = Callable[[], None]
"""What a duty leaves to be done after its commit, with no transaction open: the network."""

Duty = Callable[[Runtime, Transaction, OutboxEntry], Afterwards | None]
"""Does an entry's work inside the transaction that locks it, and deletes or postpones it."""


@dataclass(frozen=True, slots=True)
class _Step:
    """What one look at an entry led to."""

    afterwards: Afterwards | None = None
    is_suspect: bool = False


_NOTHING = _Step()

STRIKES = 3
ATTEMPTS = 10
FIRST_PAUSE_S = 1.0
LONGEST_PAUSE_S = 300.0
DEADLOCK_TRIES = 5

_log = structlog.get_logger(__name__)


def work(rt: Runtime, duties: Mapping[str, Duty], entry_id: UUID) -> None:
    """Work an entry if it is due to anyone; a second ring finds nothing to do.

    Whatever the duty raises is counted and tried again later, and parked in the end. An entry
    under suspicion of killing its worker is worked while nothing else is.
    """
    with rt.lane.shared():
        _take_back(rt)
        step = _once(rt, duties, entry_id, alone=False)
    if step.is_suspect:
        step = _alone(rt, duties, entry_id)
    # Outside the lane: a provider that is slow may not hold up a suspect, nor the reverse.
    _finish(entry_id, step.afterwards)


def pause(attempts: int) -> timedelta:
    """How long to wait before the next attempt: doubling, capped, with full jitter."""
    ceiling = min(FIRST_PAUSE_S * 2**attempts, LONGEST_PAUSE_S)
    return timedelta(seconds=random.uniform(ceiling / 2, ceiling))  # noqa: S311 -- No secret.


def _alone(rt: Runtime, duties: Mapping[str, Duty], entry_id: UUID) -> _Step:
    with rt.lane.alone():
        # Struck only now: one that waits its turn must not pay for whoever is before it.
        step = _NOTHING
        if _is_struck(rt, entry_id):
            step = _once(rt, duties, entry_id, alone=True)
        _take_back(rt)
        return step


def _once(rt: Runtime, duties: Mapping[str, Duty], entry_id: UUID, *, alone: bool) -> _Step:
    for _ in range(DEADLOCK_TRIES):
        try:
            return _in_transaction(rt, duties, entry_id, alone=alone)
        except DBAPIError as error:
            if isinstance(error.orig, DeadlockDetected | SerializationFailure):
                continue  # Nothing happened; the other one has finished by now.
            _failed(rt, entry_id, error)
        except Exception as error:  # noqa: BLE001 -- A duty's own failure must not end a worker.
            _failed(rt, entry_id, error)
        return _NOTHING
    return _NOTHING  # Still deadlocked: it stays due, and the relay rings again.


def _in_transaction(
    rt: Runtime, duties: Mapping[str, Duty], entry_id: UUID, *, alone: bool
) -> _Step:
    with _entries(rt) as tx:
        entry = outbox.lock(tx, entry_id)
        if entry is None:
            return _NOTHING  # Done, parked, or in other hands.
        if entry.suspect and not alone:
            return _Step(is_suspect=True)
        return _Step(afterwards=duties[entry.kind](rt, tx, entry))


def _is_struck(rt: Runtime, entry_id: UUID) -> bool:
    """Count a suspect's beginning before it begins; False if it shall not begin."""
    try:
        with _entries(rt) as tx:
            entry = outbox.lock(tx, entry_id)
            if entry is None:
                return False
            if entry.strikes + 1 < STRIKES:
                # Noted first: whether a commit counts nobody knows when its answer is lost.
                rt.lane.struck[entry_id] = entry.strikes
                outbox.strike(tx, entry_id, entry.strikes + 1)
                return True
            _log.error("Parked: it killed its worker", entry=str(entry_id), kind=entry.kind)
            outbox.park(tx, entry_id, f"killed its worker {STRIKES} times")
    except SQLAlchemyError as trouble:
        _log.warning("The database is away", entry=str(entry_id), error=name(trouble))
    return False


def _take_back(rt: Runtime) -> None:
    """Take back this process's strikes: it lives. Those that fail now are owed until later."""
    try:
        for entry_id, strikes in list(rt.lane.struck.items()):
            with _entries(rt) as tx:
                outbox.forgive(tx, entry_id, strikes)
            rt.lane.struck.pop(entry_id, None)
    except SQLAlchemyError as trouble:
        _log.warning("The database is away", error=name(trouble))


def _finish(entry_id: UUID, afterwards: Afterwards | None) -> None:
    if afterwards is None:
        return
    try:
        afterwards()
    except Exception as error:  # noqa: BLE001 -- The lease ends, and the entry is due again.
        _log.warning(
            "What follows the commit failed",
            entry=str(entry_id),
            error=name(error),
            where=where(error),
        )


def _failed(rt: Runtime, entry_id: UUID, error: Exception) -> None:
    try:
        with _entries(rt) as tx:
            entry = outbox.lock(tx, entry_id)
            if entry is None:
                return
            fields = {"entry": str(entry_id), "kind": entry.kind, "error": name(error)}
            if entry.attempts + 1 >= ATTEMPTS:
                _log.error("Parked after the last attempt", **fields)
                outbox.park(tx, entry_id, name(error))
                return
            _log.warning("Work failed and is tried again", **fields, where=where(error))
            outbox.postpone(tx, entry_id, pause(entry.attempts), failures=1)
    except SQLAlchemyError as trouble:
        # Nothing can be written now; the entry stays due and the relay finds it.
        _log.warning("The database is away", entry=str(entry_id), error=name(trouble))


def _entries(rt: Runtime) -> AbstractContextManager[Transaction]:
    return rt.db.tenant(None)
