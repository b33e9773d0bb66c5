"""Approvals: questions to people who may decide, and the seats of those who were asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
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
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import IntegrityError

from store.base import MONEY, columns_of, id_column, metadata, moment, organization_column
from store.database import Transaction

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
    Column("amount", MONEY),
    Column("act", JSONB(none_as_null=True)),
    Column("status", Text, nullable=False, server_default="open"),
    Column("decided_by", Uuid),
    Column("via", Text),
    Column("comment", Text),
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
_REMARK = update(approvals).where(*_THIS).values(comment=bindparam("words"))
_CLOSE_SEATS = (
    update(approval_seats).where(*_STAND, _s.closed_at.is_(None)).values(closed_at=func.now())
)
_USED = select(_s.code).where(
    _s.person_id == func.any(bindparam("people")),
    _s.closed_at.is_(None) | (_s.closed_at > func.now() - USED_FOR),
)
_SEATS = select(_s.person_id).where(*_STAND)
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
# The open ones whose run is about one of these entries, or that would take one of them back.
_ABOUT = text("""
    select a.id from approvals a
    left join runs r on r.organization_id = a.organization_id and r.id = a.run_id
    where a.organization_id = :organization and a.status = 'open' and (
      r.event_id = any(:taken)
      or r.event_id in (
        select e.event_id from entries e
        where e.organization_id = :organization and e.id = any(:taken)
      )
      or exists (
        select from jsonb_array_elements_text(a.act -> 'entries') entry
        where entry::uuid = any(:taken)
      )
    )
    order by a.id
""")
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
    what they asked for themselves: "owner" or "nobody". `amount` is the money it is about, in
    the shop's currency; `act` is what is done on a yes where no run waits.
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
    amount: Decimal | None = None
    act: Mapping[str, Any] | None = None
    status: str = "open"
    decided_by: UUID | None = None
    via: str | None = None
    decided_at: datetime | None = None
    created_at: datetime | None = None
    """When it was asked, by the database's clock; None before it is kept."""
    comment: str | None = None
    """What whoever decided said to it."""


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
            tx.execute(_ADD, _values(approval))
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
    return one(tx, _GET, organization=organization_id, key=approval_id)


def lock(tx: Transaction, organization_id: UUID, approval_id: UUID) -> Approval | None:
    """The same, held until the end: whoever comes second sees the decision."""
    return one(tx, _LOCK, organization=organization_id, key=approval_id)


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


def remark(tx: Transaction, approval: Approval, words: str) -> None:
    """Keep what whoever decided said to it."""
    key = {"organization": approval.organization_id, "key": approval.id}
    tx.execute(_REMARK, {**key, "words": words})


def seated(tx: Transaction, approval: Approval) -> set[UUID]:
    """Who was asked."""
    key = {"organization": approval.organization_id, "key": approval.id}
    return set(tx.execute(_SEATS, key).scalars())


def of_step(tx: Transaction, organization_id: UUID, step_run_id: UUID) -> Sequence[Approval]:
    """The open approvals of a waiting step, held until the end."""
    return every(tx, _OF_STEP, organization=organization_id, step_run=step_run_id)


def about(tx: Transaction, organization_id: UUID, taken: Sequence[UUID]) -> Sequence[UUID]:
    """The open approvals about these entries, or counts."""
    values = {"organization": organization_id, "taken": list(taken)}
    return list(tx.execute(_ABOUT, values).scalars())


def newest(tx: Transaction, organization_id: UUID, most: int) -> Sequence[Approval]:
    """A shop's newest approvals."""
    return every(tx, _NEWEST, organization=organization_id, most=most)


def one(tx: Transaction, query: Any, **values: Any) -> Approval | None:
    """The only row of a query over approvals."""
    row = tx.execute(query, values).one_or_none()
    return _approval(row._mapping) if row else None


def every(tx: Transaction, query: Any, **values: Any) -> Sequence[Approval]:
    """All rows of one."""
    return [_approval(row._mapping) for row in tx.execute(query, values)]


def _approval(row: Mapping[Any, Any]) -> Approval:
    return Approval(**{**row, "shown": bytes(row["shown"])})


def _values(approval: Approval) -> Mapping[str, Any]:
    values = columns_of(approval)
    values.pop("created_at")
    return values
