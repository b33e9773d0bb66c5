"""Readings: what a model made of a message, waited for and kept beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Interval, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import JSONB

from store.database import Transaction
from store.inbound import inbound_messages

_m = inbound_messages.c
_AWAIT = (
    update(inbound_messages)
    .where(_m.id == bindparam("key"))
    .values(reading_until=func.now() + bindparam("wait", type_=Interval))
)
_AWAITED = (
    _m.handled_at.is_(None),
    _m.reading.is_(None),
    _m.reading_until > func.now(),
)
_UNREAD = select(
    _m.id,
    _m.account,
    _m.provider_reference.label("reference"),
    _m.conversation_id,
    _m.body,
    _m.attachments,
    func.coalesce(_m.sent_at, _m.received_at).label("at"),
).where(_m.id == bindparam("key"), *_AWAITED)
_READ = (
    update(inbound_messages)
    .where(_m.id == bindparam("key"), *_AWAITED)
    .values(reading=bindparam("found", type_=JSONB))
)


@dataclass(frozen=True, slots=True)
class UnreadMessage:
    """A message that a model shall read."""

    id: UUID
    account: str
    reference: str
    """The provider's own."""
    conversation_id: UUID
    body: str
    attachments: Sequence[Mapping[str, Any]]
    at: datetime


def await_one(tx: Transaction, message_id: UUID, wait: timedelta) -> None:
    """A model is asked; so long the conversation waits for it."""
    tx.execute(_AWAIT, {"key": message_id, "wait": wait})


def unread(tx: Transaction, message_id: UUID) -> UnreadMessage | None:
    """A message whose reading is waited for; None where nobody waits any more."""
    row = tx.execute(_UNREAD, {"key": message_id}).one_or_none()
    return UnreadMessage(**row._mapping) if row else None


def keep(tx: Transaction, message_id: UUID, found: Mapping[str, Any]) -> bool:
    """Keep what a model read; False where it came too late."""
    return tx.execute(_READ, {"key": message_id, "found": dict(found)}).rowcount == 1
