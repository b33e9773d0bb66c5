"""Timers of runs: what a step waited for is over, unless it waits for that no more."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from engine import consequences
from engine.approvals.second_look import is_consent
from engine.context.desk import Desk
from engine.runs import runs
from engine.runtime import Runtime
from engine.tools.failpoints import reached
from engine.workflows.step import Elapsed, WaitKind
from store import approvals, bundles, outbox, step_runs
from store import runs as rows
from store.database import Transaction
from store.outbox import OutboxEntry
from store.step_runs import StepRunRow

MOST = 100
"""How many timers of a shop are worked in one transaction."""


def ring(rt: Runtime, tx: Transaction, entry: OutboxEntry) -> None:
    """Tell the run; a late timer finds nothing that waits for it, and does nothing.

    Of one shop many appointments begin at the same hour: plain waits are told together.
    """
    assert entry.organization_id is not None  # noqa: S101 -- A timer is an organization's.
    tx.scope(organization_id=entry.organization_id, person_id=None)
    desk = Desk(rt, tx, entry.organization_id, careful=entry.attempts > 0)
    step = step_runs.get(tx, entry.organization_id, entry.subject_id)
    if step is not None and _is_plain(entry, step):
        _ring_together(desk, entry, step)
    else:
        _ring_alone(desk, entry, step)
    reached("run.before_commit")


def _ring_alone(desk: Desk, entry: OutboxEntry, step: StepRunRow | None) -> None:
    # Approvals before runs, everywhere: whoever answers now comes first, or not at all.
    asked = approvals.of_step(desk.tx, desk.organization_id, entry.subject_id)
    row = rows.lock(desk.tx, desk.organization_id, step.run_id) if step else None
    reached("run.locked")
    is_meant = step is not None and row is not None and _is_meant(entry, step)
    if row is not None and is_meant and all(is_consent(desk, one) for one in asked):
        consequences.hear(desk, row, entry.subject_id, Elapsed())
    outbox.done(desk.tx, entry.id)


def _ring_together(desk: Desk, entry: OutboxEntry, step: StepRunRow) -> None:
    """With the other plain waits of the shop that are over."""
    others = bundles.lock_alike(desk.tx, entry, MOST - 1)
    about = {subject: entry_id for entry_id, subject in others}
    found = step_runs.many(desk.tx, desk.organization_id, list(about)) if about else ()
    steps = {one.id: one for one in found if _waits(one)}
    done = [entry.id, *(about[step_id] for step_id in steps)]
    moves = _moved(desk, {**steps, step.id: step})
    consequences.settle(desk, moves)
    bundles.all_done(desk.tx, done)


def _moved(desk: Desk, steps: dict[UUID, StepRunRow]) -> Sequence[runs.Move]:
    run_ids = sorted({one.run_id for one in steps.values()})
    locked = rows.lock_all(desk.tx, desk.organization_id, run_ids)
    reached("run.locked")
    waiting = [row for row in locked if row.waiting_id in steps]
    desk.shelf.fill(desk.tx, desk.organization_id, waiting)
    moves = []
    for row in waiting:
        assert row.waiting_id is not None  # noqa: S101 -- It is one of those steps.
        move = runs.hear(desk, row, row.waiting_id, Elapsed())
        if move is not None:
            moves.append(move)
    return moves


def _is_plain(entry: OutboxEntry, step: StepRunRow) -> bool:
    """One that never failed waits for nothing but the time."""
    return entry.kind == "timer" and not entry.attempts and not entry.suspect and _waits(step)


def _waits(step: StepRunRow) -> bool:
    return step.wait is not None and step.wait["kind"] == WaitKind.TIMER


def _is_meant(entry: OutboxEntry, step: StepRunRow) -> bool:
    """The timer of an attempt that failed does not cut short the rest before the next one."""
    rests = step.wait is not None and step.wait["kind"] == WaitKind.RETRY
    return rests is (entry.kind == "retry")
