"""Decide an approval: the one way in, whatever way the answer came."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from engine import asking, consequences
from engine.consequences import Fact
from engine.desk import Desk
from engine.workflows.step import Decided
from store import approvals, audit, runs
from store.approvals import Approval
from store.audit import AuditEntry


class Verdict(StrEnum):
    """What became of an answer."""

    APPROVED = "approved"
    REJECTED = "rejected"
    LATE = "late"
    """Somebody had decided before."""
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    FORBIDDEN = "forbidden"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Ruling:
    """What became of an answer, with the approval as it stands now."""

    verdict: Verdict
    approval: Approval | None = None


def decide(desk: Desk, approval_id: UUID, *, approved: bool, by: UUID, via: str) -> Ruling:
    """Take an answer: the first one of somebody who may decide counts, once.

    The transaction is that of the approval's organization. Whoever is on the team no more, or
    asks for it themselves without being let, decides nothing. The run that waits goes on.
    """
    found = approvals.lock(desk.tx, desk.organization_id, approval_id)
    if found is None:
        return Ruling(Verdict.UNKNOWN)
    if found.status != "open":
        return Ruling(_closed(found), found)
    if not _may_decide(desk, found, by):
        return Ruling(Verdict.FORBIDDEN, found)
    if found.deadline <= desk.now:
        return Ruling(Verdict.EXPIRED, found)  # Its timer says so in a moment.
    verdict = Verdict.APPROVED if approved else Verdict.REJECTED
    approvals.close(desk.tx, found, verdict.value, by=by, via=via)
    _tell(desk, found, verdict, by, via)
    return Ruling(verdict, found)


def _closed(approval: Approval) -> Verdict:
    match approval.status:
        case "expired":
            return Verdict.EXPIRED
        case "cancelled":
            return Verdict.WITHDRAWN
        case _:
            return Verdict.LATE


def _may_decide(desk: Desk, approval: Approval, by: UUID) -> bool:
    """Whether they were asked, and still are what they were asked as."""
    if by not in desk.people(approval.of) or by not in approvals.seated(desk.tx, approval):
        return False
    return by != approval.requested_by or asking.may_ask_themselves(desk, approval, by)


def _tell(desk: Desk, approval: Approval, verdict: Verdict, by: UUID, via: str) -> None:
    """The audit, the event, and the run that waits."""
    approved = verdict is Verdict.APPROVED
    audit.append(
        desk.tx,
        AuditEntry(
            organization_id=desk.organization_id,
            action="APPROVE" if approved else "REJECT",
            entity="approval",
            entity_id=approval.id,
            person_id=by,
            via=via,
            before={"status": "open"},
            after={"status": verdict.value},
        ),
    )
    values = {"decision": verdict.value, "by": str(by)}
    event = asking.fact(desk, "APPROVAL_DECIDED", approval, person_id=by, **values)
    run = runs.lock(desk.tx, desk.organization_id, approval.run_id) if approval.run_id else None
    depth = 0 if run is None else run.depth + 1
    consequences.follow(desk, [Fact(event, depth)])
    # The event may have moved the run: look again at what it waits for.
    run = runs.lock(desk.tx, desk.organization_id, approval.run_id) if approval.run_id else None
    if run is not None and approval.step_run_id is not None:
        news = Decided(approved, str(by), desk.now)
        consequences.hear(desk, run, approval.step_run_id, news)
