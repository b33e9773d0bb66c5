"""Steer a run by hand: pause, resume, cancel, retry, replay; each is told to the audit."""

from __future__ import annotations

from uuid import UUID

from engine import consequences
from engine.asking import asking
from engine.context.desk import Desk
from engine.runs import runs
from engine.runs.runs import RunError
from store import approvals, audit, members
from store import runs as rows
from store.audit import AuditEntry
from store.runs import RunRow


def pause(desk: Desk, run_id: UUID, *, by: UUID, via: str) -> None:
    """Let a waiting run stand still. Raises `RunError`."""
    row = _locked(desk, run_id)
    runs.pause(desk, row)
    _tell(desk, row, "paused", by, via)


def resume(desk: Desk, run_id: UUID, *, by: UUID, via: str) -> None:
    """Let a paused run go on with all that it missed. Raises `RunError`."""
    row = _locked(desk, run_id)
    for move in runs.resume(desk, row):
        consequences.settle(desk, [move])
    _tell(desk, row, "resumed", by, via)


def cancel(desk: Desk, run_id: UUID, *, by: UUID, via: str) -> None:
    """End a run; what it has asked needs no answer any more. Raises `RunError`."""
    row = _locked(desk, run_id)
    left = runs.cancel(desk, row)
    if left is not None:
        asking.withdraw(desk, left.id)
    _tell(desk, row, "cancelled", by, via)


def retry(desk: Desk, run_id: UUID, *, by: UUID, via: str) -> None:
    """Try a failed run's step again. Raises `RunError`."""
    row = _locked(desk, run_id)
    consequences.settle(desk, [runs.retry(desk, row)])
    _tell(desk, row, "retried", by, via)


def replay(desk: Desk, run_id: UUID, *, by: UUID, via: str) -> UUID:
    """Run the same version on the same event once more, for real; the new run's id.

    Only an owner may. Raises `RunError`.
    """
    if members.lock_role(desk.tx, desk.organization_id, by) != "OWNER":
        raise RunError("only the owner may replay a run: it does everything once more")
    row = _locked(desk, run_id)
    move = runs.replay(desk, row)
    consequences.settle(desk, [move])
    _tell(desk, move.after, "replayed", by, via)
    return move.after.id


def _locked(desk: Desk, run_id: UUID) -> RunRow:
    """The run, with what it has asked held before it: everyone takes them in this order."""
    seen = rows.get(desk.tx, desk.organization_id, run_id)
    if seen is not None and seen.waiting_id is not None:
        approvals.of_step(desk.tx, desk.organization_id, seen.waiting_id)
    row = rows.lock(desk.tx, desk.organization_id, run_id)
    if row is None:
        raise RunError("there is no such run")
    return row


def _tell(desk: Desk, row: RunRow, what: str, by: UUID, via: str) -> None:
    entry = AuditEntry(
        organization_id=desk.organization_id,
        action="EXECUTE",
        entity="run",
        entity_id=row.id,
        person_id=by,
        via=via,
        before={"status": row.status},
        after={"was": what},
    )
    audit.append(desk.tx, entry)
