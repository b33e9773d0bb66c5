"""Timers of runs: what a step waited for is over, unless it waits for that no more."""

from __future__ import annotations

from engine import consequences
from engine.desk import Desk
from engine.failpoints import reached
from engine.runtime import Runtime
from engine.second_look import is_consent
from engine.workflows.step import Elapsed, WaitKind
from store import approvals, outbox, runs, step_runs
from store.database import Transaction
from store.outbox import OutboxEntry
from store.step_runs import StepRunRow


def ring(rt: Runtime, tx: Transaction, entry: OutboxEntry) -> None:
    """Tell the run; a late timer finds nothing that waits for it, and does nothing."""
    assert entry.organization_id is not None  # noqa: S101 -- A timer is an organization's.
    tx.scope(organization_id=entry.organization_id, person_id=None)
    desk = Desk(rt, tx, entry.organization_id, careful=entry.attempts > 0)
    # Approvals before runs, everywhere: whoever answers now comes first, or not at all.
    asked = approvals.of_step(tx, entry.organization_id, entry.subject_id)
    step = step_runs.get(tx, entry.organization_id, entry.subject_id)
    row = runs.lock(tx, entry.organization_id, step.run_id) if step else None
    reached("run.locked")
    is_meant = step is not None and row is not None and _is_meant(entry, step)
    if row is not None and is_meant and all(is_consent(desk, one) for one in asked):
        consequences.hear(desk, row, entry.subject_id, Elapsed())
    outbox.done(tx, entry.id)
    reached("run.before_commit")


def _is_meant(entry: OutboxEntry, step: StepRunRow) -> bool:
    """The timer of an attempt that failed does not cut short the rest before the next one."""
    rests = step.wait is not None and step.wait["kind"] == WaitKind.RETRY
    return rests is (entry.kind == "retry")
