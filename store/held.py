"""Messages that wait until their person writes, for WhatsApp takes no free text before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.dialects.postgresql import JSONB

from store.database import Transaction
from store.inbound import inbound_messages
from store.outbound import DeliveryStatus, outbound_messages

ANNOUNCED = "news"
"""The reason of a message that says only that there is something to be told."""

_t = outbound_messages.c
_IS_HELD = (_t.held_at.is_not(None), _t.status < DeliveryStatus.UNKNOWN)
_HOLD = (
    update(outbound_messages)
    .where(_t.id == bindparam("key"))
    .values(form="held", held_at=func.now(), updated_at=func.now())
)
_FORM = (
    update(outbound_messages)
    .where(_t.id == bindparam("key"))
    .values(
        form="template",
        template=bindparam("chosen", type_=JSONB),
        updated_at=func.now(),
    )
)
_WAITING = (
    select(
        _t.id,
        _t.organization_id,
        _t.body,
        _t.reason,
        _t.approval_id,
        _t.step_run_id,
        _t.choices,
        _t.created_at,
    )
    .where(_t.conversation_id == bindparam("conversation"), *_IS_HELD)
    .order_by(_t.id)
)
_last_heard = (
    select(inbound_messages.c.id)
    .where(inbound_messages.c.conversation_id == bindparam("conversation"))
    .order_by(inbound_messages.c.id.desc())
    .limit(1)
    .scalar_subquery()
)
# Ids rise with time: whatever is above the last message heard was said after it.
_ANNOUNCED = (
    select(_t.id)
    .where(
        _t.conversation_id == bindparam("conversation"),
        _t.id > _last_heard,
        _t.reason == ANNOUNCED,
    )
    .limit(1)
)
_ALONE = select(func.pg_advisory_xact_lock(func.hashtextextended(bindparam("conversation"), 0)))


@dataclass(frozen=True, slots=True)
class HeldMessage:
    """A message that waits, as much as its person is to be told of it."""

    id: UUID
    organization_id: UUID | None
    body: str
    reason: str | None
    approval_id: UUID | None
    step_run_id: UUID | None
    choices: Sequence[Mapping[str, str]] | None
    created_at: datetime


def hold(tx: Transaction, message_id: UUID) -> None:
    """Let a message wait until its person writes."""
    tx.execute(_HOLD, {"key": message_id})


def take_form(tx: Transaction, message_id: UUID, chosen: Mapping[str, Any]) -> None:
    """A message goes as the approved form that was chosen for it."""
    tx.execute(_FORM, {"key": message_id, "chosen": dict(chosen)})


def waiting(tx: Transaction, conversation_id: UUID) -> Sequence[HeldMessage]:
    """What waits in a conversation, oldest first, of whatever organization; for its person."""
    rows = tx.execute(_WAITING, {"conversation": conversation_id})
    return [HeldMessage(**row._mapping) for row in rows]


def is_announced(tx: Transaction, conversation_id: UUID) -> bool:
    """Whether the person was told since they last wrote that something waits.

    Whoever asks is alone with this conversation's announcement until the transaction ends.
    """
    tx.execute(_ALONE, {"conversation": str(conversation_id)})
    values = {"conversation": conversation_id}
    return tx.execute(_ANNOUNCED, values).first() is not None
