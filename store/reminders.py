"""Reminders: what one person asked to be told, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Table,
    Text,
    Uuid,
    bindparam,
    insert,
    select,
    text,
    update,
)

from store.base import columns_of, id_column, metadata, moment, organization_column
from store.database import Transaction

MOST = 100

reminders = Table(
    "reminders",
    metadata,
    organization_column(),
    id_column(),
    Column("person_id", Uuid, ForeignKey("people.id"), nullable=False),
    Column("text", Text, nullable=False),
    moment("at"),
    Column("status", Text, nullable=False, server_default="open"),
    moment("created_at", now=True),
    CheckConstraint("status in ('open', 'sent', 'cancelled')", name="status"),
    Index(
        "ix_reminders_open",
        "organization_id",
        "person_id",
        "at",
        postgresql_where=text("status = 'open'"),
    ),
)

_r = reminders.c
_COLUMNS = (
    _r.organization_id, _r.id, _r.person_id, _r.text, _r.at, _r.status,
)  # fmt: skip
_THIS = (_r.organization_id == bindparam("organization"), _r.id == bindparam("key"))
_ADD = insert(reminders)
_LOCK = select(*_COLUMNS).where(*_THIS).with_for_update(key_share=True)
_OPEN = (
    select(*_COLUMNS)
    .where(
        _r.organization_id == bindparam("organization"),
        _r.person_id == bindparam("person"),
        _r.status == "open",
    )
    .order_by(_r.at, _r.id)
    .limit(MOST)
)
_CLOSE = update(reminders).where(*_THIS).values(status=bindparam("new_status"))


@dataclass(frozen=True, slots=True)
class Reminder:
    """What to tell whom and when."""

    organization_id: UUID
    id: UUID
    person_id: UUID
    text: str
    at: datetime
    status: str = "open"


def add(tx: Transaction, reminder: Reminder) -> None:
    """Keep a reminder."""
    tx.execute(_ADD, columns_of(reminder))


def lock(tx: Transaction, organization_id: UUID, reminder_id: UUID) -> Reminder | None:
    """A reminder, held until the end."""
    key = {"organization": organization_id, "key": reminder_id}
    row = tx.execute(_LOCK, key).one_or_none()
    return Reminder(**row._mapping) if row else None


def open_for(tx: Transaction, organization_id: UUID, person_id: UUID) -> Sequence[Reminder]:
    """What a person is still to be told, the next first: their places are their numbers."""
    values = {"organization": organization_id, "person": person_id}
    return [Reminder(**row._mapping) for row in tx.execute(_OPEN, values)]


def close(tx: Transaction, reminder: Reminder, status: str) -> None:
    """It was sent, or is not wanted any more."""
    key = {"organization": reminder.organization_id, "key": reminder.id}
    tx.execute(_CLOSE, {**key, "new_status": status})
