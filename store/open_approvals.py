"""What a person is asked for approval: in whatever shop, by code, or by a message of ours."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import bindparam, exists, select

from store.approvals import Approval, approval_seats, approvals, every, one
from store.database import Transaction
from store.organizations import members
from store.outbound import outbound_messages

_a, _s = approvals.c, approval_seats.c
_mine = _s.person_id == bindparam("person")
_JOINED = approvals.join(
    approval_seats,
    (_s.organization_id == _a.organization_id) & (_s.approval_id == _a.id),
)
# Who has left a shop is none of its deciders any more, and is shown none of its questions.
_works_there = exists().where(
    members.c.organization_id == _a.organization_id,
    members.c.person_id == bindparam("person"),
    members.c.removed_at.is_(None),
)
_OPEN_FOR = (
    select(approvals)
    .select_from(_JOINED)
    .where(_mine, _s.closed_at.is_(None), _a.status == "open", _works_there)
    .order_by(_a.id)
)
_BY_CODE = (
    select(approvals)
    .select_from(_JOINED)
    .where(_mine, _s.code == bindparam("code"))
    .order_by(_s.closed_at.is_(None).desc(), _a.id.desc())
    .limit(1)
)
_QUOTED = (
    select(approvals)
    .select_from(_JOINED)
    .where(
        _mine,
        _a.id.in_(
            select(outbound_messages.c.approval_id).where(
                outbound_messages.c.provider_reference == bindparam("reference"),
                outbound_messages.c.person_id == bindparam("person"),
            )
        ),
    )
    .limit(1)
)


def open_for(tx: Transaction, person_id: UUID) -> Sequence[Approval]:
    """What a person is asked at the moment, oldest first, in whatever shop."""
    return every(tx, _OPEN_FOR, person=person_id)


def by_code(tx: Transaction, person_id: UUID, code: str) -> Approval | None:
    """The approval that a person means by a code: the open one, else the newest."""
    return one(tx, _BY_CODE, person=person_id, code=code)


def quoted(tx: Transaction, person_id: UUID, reference: str) -> Approval | None:
    """The approval that a message with this provider reference has asked a person for."""
    return one(tx, _QUOTED, person=person_id, reference=reference)
