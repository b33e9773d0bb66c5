"""Asks: questions that a workflow has put to a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
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

from store.base import columns_of, id_column, metadata, moment, organization_column
from store.database import Transaction
from store.organizations import members

asks = Table(
    "asks",
    metadata,
    organization_column(),
    id_column(),
    Column("run_id", Uuid, nullable=False),
    Column("step_run_id", Uuid, nullable=False),
    Column("person_id", Uuid, ForeignKey("people.id"), nullable=False),
    Column("question", JSONB, nullable=False),
    Column("customer_id", Uuid),
    Column("expect", Text, nullable=False),
    Column("status", Text, nullable=False, server_default="open"),
    moment("deadline"),
    moment("closed_at", nullable=True),
    moment("created_at", now=True),
    CheckConstraint("status in ('open', 'closed')", name="status"),
    ForeignKeyConstraint(
        ["organization_id", "customer_id"],
        ["customers.organization_id", "customers.id"],
        name="fk_asks_customer",
    ),
    Index("ix_asks_step_run_id", "organization_id", "step_run_id"),
    Index("ix_asks_open", "person_id", "id", postgresql_where=text("status = 'open'")),
)

_a = asks.c
_ADD = insert(asks)
_OPEN_FOR = (
    select(asks)
    .where(
        _a.person_id == bindparam("person"),
        _a.status == "open",
        _a.customer_id.is_not(None)
        | exists().where(
            members.c.organization_id == _a.organization_id,
            members.c.person_id == bindparam("person"),
            members.c.removed_at.is_(None),
        ),
    )
    .order_by(_a.id.desc())
    .limit(20)
)
_CLOSE = (
    update(asks)
    .where(
        _a.organization_id == bindparam("organization"),
        _a.step_run_id == bindparam("step_run"),
        _a.status == "open",
    )
    .values(status="closed", closed_at=func.now())
)


@dataclass(frozen=True, slots=True)
class Ask:
    """A question to one person, a member or a customer; `expect` says what an answer is."""

    organization_id: UUID
    id: UUID
    run_id: UUID
    step_run_id: UUID
    person_id: UUID
    question: Mapping[str, Any]
    expect: str
    deadline: datetime
    customer_id: UUID | None = None


def add(tx: Transaction, rows: Sequence[Ask]) -> None:
    """Keep questions; at least one."""
    tx.execute(_ADD, [columns_of(row) for row in rows])


def open_for(tx: Transaction, person_id: UUID) -> Sequence[Ask]:
    """What a person is asked at the moment, newest first, by shops they work in or go to."""
    rows = tx.execute(_OPEN_FOR, {"person": person_id})
    names = Ask.__dataclass_fields__
    return [Ask(**{name: row._mapping[name] for name in names}) for row in rows]


def close(tx: Transaction, organization_id: UUID, step_run_id: UUID) -> None:
    """Whoever else was asked the same need not answer any more."""
    tx.execute(_CLOSE, {"organization": organization_id, "step_run": step_run_id})
