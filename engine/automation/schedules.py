"""Workflows that a schedule starts: each occurrence once, the next one as a timer."""

from __future__ import annotations

from datetime import datetime, timedelta

from engine import consequences
from engine.context.desk import Desk
from engine.runs import runs
from engine.runtime import Runtime
from engine.tools.failpoints import reached
from engine.workflows import schedule
from engine.workflows.run import RunStatus
from store import outbox, workflows
from store.base import new_id
from store.database import Transaction
from store.outbox import NewEntry, OutboxEntry
from store.runs import RunRow
from store.workflows import Workflow


def ring(rt: Runtime, tx: Transaction, entry: OutboxEntry) -> None:
    """Start the run that is due and set the next timer; one that came too late does nothing."""
    assert entry.organization_id is not None  # noqa: S101 -- A schedule is an organization's.
    tx.scope(organization_id=entry.organization_id, person_id=None)
    desk = Desk(rt, tx, entry.organization_id, careful=entry.attempts > 0)
    workflow = workflows.lock(tx, entry.organization_id, entry.subject_id)
    reached("run.locked")
    ahead = _ahead(desk, workflow) if workflow else None
    if workflow is None or ahead is None:
        outbox.done(tx, entry.id)
    elif ahead <= timedelta(0):
        consequences.settle(desk, [runs.begin_scheduled(desk, _row(desk, workflow))])
        wind(desk, workflow)
        outbox.done(tx, entry.id)
    elif outbox.has_another(tx, entry):
        outbox.done(tx, entry.id)  # Set before the schedule was changed or wound anew.
    else:
        # Due by the database's clock: the occurrence may not be lost for a moment's difference.
        outbox.postpone(tx, entry.id, ahead)
    reached("run.before_commit")


def wind(desk: Desk, workflow: Workflow) -> datetime | None:
    """Set the timer of the next occurrence; None where the workflow has no schedule."""
    next_at = _next(desk, workflow)
    workflows.set_status(desk.tx, workflow, "active", next_at)
    if next_at is not None:
        wait = next_at - desk.now
        entry = NewEntry("schedule", workflow.id, workflow.organization_id, wait=wait)
        outbox.add_all(desk.tx, [entry])
    return next_at


def _ahead(desk: Desk, workflow: Workflow) -> timedelta | None:
    """How far ahead the next occurrence is; None where there is none."""
    if workflow.status != "active" or workflow.next_at is None:
        return None
    return workflow.next_at - desk.now


def _next(desk: Desk, workflow: Workflow) -> datetime | None:
    if workflow.schedule is None:
        return None
    definition = desk.rt.library.get(desk.tx, workflow.organization_id, workflow.version_id)
    zone = definition.trigger.timezone or desk.organization.timezone
    return schedule.parse(workflow.schedule, zone).after(desk.now)


def _row(desk: Desk, workflow: Workflow) -> RunRow:
    return RunRow(
        organization_id=workflow.organization_id,
        id=new_id(),
        workflow_id=workflow.id,
        version_id=workflow.version_id,
        event_id=None,
        person_id=workflow.created_by,
        started_at=desk.now,
        status=RunStatus.PENDING.value,
        scheduled_for=workflow.next_at,
    )
