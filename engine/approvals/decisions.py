"""Decide an approval over the API: bound to what was shown, with a comment, or why not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hmac import compare_digest
from typing import Literal
from uuid import UUID

from engine.approvals import approvals
from engine.approvals.approvals import Ruling, Verdict
from engine.asking import tidings
from engine.context.desk import Desk
from store import approvals as rows
from store.approvals import Approval

LONGEST_COMMENT = 500


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody answers: `shown` is the digest of what they saw, where they say it."""

    approved: bool
    shown: bytes | None = None
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an answer does not count: nothing such, not theirs, or too late; with the facts."""

    kind: Literal["unknown", "forbidden", "conflict"]
    text: str
    facts: Mapping[str, str] = field(default_factory=dict)


def decide(desk: Desk, approval_id: UUID, decision: Decision, *, by: UUID) -> Refusal | None:
    """Take an answer as a chat does; None where it counts.

    What a refusal has led to stands: where the record has changed, the question is asked anew.
    """
    found = rows.lock(desk.tx, desk.organization_id, approval_id)
    if found is not None and not _was_shown(found, decision):
        return Refusal("conflict", "What you were shown is not what this asks: look again.")
    ruling = approvals.decide(
        desk, approval_id, approved=decision.approved, by=by, via=desk.via
    )
    if ruling.verdict not in {Verdict.APPROVED, Verdict.REJECTED}:
        return _REFUSED[ruling.verdict](desk, ruling)
    if decision.comment and ruling.approval is not None:
        rows.remark(desk.tx, ruling.approval, decision.comment)
    return None


def _was_shown(approval: Approval, decision: Decision) -> bool:
    return decision.shown is None or compare_digest(approval.shown, decision.shown)


def _late(desk: Desk, ruling: Ruling) -> Refusal:
    approval = ruling.approval
    assert approval is not None  # noqa: S101 -- Only what is there is decided.
    name = tidings.name_of(desk, approval.decided_by)
    at = approval.decided_at or desk.now
    text = f"It was {approval.status} by {name} at {_moment(at)} already."
    return Refusal("conflict", text, _facts(approval, at))


def _facts(approval: Approval, at: datetime) -> Mapping[str, str]:
    return {
        "decision": approval.status,
        "decided_by": str(approval.decided_by or ""),
        "decided_at": _moment(at),
    }


def _changed(desk: Desk, ruling: Ruling) -> Refusal:
    if ruling.instead is None:
        return _gone(desk, ruling)
    text = "What it asks about has changed: look at the approval that asks anew."
    return Refusal("conflict", text, {"approval": str(ruling.instead.id)})


def _gone(desk: Desk, ruling: Ruling) -> Refusal:
    return Refusal("conflict", "It is needed no more: what it asked about was taken back.")


def _always(refusal: Refusal) -> Callable[[Desk, Ruling], Refusal]:
    return lambda desk, ruling: refusal


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


_REFUSED: Mapping[Verdict, Callable[[Desk, Ruling], Refusal]] = {
    Verdict.LATE: _late,
    Verdict.CHANGED: _changed,
    Verdict.GONE: _gone,
    Verdict.EXPIRED: _always(Refusal("conflict", "Its time is over: nobody decides it now.")),
    Verdict.WITHDRAWN: _always(Refusal("conflict", "It was withdrawn: nobody waits for it.")),
    Verdict.UNPROVEN: _always(Refusal("forbidden", "This way proves too little who you are.")),
    Verdict.FORBIDDEN: _always(Refusal("forbidden", "You were not asked to decide this.")),
    Verdict.UNKNOWN: _always(Refusal("unknown", "There is no such approval.")),
}
