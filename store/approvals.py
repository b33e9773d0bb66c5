"""Approvals: questions to people who may decide, and the seats of those who were asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    Table,
    Text,
    Uuid,
    bindparam,
    exists,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import IntegrityError

from store.base import columns_of, id_column, metadata, moment, organization_column
from store.database import Transaction
from store.organizations import members

USED_FOR = timedelta(days=7)
"""How long a code is not given again."""

approvals = Table(
    "approvals",
    metadata,
    organization_column(),
    id_column(),
    Column("run_id", Uuid),
    Column("step_run_id", Uuid),
    Column("code", Text, nullable=False),
    Column("question", JSONB, nullable=False),
    Column("shown", LargeBinary, nullable=False),
    Column("policy", Text, nullable=False),
    Column("self_approval", Text, nullable=False),
    Column("of", Text, nullable=False),
    Column("requested_by", Uuid),
    Column("status", Text, nullable=False, server_default="open"),
    Column("decided_by", Uuid),
    Column("via", Text),
    moment("deadline"),
    moment("decided_at", nullable=True),
    moment("created_at", now=True),
    CheckConstraint(
        "status in ('open', 'approved', 'rejected', 'expired', 'cancelled')", name="status"
    ),
    Index("ix_approvals_step_run_id", "organization_id", "step_run_id"),
    Index("ix_approvals_status", "organization_id", "status", "id"),
)

# A code is unique for whoever may use it, whatever shop asks: so this key has no shop.
approval_seats = Table(
    "approval_seats",
    metadata,
    organization_column(),
    Column("approval_id", Uuid, primary_key=True),
    Column("person_id", Uuid, ForeignKey("people.id"), primary_key=True),
    Column("code", Text, nullable=False),
    moment("closed_at", nullable=True),
    ForeignKeyConstraint(
        ["organization_id", "approval_id"],
        ["approvals.organization_id", "approvals.id"],
        name="fk_approval_seats_approval",
    ),
    Index(
        "uq_approval_seats_code",
        "person_id",
        "code",
        unique=True,
        postgresql_where=text("closed_at is null"),
    ),
)

_a, _s = approvals.c, approval_seats.c
_THIS = (_a.organization_id == bindparam("organization"), _a.id == bindparam("key"))
_ADD = insert(approvals)
_SIT = insert(approval_seats)
_STAND = _s.organization_id == bindparam("organization"), _s.approval_id == bindparam("key")
_GET = select(approvals).where(*_THIS)
_LOCK = _GET.with_for_update(key_share=True)
_CLOSE = (
    update(approvals)
    .where(*_THIS, _a.status == "open")
    .values(
        status=bindparam("new_status"),
        decided_by=bindparam("by"),
        via=bindparam("way"),
        decided_at=func.now(),
    )
)
_CLOSE_SEATS = (
    update(approval_seats).where(*_STAND, _s.closed_at.is_(None)).values(closed_at=func.now())
)
_USED = select(_s.code).where(
    _s.person_id == func.any(bindparam("people")),
    _s.closed_at.is_(None) | (_s.closed_at > func.now() - USED_FOR),
)
_SEATS = select(_s.person_id).where(*_STAND)
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
_OF_STEP = (
    select(approvals)
    .where(
        _a.organization_id == bindparam("organization"),
        _a.step_run_id == bindparam("step_run"),
        _a.status == "open",
    )
    .order_by(_a.id)
    .with_for_update(key_share=True)
)
_NEWEST = (
    select(approvals)
    .where(_a.organization_id == bindparam("organization"))
    .order_by(_a.id.desc())
    .limit(bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class Approval:
    """A question to people who may decide; `shown` is the digest of what they were shown.

    `of` is the role or the person's id that was asked; `self_approval` says who may approve
    what they asked for themselves: "owner" or "nobody".
    """

    organization_id: UUID
    id: UUID
    run_id: UUID | None
    step_run_id: UUID | None
    code: str
    question: Mapping[str, Any]
    shown: bytes
    policy: str
    self_approval: str
    of: str
    requested_by: UUID | None
    deadline: datetime
    status: str = "open"
    decided_by: UUID | None = None
    via: str | None = None
    decided_at: datetime | None = None


def add(tx: Transaction, approval: Approval, people: Sequence[UUID]) -> bool:
    """Keep a new question with a seat for everyone asked; False if its code is taken.

    Another shop may have given one of them the same code at this moment: then nothing is kept.
    """
    rows = [
        {
            "organization_id": approval.organization_id,
            "approval_id": approval.id,
            "person_id": person,
            "code": approval.code,
        }
        for person in people
    ]
    try:
        with tx.attempt():
            tx.execute(_ADD, columns_of(approval))
            if rows:
                tx.execute(_SIT, rows)
    except IntegrityError:
        return False
    return True


def used_codes(tx: Transaction, people: Sequence[UUID]) -> set[str]:
    """Codes that these people were given, open or of late; for the directory."""
    return set(tx.execute(_USED, {"people": list(people)}).scalars())


def get(tx: Transaction, organization_id: UUID, approval_id: UUID) -> Approval | None:
    """An approval of this shop's."""
    return _one(tx, _GET, organization=organization_id, key=approval_id)


def lock(tx: Transaction, organization_id: UUID, approval_id: UUID) -> Approval | None:
    """The same, held until the end: whoever comes second sees the decision."""
    return _one(tx, _LOCK, organization=organization_id, key=approval_id)


def close(
    tx: Transaction, approval: Approval, status: str, *, by: UUID | None, via: str
) -> bool:
    """Keep the decision; False if there is one already."""
    key = {"organization": approval.organization_id, "key": approval.id}
    closed = tx.execute(_CLOSE, {**key, "new_status": status, "by": by, "way": via})
    if not closed.rowcount:
        return False
    tx.execute(_CLOSE_SEATS, key)
    return True


def seated(tx: Transaction, approval: Approval) -> set[UUID]:
    """Who was asked."""
    key = {"organization": approval.organization_id, "key": approval.id}
    return set(tx.execute(_SEATS, key).scalars())


def open_for(tx: Transaction, person_id: UUID) -> Sequence[Approval]:
    """What a person is asked at the moment, oldest first, in whatever shop."""
    return _all(tx, _OPEN_FOR, person=person_id)


def by_code(tx: Transaction, person_id: UUID, code: str) -> Approval | None:
    """The approval that a person means by a code: the open one, else the newest."""
    return _one(tx, _BY_CODE, person=person_id, code=code)


def of_step(tx: Transaction, organization_id: UUID, step_run_id: UUID) -> Sequence[Approval]:
    """The open approvals of a waiting step, held until the end."""
    return _all(tx, _OF_STEP, organization=organization_id, step_run=step_run_id)


def newest(tx: Transaction, organization_id: UUID, most: int) -> Sequence[Approval]:
    """A shop's newest approvals."""
    return _all(tx, _NEWEST, organization=organization_id, most=most)


def _one(tx: Transaction, query: Any, **values: Any) -> Approval | None:
    row = tx.execute(query, values).one_or_none()
    return _approval(row._mapping) if row else None


def _all(tx: Transaction, query: Any, **values: Any) -> Sequence[Approval]:
    return [_approval(row._mapping) for row in tx.execute(query, values)]


def _approval(row: Mapping[Any, Any]) -> Approval:
    values = {name: value for name, value in row.items() if name != "created_at"}
    return Approval(**{**values, "shown": bytes(values["shown"])})
