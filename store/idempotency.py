"""Idempotency keys: what a person asked for under a key, and the answer that it got."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    Uuid,
    bindparam,
    delete,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from store.base import metadata, moment
from store.database import Transaction
from store.prepared import Prepared

idempotent_requests = Table(
    "idempotent_requests",
    metadata,
    Column("person_id", Uuid, ForeignKey("people.id"), primary_key=True),
    Column("key", Text, primary_key=True),
    Column("asked", LargeBinary, nullable=False),
    Column("status", Integer, nullable=False, server_default="0"),
    Column("body", Text),
    moment("created_at", now=True),
    Index("ix_idempotent_requests_created_at", "created_at"),
)

_r = idempotent_requests.c
_THIS = (_r.person_id == bindparam("person"), _r.key == bindparam("named"))
_BEGIN = Prepared(
    insert(idempotent_requests)
    .values(person_id=bindparam("person"), key=bindparam("named"), asked=bindparam("digest"))
    .on_conflict_do_nothing()
    .returning(_r.key)
)
_GET = Prepared(select(_r.asked, _r.status, _r.body).where(*_THIS))
_KEEP = Prepared(
    update(idempotent_requests)
    .where(*_THIS)
    .values(status=bindparam("answered"), body=bindparam("answer"))
)


@dataclass(frozen=True, slots=True)
class Kept:
    """What was asked, as a digest, and how it was answered; no body where it held a secret."""

    asked: bytes
    status: int
    body: str | None


def begin(tx: Transaction, person_id: UUID, key: str, asked: bytes) -> Kept | None:
    """Take a key for a request; None for the first one, else what the first one got.

    Another request with this key that is under way is waited for.
    """
    this = {"person": person_id, "named": key}
    if tx.fetch(_BEGIN, {**this, "digest": asked}):
        return None
    row = tx.fetch(_GET, this)[0]
    return Kept(bytes(row.asked), row.status, row.body)


def keep(tx: Transaction, person_id: UUID, key: str, answer: Kept) -> None:
    """Keep the answer, in the transaction of what it tells of."""
    values = {"person": person_id, "named": key}
    tx.send(_KEEP, {**values, "answered": answer.status, "answer": answer.body})


def drop(tx: Transaction, before: datetime) -> int:
    """Forget answers that are older; how many. For upkeep."""
    return tx.execute(delete(idempotent_requests).where(_r.created_at < before)).rowcount
