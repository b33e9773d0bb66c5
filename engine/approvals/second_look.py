"""Look again before a yes counts: what was shown may have changed, or be gone."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from engine import consequences
from engine.asking import shown, tidings
from engine.context.desk import Desk
from engine.outbound import reach
from engine.runs import runs
from engine.runs.runs import RunError
from engine.workflows.step import Changed
from store import approvals, audit, events
from store import runs as rows
from store.approvals import Approval
from store.audit import Action, AuditEntry
from store.runs import RunRow

VIA = "change"


@dataclass(frozen=True, slots=True)
class Look:
    """What a second look found: `same` as it was shown, `changed`, or `gone`.

    `instead` is the approval that asks about what stands now, where somebody was asked already;
    `told` says that whoever answered has just been sent the new question.
    """

    found: Literal["same", "changed", "gone"]
    instead: Approval | None = None
    told: bool = False


SAME, GONE = Look("same"), Look("gone")


def take(desk: Desk, approval: Approval, *, by: UUID | None) -> Look:
    """Compare what was shown with what there is; ask again, or end the approval.

    The approval is locked. `by` is who looks, and is told by the caller that it is gone.
    """
    run = _run(desk, approval)
    event_id = run.event_id if run else None
    if _is_same(desk, approval, run):
        return SAME
    instead = _successor(desk, event_id)
    if run is None or instead is None:
        return _end(desk, approval, run, () if by is None else (by,))
    other = rows.of_event(desk.tx, desk.organization_id, run.workflow_id, instead)
    if other is not None and other.id != run.id:
        return _leave_to(desk, approval, run, other)
    return _ask_again(desk, approval, rows.move(desk.tx, run, instead))


def after_reversal(desk: Desk, taken: Sequence[UUID]) -> None:
    """Entries were taken back or put right: what was asked about them is asked anew or ends."""
    for key in approvals.about(desk.tx, desk.organization_id, taken):
        approval = approvals.lock(desk.tx, desk.organization_id, key)
        if approval is not None and approval.status == "open":
            take(desk, approval, by=None)


def is_consent(desk: Desk, approval: Approval) -> bool:
    """Whether silence may be a yes to what was shown; otherwise the approval ends here."""
    run = _run(desk, approval)
    if approval.policy != "approve" or _is_same(desk, approval, run):
        return True
    _end(desk, approval, run, ())
    return False


def records(act: Any) -> Sequence[UUID]:
    """The entries that are taken back on a yes."""
    return [UUID(entry) for entry in act["entries"]] if act else ()


def _successor(desk: Desk, event_id: UUID | None) -> UUID | None:
    """What stands in place of an event, as long as it is a fact of the same kind."""
    instead = shown.successor(desk, event_id) if event_id else None
    if event_id is None or instead is None:
        return None
    was, is_now = (
        events.get(desk.tx, desk.organization_id, one) for one in (event_id, instead)
    )
    return instead if was.type == is_now.type else None


def _is_same(desk: Desk, approval: Approval, run: RunRow | None) -> bool:
    event_id = run.event_id if run else None
    now = shown.digest(desk, approval.question, event_id, *records(approval.act))
    return now == approval.shown


def _run(desk: Desk, approval: Approval) -> RunRow | None:
    run_id = approval.run_id
    return rows.lock(desk.tx, desk.organization_id, run_id) if run_id else None


def _ask_again(desk: Desk, approval: Approval, run: RunRow) -> Look:
    """Under a new code: whoever still answers to the old one has not read what stands now."""
    _close(desk, approval)
    if approval.step_run_id is None:
        return GONE
    consequences.hear(desk, run, approval.step_run_id, Changed(approval.deadline))
    asked = approvals.of_step(desk.tx, desk.organization_id, approval.step_run_id)
    return Look("changed", asked[0], told=True) if asked else GONE


def _leave_to(desk: Desk, approval: Approval, run: RunRow, other: RunRow) -> Look:
    """What stands now has started the same workflow itself: one question is enough."""
    _cancel(desk, approval, run)
    waiting = other.waiting_id
    asked = approvals.of_step(desk.tx, desk.organization_id, waiting) if waiting else ()
    return Look("changed", asked[0]) if asked else GONE


def _end(desk: Desk, approval: Approval, run: RunRow | None, but: Collection[UUID]) -> Look:
    """Nothing is left to be decided: both sides are told."""
    _cancel(desk, approval, run)
    reach.tell(desk, list(tidings.gone(desk, approval, but)))
    return GONE


def _cancel(desk: Desk, approval: Approval, run: RunRow | None) -> None:
    _close(desk, approval)
    if run is None:
        return
    try:
        runs.cancel(desk, run)
    except RunError:
        return  # It is over already, and waits for nothing.
    _tell(desk, "EXECUTE", "run", run.id, run.status, {"was": "cancelled"})


def _close(desk: Desk, approval: Approval) -> None:
    approvals.close(desk.tx, approval, "cancelled", by=None, via=VIA)
    _tell(desk, "UPDATE", "approval", approval.id, "open", {"status": "cancelled"})


def _tell(
    desk: Desk,
    action: Action,
    entity: str,
    entity_id: UUID,
    before: str,
    after: dict[str, Any],
) -> None:
    entry = AuditEntry(
        organization_id=desk.organization_id,
        action=action,
        entity=entity,
        entity_id=entity_id,
        person_id=None,
        via=VIA,
        before={"status": before},
        after=after,
    )
    audit.append(desk.tx, entry)
