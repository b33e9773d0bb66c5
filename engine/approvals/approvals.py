"""Decide an approval: the one way in, whatever way the answer came."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from engine import consequences
from engine.access import proofs
from engine.access.proofs import SIGNED, Lack, Proof
from engine.approvals import corrections, second_look
from engine.asking import asking, tidings
from engine.consequences import Fact
from engine.context.desk import Desk
from engine.outbound import reach
from engine.runs.runs import Move
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
    CHANGED = "changed"
    """What was shown is another thing by now; nothing is decided."""
    GONE = "gone"
    """What was shown was taken back; the approval has ended."""
    UNPROVEN = "unproven"
    """The answer came by a way that proves too little."""
    FORBIDDEN = "forbidden"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Ruling:
    """What became of an answer, with the approval as it stands now.

    `instead` asks about what stands now; `told` says that the new question has gone out to
    whoever answered. `lack` says what an unproven answer needs.
    """

    verdict: Verdict
    approval: Approval | None = None
    instead: Approval | None = None
    told: bool = False
    lack: Lack | None = None


def decide(
    desk: Desk,
    approval_id: UUID,
    *,
    approved: bool,
    by: UUID,
    via: str,
    proof: Proof = SIGNED,
) -> Ruling:
    """Take an answer: the first one of somebody who may decide counts, once.

    The transaction is that of the approval's organization. Whoever is on the team no more, or
    asks for it themselves without being let, decides nothing; nor does an answer to what is
    not in the book any more as it was shown. The run that waits goes on.
    """
    found = approvals.lock(desk.tx, desk.organization_id, approval_id)
    if found is None:
        return Ruling(Verdict.UNKNOWN)
    if not may_decide(desk, found, by):
        is_over = found.status != "open"
        return Ruling(closed(found) if is_over else Verdict.FORBIDDEN, found)
    if found.status != "open":
        return _after(desk, found, by)
    if found.deadline <= desk.now:
        return Ruling(Verdict.EXPIRED, found)  # Its timer says so in a moment.
    lack = proofs.lack(desk, found, by, proof)
    if lack is not None:
        return Ruling(Verdict.UNPROVEN, found, lack=lack)
    look = second_look.take(desk, found, by=by)
    if look.found != "same":
        verdict = Verdict.CHANGED if look.found == "changed" else Verdict.GONE
        return Ruling(verdict, found, look.instead, look.told)
    verdict = Verdict.APPROVED if approved else Verdict.REJECTED
    approvals.close(desk.tx, found, verdict.value, by=by, via=via)
    _follow(desk, found, verdict, by, via)
    return Ruling(verdict, found)


def closed(approval: Approval) -> Verdict:
    """What an answer meets to an approval that is open no more."""
    match approval.status:
        case "expired":
            return Verdict.EXPIRED
        case "cancelled":
            return Verdict.WITHDRAWN
        case _:
            return Verdict.LATE


def _after(desk: Desk, approval: Approval, by: UUID) -> Ruling:
    """Too late; where the same is asked about what has changed, that is what they mean."""
    verdict = closed(approval)
    if verdict is Verdict.WITHDRAWN and approval.step_run_id is not None:
        for one in approvals.of_step(desk.tx, desk.organization_id, approval.step_run_id):
            if by in approvals.seated(desk.tx, one):
                return Ruling(Verdict.CHANGED, approval, one)
    return Ruling(verdict, approval)


def may_decide(desk: Desk, approval: Approval, by: UUID) -> bool:
    """Whether they were asked, and still are what they were asked as."""
    if by not in desk.people(approval.of) or by not in approvals.seated(desk.tx, approval):
        return False
    return by != approval.requested_by or asking.may_ask_themselves(desk, approval, by)


def _follow(desk: Desk, approval: Approval, verdict: Verdict, by: UUID, via: str) -> None:
    """The audit, the events, the run that waits, and both sides."""
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
    acted = corrections.events(desk, approval) if approved and approval.act else ()
    consequences.follow(desk, [Fact(one, depth) for one in (event, *acted)])
    if acted:
        second_look.after_reversal(desk, second_look.records(approval.act))
    move = _go_on(desk, approval, Decided(approved, str(by), desk.now))
    heard = tidings.spoken_to(desk, move)
    reach.tell(desk, list(tidings.decided(desk, approval, approved=approved, by=by, but=heard)))


def _go_on(desk: Desk, approval: Approval, news: Decided) -> Move | None:
    """The event may have moved the run: look again at what it waits for."""
    run = runs.lock(desk.tx, desk.organization_id, approval.run_id) if approval.run_id else None
    if run is None or approval.step_run_id is None:
        return None
    return consequences.hear(desk, run, approval.step_run_id, news)
