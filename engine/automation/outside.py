"""What a step does outside, under a lease and with nothing open: calls, and the AI layer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from threading import Event as Pause

import structlog
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from engine import consequences
from engine.assistants import thinking
from engine.automation import calls
from engine.context.desk import Desk
from engine.runtime import Runtime
from engine.tools.failpoints import reached
from engine.tools.telling import name, where
from engine.work import Afterwards
from engine.workflows.run import RunStatus
from engine.workflows.step import Broke, News
from store import outbox, runs, step_runs
from store.database import Transaction
from store.outbox import OutboxEntry
from store.step_runs import StepRunRow

LEASE = timedelta(seconds=40)
"""Longer than a call or a model may take to answer, on a slow machine."""

CLAIMS = 10
"""So often an attempt is begun outside: whatever ends its process each time is left alone."""

TRIES = 4

PAUSED_FOR = timedelta(seconds=30)
"""How soon the errand of a paused run looks whether it was resumed."""

_ERRANDS: Mapping[str, Callable[[Runtime, StepRunRow], News]] = {
    "call": calls.make,
    "ai": thinking.think,
}

_log = structlog.get_logger(__name__)


def do(rt: Runtime, tx: Transaction, entry: OutboxEntry) -> Afterwards | None:
    """Take the step's part outside, unless somebody is at it or it is not waited for."""
    assert entry.organization_id is not None  # noqa: S101 -- A step is an organization's.
    tx.scope(organization_id=entry.organization_id, person_id=None)
    row = step_runs.get(tx, entry.organization_id, entry.subject_id)
    if row is None or row.status != "waiting":
        outbox.done(tx, entry.id)
        return None
    run = runs.get(tx, entry.organization_id, row.run_id)
    if run is not None and run.status == RunStatus.PAUSED:
        outbox.postpone(tx, entry.id, PAUSED_FOR)
        return None
    # Should this process die, the entry comes back when the lease is over.
    outbox.postpone(tx, entry.id, LEASE)
    fence = step_runs.claim(tx, entry.organization_id, row.id, LEASE)
    return None if fence is None else partial(_do, rt, entry, row, fence)


def _do(rt: Runtime, entry: OutboxEntry, row: StepRunRow, fence: int) -> None:
    reached("outside.claimed")
    news = _news(rt, entry, row) if fence <= CLAIMS else Broke("internal", "never came back")
    reached("outside.answered")
    careful = False
    for attempt in range(1, TRIES + 1):
        try:
            _tell(rt, entry, row, fence, news, careful)
            return
        except OperationalError as error:
            # The answer is known only here: a deadlock, or a moment without a database, must
            # not lose it.
            if attempt == TRIES:
                raise
            _log.warning("An answer is kept again", step_run=str(row.id), error=name(error))
            Pause().wait(0.2 * attempt)
        except Exception as error:
            if careful:
                raise
            _log.error("What followed an answer failed", error=name(error), where=where(error))
            careful = True


def _news(rt: Runtime, entry: OutboxEntry, row: StepRunRow) -> News:
    try:
        return _ERRANDS[entry.kind](rt, row)
    except SQLAlchemyError:
        raise  # The database's trouble is not the step's: it comes back with the lease's end.
    except Exception as error:  # noqa: BLE001 -- The run must hear of it, whatever it is.
        _log.error("An errand failed", step_run=str(row.id), error=name(error))
        return Broke("internal", name(error))


def _tell(
    rt: Runtime, entry: OutboxEntry, row: StepRunRow, fence: int, news: News, careful: bool
) -> None:
    with rt.db.tenant(row.organization_id) as tx:
        outbox.wait_for(tx, entry.id)  # The entry first, as everywhere.
        run = runs.lock(tx, row.organization_id, row.run_id)
        if run is None or not step_runs.holds(tx, row.organization_id, row.id, fence):
            return  # It passed to another, or the run has moved on.
        consequences.hear(Desk(rt, tx, row.organization_id, careful), run, row.id, news)
        outbox.done(tx, entry.id)
        reached("outside.before_commit")
