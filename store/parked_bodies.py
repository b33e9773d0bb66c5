"""Webhook bodies that could not be taken: kept as they came, for a person to look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import (
    Column,
    Interval,
    LargeBinary,
    Table,
    Text,
    bindparam,
    delete,
    func,
    insert,
    select,
)

from store.base import id_column, metadata, moment, new_id
from store.database import Transaction

parked_bodies = Table(
    "parked_bodies",
    metadata,
    id_column(),
    Column("provider", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("raw", LargeBinary, nullable=False),
    moment("received_at", now=True),
)

_b = parked_bodies.c
_KEEP = insert(parked_bodies)
_LIST = (
    select(_b.id, _b.provider, _b.reason, _b.received_at)
    .order_by(_b.id.desc())
    .limit(bindparam("most"))
)
_GET = select(_b.provider, _b.raw).where(_b.id == bindparam("key"))
_DROP = delete(parked_bodies).where(_b.id == bindparam("key"))

# Ids rise with time: the oldest few are looked at, and not the whole table every second.
_DROP_OLD = (
    delete(parked_bodies)
    .where(
        _b.id.in_(select(_b.id).order_by(_b.id).limit(100)),
        _b.received_at < func.now() - bindparam("age", type_=Interval),
    )
    .returning(_b.id, _b.provider, _b.reason, _b.received_at)
)


@dataclass(frozen=True, slots=True)
class ParkedBody:
    """One body, without its content: that is only read when it is tried again."""

    id: UUID
    provider: str
    reason: str
    received_at: datetime


def keep(tx: Transaction, provider: str, reason: str, raw: bytes) -> UUID:
    """Keep a body byte for byte."""
    body_id = new_id()
    values = {"id": body_id, "provider": provider, "reason": reason, "raw": raw}
    tx.execute(_KEEP, values)
    return body_id


def newest(tx: Transaction, most: int) -> Sequence[ParkedBody]:
    """What is parked, newest first."""
    return [ParkedBody(**row._mapping) for row in tx.execute(_LIST, {"most": most})]


def get(tx: Transaction, body_id: UUID) -> tuple[str, bytes] | None:
    """A body's provider and bytes; None if it is not parked."""
    row = tx.execute(_GET, {"key": body_id}).one_or_none()
    return (row.provider, bytes(row.raw)) if row else None


def drop(tx: Transaction, body_id: UUID) -> None:
    """Forget a body that was taken after all."""
    tx.execute(_DROP, {"key": body_id})


def drop_older_than(tx: Transaction, age: timedelta) -> Sequence[ParkedBody]:
    """Forget the oldest bodies, up to a hundred, if they were parked so long ago; which."""
    return [ParkedBody(**row._mapping) for row in tx.execute(_DROP_OLD, {"age": age})]
