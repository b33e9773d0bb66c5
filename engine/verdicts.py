"""A decision or an answer given in a chat: carried out, and told in a sentence."""

from __future__ import annotations

from uuid import UUID

from bot.effects import Answer, Decide
from bot.replies import approvals as replies
from bot.reply import Reply
from engine import approvals, consequences
from engine.approvals import Ruling, Verdict
from engine.desk import Desk
from engine.runtime import Runtime
from engine.workflows.step import Answered
from store import asks, customers, runs, step_runs
from store.database import Transaction


def carry_out(
    rt: Runtime,
    tx: Transaction,
    person_id: UUID,
    channel: str,
    wish: Decide | Answer,
    *,
    careful: bool = False,
) -> Reply:
    """Decide or answer, in whatever shop has asked; the transaction's scope moves there."""
    tx.scope(organization_id=wish.organization_id, person_id=person_id)
    desk = Desk(rt, tx, wish.organization_id, careful)
    match wish:
        case Decide(_, approval_id, approved):
            ruling = approvals.decide(
                desk, approval_id, approved=approved, by=person_id, via=channel
            )
            return _told(desk, ruling)
        case Answer():
            return _answered(desk, person_id, wish)


def _told(desk: Desk, ruling: Ruling) -> Reply:
    approval = ruling.approval
    code = approval.code if approval else ""
    match ruling.verdict:
        case Verdict.APPROVED:
            return replies.approved(code)
        case Verdict.REJECTED:
            return replies.rejected(code)
        case Verdict.LATE if approval is not None and approval.decided_at is not None:
            return _late(desk, ruling)
        case Verdict.EXPIRED:
            return replies.expired(code)
        case Verdict.FORBIDDEN:
            return replies.not_yours(code)
        case _:
            return replies.withdrawn(code)


def _late(desk: Desk, ruling: Ruling) -> Reply:
    approval = ruling.approval
    assert approval is not None  # noqa: S101 -- Only a decided one comes here.
    assert approval.decided_at is not None  # noqa: S101
    names = {one.person_id: one.name for one in desk.team}
    name = names.get(approval.decided_by) if approval.decided_by else None
    at = approval.decided_at.astimezone(desk.zone)
    return replies.decided_before(
        approval.code, name or desk.organization.name, approval.status == "approved", at
    )


def _answered(desk: Desk, person_id: UUID, wish: Answer) -> Reply:
    run_id = step_runs.run_of(desk.tx, wish.organization_id, wish.step_run_id)
    run = runs.lock(desk.tx, wish.organization_id, run_id) if run_id else None
    news = Answered(wish.value, str(person_id))
    is_here = any(one.person_id == person_id for one in desk.team) or (
        customers.of_person(desk.tx, wish.organization_id, person_id) is not None
    )
    if run is None or not is_here or run.waiting_id != wish.step_run_id:
        return replies.nothing_to_answer()
    consequences.hear(desk, run, wish.step_run_id, news)
    # Also where the run is paused: it keeps the answer, and needs no other.
    asks.close(desk.tx, wish.organization_id, wish.step_run_id)
    return replies.noted(wish.question)
