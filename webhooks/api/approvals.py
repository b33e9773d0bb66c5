"""Approvals: questions to people who may decide, and their one decision."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field

from engine.approvals import decisions
from engine.approvals.decisions import LONGEST_COMMENT, Decision
from store import approval_lists, approvals
from store.approvals import Approval
from webhooks.api.route import Call, Route, Routes
from webhooks.api.shapes import Listed, Page, Shape
from webhooks.errors import ProblemError

Status = Literal["open", "approved", "rejected", "expired", "cancelled"]
STATUSES: Mapping[str, int] = {"unknown": 404, "forbidden": 403, "conflict": 409}


class ApprovalShown(Shape):
    """A question by language, who may decide it, and what became of it.

    `shown` stands for all that whoever is asked has seen: send it along with the decision.
    """

    id: UUID
    code: str
    status: Status
    question: dict[str, str]
    of: str
    amount: Annotated[Decimal | None, Field(description="In the organization's currency.")]
    run_id: UUID | None
    requested_by: UUID | None
    deadline: datetime
    decided_by: UUID | None
    decided_at: datetime | None
    via: str | None
    comment: str | None
    created_at: datetime | None
    shown: str

    @classmethod
    def of_row(cls, approval: Approval) -> Self:
        """As the API shows it."""
        told = {name: getattr(approval, name) for name in cls.model_fields if name != "shown"}
        return cls(**{**told, "question": dict(approval.question)}, shown=approval.shown.hex())


class ApprovalList(Listed[ApprovalShown]):
    """A page of approvals."""


class ApprovalPage(Page):
    """Which approvals are wanted."""

    status: Status | None = None


class ApprovalDecision(Shape):
    """A decision: bound to what was shown, where `shown` is sent along."""

    decision: Literal["approve", "reject"]
    shown: Annotated[str | None, Field(pattern="^[0-9a-f]{64}$")] = None
    comment: Annotated[str | None, Field(min_length=1, max_length=LONGEST_COMMENT)] = None


def listing(call: Call, query: ApprovalPage) -> ApprovalList:
    """List approvals, newest first; those with the status open wait for somebody."""
    found = approval_lists.listed(
        call.tx, call.organization_id, query.limit + 1, query.before, query.status
    )
    shown = [ApprovalShown.of_row(one) for one in found]
    return ApprovalList.page(shown, [one.id for one in found], query.limit)


def show(call: Call, approval_id: UUID) -> ApprovalShown:
    """Show one approval."""
    found = approvals.get(call.tx, call.organization_id, approval_id)
    if found is None:
        raise ProblemError(404)
    return ApprovalShown.of_row(found)


def decide(
    call: Call, approval_id: UUID, body: ApprovalDecision
) -> ApprovalShown | ProblemError:
    """Decide: the first answer of somebody who was asked counts, once.

    Later ones are told who decided and when; an answer to what has changed is told by which
    approval it is asked anew. It is the same decision as in a chat: no API key can take it.
    """
    shown = bytes.fromhex(body.shown) if body.shown else None
    decision = Decision(body.decision == "approve", shown, body.comment)
    refused = decisions.decide(call.desk, approval_id, decision, by=call.caller.person_id)
    if refused is None:
        return show(call, approval_id)
    # Handed back, not raised: the question that was asked anew meanwhile stands.
    return ProblemError(STATUSES[refused.kind], refused.text, fields=refused.facts)


_ONE = "/approvals/<uuid:approval_id>"
ROUTES: Routes = (
    Route("GET", "/approvals", listing, ApprovalList, query=ApprovalPage),
    Route("GET", _ONE, show, ApprovalShown),
    Route("POST", f"{_ONE}/decision", decide, ApprovalShown, body=ApprovalDecision,
          conflicts=True, starts_runs=True,
          examples={"Yes": {"decision": "approve", "comment": "Sawa."}}),
)  # fmt: skip
