"""Payment notices: what a provider reported of a payment, each transaction code once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    Column,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    bindparam,
    delete,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from store.base import id_column, metadata, moment, new_id
from store.database import Transaction

payment_notices = Table(
    "payment_notices",
    metadata,
    id_column(),
    Column("provider", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("raw", LargeBinary),
    moment("received_at", now=True),
    UniqueConstraint("provider", "code"),
)

_t = payment_notices.c
_KEEP = insert(payment_notices).on_conflict_do_nothing().returning(_t.id)
_GET = select(_t.provider, _t.raw, _t.received_at).where(_t.id == bindparam("key"))
_EMPTY = update(payment_notices).where(_t.id == bindparam("key")).values(raw=None)
_DROP = delete(payment_notices).where(_t.id == bindparam("key"))


@dataclass(frozen=True, slots=True)
class PaymentNotice:
    """A notice; its body is gone once it was worked, for it holds names and a balance."""

    provider: str
    raw: bytes | None
    received_at: datetime


def keep(tx: Transaction, provider: str, code: str, raw: bytes) -> UUID | None:
    """Keep a notice byte for byte; None if it was told before. For the directory."""
    values = {"id": new_id(), "provider": provider, "code": code, "raw": raw}
    kept: UUID | None = tx.execute(_KEEP, values).scalar_one_or_none()
    return kept


def get(tx: Transaction, notice_id: UUID) -> PaymentNotice | None:
    """A notice; for the directory."""
    row = tx.execute(_GET, {"key": notice_id}).one_or_none()
    if row is None:
        return None
    raw = None if row.raw is None else bytes(row.raw)
    return PaymentNotice(row.provider, raw, row.received_at)


def empty(tx: Transaction, notice_id: UUID) -> None:
    """Forget the body: the code stays, so that nothing is heard twice. For the directory."""
    tx.execute(_EMPTY, {"key": notice_id})


def drop(tx: Transaction, notice_id: UUID) -> None:
    """Forget a notice that nobody could use, so that it can be told again."""
    tx.execute(_DROP, {"key": notice_id})
