"""Exports: files of what Karani holds about a person or a shop, kept for a day, in pieces."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Interval,
    LargeBinary,
    Table,
    Text,
    Uuid,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from store.base import columns_of, id_column, metadata, moment
from store.database import Transaction

Scope = Literal["person", "shop"]
Format = Literal["json", "xlsx"]
FORMATS: tuple[Format, ...] = ("json", "xlsx")

exports = Table(
    "exports",
    metadata,
    id_column(),
    Column("person_id", Uuid, ForeignKey("people.id"), nullable=False),
    Column("organization_id", Uuid, ForeignKey("organizations.id")),
    Column("conversation_id", Uuid),
    Column("scope", Text, nullable=False),
    moment("requested_at"),
    moment("expires_at", nullable=True),
    CheckConstraint("scope in ('person', 'shop')", name="scope"),
    Index("ix_exports_person_id", "person_id"),
)

export_pieces = Table(
    "export_pieces",
    metadata,
    Column("export_id", Uuid, ForeignKey("exports.id", ondelete="CASCADE"), primary_key=True),
    Column("format", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("body", LargeBinary, nullable=False),
    CheckConstraint("format in ('json', 'xlsx')", name="format"),
)

_e, _p = exports.c, export_pieces.c
_ASK = insert(exports)
_COLUMNS = (
    _e.id,
    _e.person_id,
    _e.organization_id,
    _e.conversation_id,
    _e.scope,
    _e.requested_at,
    _e.expires_at,
)
_GET = select(*_COLUMNS).where(_e.id == bindparam("key"))
_WAITING = (
    select(_e.id)
    .where(
        _e.person_id == bindparam("person"),
        _e.scope == bindparam("wanted"),
        _e.organization_id.is_not_distinct_from(bindparam("shop", type_=Uuid)),
        _e.expires_at.is_(None),
        _e.requested_at > bindparam("since"),
    )
    .order_by(_e.id)
    .limit(1)
)
_READY = (
    update(exports)
    .where(_e.id == bindparam("key"), _e.expires_at.is_(None))
    .values(expires_at=bindparam("until"))
)
_ADD = insert(export_pieces)
_PIECE = select(_p.body).where(
    _p.export_id == bindparam("key"),
    _p.format == bindparam("file_format"),
    _p.number == bindparam("place"),
)
_DROP_OLD = delete(exports).where(
    func.coalesce(_e.expires_at, _e.requested_at + bindparam("patience", type_=Interval))
    < bindparam("at")
)


@dataclass(frozen=True, slots=True)
class Export:
    """A file that was asked for; it can be fetched from when `expires_at` is set until then."""

    id: UUID
    person_id: UUID
    organization_id: UUID | None
    conversation_id: UUID | None
    scope: str
    requested_at: datetime
    expires_at: datetime | None = None


def ask(tx: Transaction, export: Export) -> None:
    """Note that an export is wanted."""
    tx.execute(_ASK, columns_of(export))


def waiting(
    tx: Transaction, person_id: UUID, scope: Scope, shop: UUID | None, since: datetime
) -> UUID | None:
    """The export of the same that was asked for since then and is not ready yet."""
    values = {"person": person_id, "wanted": scope, "shop": shop, "since": since}
    found: UUID | None = tx.execute(_WAITING, values).scalar_one_or_none()
    return found


def get(tx: Transaction, export_id: UUID) -> Export | None:
    """An export, where this transaction may see it."""
    row = tx.execute(_GET, {"key": export_id}).one_or_none()
    return Export(**row._mapping) if row else None


def mark_ready(tx: Transaction, export_id: UUID, until: datetime) -> bool:
    """It can be fetched until then; False where it could be before, or is not there."""
    return tx.execute(_READY, {"key": export_id, "until": until}).rowcount == 1


def keep(
    tx: Transaction, export_id: UUID, file_format: Format, pieces: Iterable[bytes]
) -> None:
    """Keep a file, a piece at a time."""
    for number, body in enumerate(pieces):
        row = {"export_id": export_id, "format": file_format, "number": number, "body": body}
        tx.execute(_ADD, row)


def piece(tx: Transaction, export_id: UUID, file_format: str, number: int) -> bytes | None:
    """One piece of a file; None behind the last. For the directory."""
    key = {"key": export_id, "file_format": file_format, "place": number}
    body = tx.execute(_PIECE, key).scalar_one_or_none()
    return None if body is None else bytes(body)


def drop_old(tx: Transaction, now: datetime, patience: timedelta) -> int:
    """Forget files whose time is over, and those that never became ready; for upkeep."""
    return tx.execute(_DROP_OLD, {"at": now, "patience": patience}).rowcount
