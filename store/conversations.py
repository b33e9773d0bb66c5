"""Conversations: what one person and one channel account say to each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    bindparam,
    func,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB

from store.base import id_column, metadata, moment
from store.database import Transaction
from store.outbound import outbound_messages

WINDOW = timedelta(hours=24)
"""How long WhatsApp takes free text after a person wrote."""

SHOWN = "ussd"
"""The channel on which nobody is written to: its answers are shown where one asks."""

SILENCE = timedelta(days=90)
"""A member who was silent for so long is sent nothing unasked: the number may be another's."""

conversations = Table(
    "conversations",
    metadata,
    id_column(),
    Column("person_id", Uuid, ForeignKey("people.id"), nullable=False),
    Column("address_id", Uuid, ForeignKey("addresses.id")),
    Column("account", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("reply_to", Text, nullable=False),
    Column("organization_id", Uuid, ForeignKey("organizations.id")),
    Column("state", JSONB, nullable=False, server_default="{}"),
    moment("heard_at", now=True),
    moment("created_at", now=True),
    moment("doubted_at", nullable=True),
    moment("closed_at", nullable=True),
    moment("unreached_at", nullable=True),
    UniqueConstraint("address_id", "account"),
    Index("ix_conversations_person_id", "person_id"),
)


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation's row; `state` is the bot's own, `reply_to` the address to answer at."""

    id: UUID
    person_id: UUID
    account: str
    channel: str
    reply_to: str
    organization_id: UUID | None
    state: Mapping[str, Any]
    heard_at: datetime
    doubted_at: datetime | None = None
    has_held: bool = False
    """Whether messages wait until this person writes; told to whoever locks it."""


_COLUMNS = (
    conversations.c.id,
    conversations.c.person_id,
    conversations.c.account,
    conversations.c.channel,
    conversations.c.reply_to,
    conversations.c.organization_id,
    conversations.c.state,
    conversations.c.heard_at,
    conversations.c.doubted_at,
)
_NEWEST = (
    select(*_COLUMNS)
    .where(
        conversations.c.person_id == bindparam("person"),
        conversations.c.channel != SHOWN,
        conversations.c.closed_at.is_(None),
        conversations.c.doubted_at.is_(None),
        conversations.c.heard_at > func.now() - SILENCE,
    )
    .order_by(conversations.c.heard_at.desc())
    .limit(1)
)
_GET = select(*_COLUMNS).where(
    conversations.c.id == bindparam("id"), conversations.c.closed_at.is_(None)
)
_BY_ID = select(*_COLUMNS).where(conversations.c.id == bindparam("id"))
# NO KEY: rows that refer to the conversation may still be inserted by an intake meanwhile.
_HAS_HELD = (
    select(outbound_messages.c.id)
    .where(
        outbound_messages.c.conversation_id == conversations.c.id,
        outbound_messages.c.held_at.is_not(None),
    )
    .exists()
    .label("has_held")
)
_LOCK = (
    select(*_COLUMNS, _HAS_HELD)
    .where(conversations.c.id == bindparam("id"))
    .with_for_update(key_share=True, skip_locked=True, of=conversations)
)
_SAVE = (
    update(conversations)
    .where(conversations.c.id == bindparam("key"))
    .values(
        state=bindparam("state", type_=JSONB),
        organization_id=bindparam("organization_id"),
        heard_at=func.now(),
        unreached_at=None,
    )
)

_MISS = (
    update(conversations)
    .where(conversations.c.id == bindparam("key"))
    .values(unreached_at=func.now())
)


def lock(tx: Transaction, conversation_id: UUID) -> Conversation | None:
    """Take the conversation for this turn; None while another turn has it."""
    row = tx.execute(_LOCK, {"id": conversation_id}).one_or_none()
    return Conversation(**row._mapping) if row else None


def newest(tx: Transaction, person_id: UUID) -> Conversation | None:
    """Where a person was heard last, to write to them there; their own turns change it."""
    row = tx.execute(_NEWEST, {"person": person_id}).one_or_none()
    return Conversation(**row._mapping) if row else None


def get(tx: Transaction, conversation_id: UUID) -> Conversation | None:
    """A conversation that still goes on; for its own person."""
    row = tx.execute(_GET, {"id": conversation_id}).one_or_none()
    return Conversation(**row._mapping) if row else None


def miss(tx: Transaction, conversation_id: UUID) -> None:
    """Its person is not reached there, until they write; for their own transaction."""
    tx.execute(_MISS, {"key": conversation_id})


def by_id(tx: Transaction, conversation_id: UUID) -> Conversation:
    """A conversation, to write there; raises `NoResultFound` where one may not see it."""
    return Conversation(**tx.execute(_BY_ID, {"id": conversation_id}).one()._mapping)


def save(
    tx: Transaction,
    conversation_id: UUID,
    state: Mapping[str, Any],
    organization_id: UUID | None,
) -> None:
    """Keep what the turn left behind."""
    tx.execute(
        _SAVE,
        {"key": conversation_id, "state": dict(state), "organization_id": organization_id},
    )
