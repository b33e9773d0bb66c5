"""Inbound messages: everything that people said, once, as it arrived."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    bindparam,
    func,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB, insert

from store.base import columns_of, id_column, metadata, moment, new_id
from store.database import Transaction

inbound_messages = Table(
    "inbound_messages",
    metadata,
    id_column(),
    Column("person_id", Uuid, ForeignKey("people.id"), nullable=False),
    Column("conversation_id", Uuid, ForeignKey("conversations.id"), nullable=False),
    Column("organization_id", Uuid, ForeignKey("organizations.id")),
    Column("account", Text, nullable=False),
    Column("provider_reference", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("quoted", Text),
    Column("raw", LargeBinary, nullable=False),
    moment("sent_at", nullable=True),
    moment("received_at", now=True),
    moment("handled_at", nullable=True),
    moment("parked_at", nullable=True),
    Column("parked_reason", Text),
    moment("held_at", nullable=True),
    Column("attachments", JSONB, nullable=False, server_default="[]"),
    Column("reading", JSONB(none_as_null=True)),
    moment("reading_until", nullable=True),
    UniqueConstraint("account", "provider_reference"),
    Index(
        "ix_inbound_messages_unhandled",
        "conversation_id",
        "id",
        postgresql_where=text("handled_at is null"),
    ),
    Index(
        "ix_inbound_messages_held", "person_id", postgresql_where=text("held_at is not null")
    ),
    Index("ix_inbound_messages_worded", "received_at", postgresql_where=text("body <> '****'")),
    Index("ix_inbound_messages_raw", "received_at", postgresql_where=text("raw <> ''")),
    Index("ix_inbound_messages_conversation_id", "conversation_id", "id"),
    Index("ix_inbound_messages_organization_id", "organization_id", "id"),
)

_STORE = insert(inbound_messages).on_conflict_do_nothing().returning(inbound_messages.c.id)
LATE_AFTER = timedelta(hours=6)
"""Whoever wrote so long ago waits for no receipt any more: one answer is for all of it."""

AT_ONCE = timedelta(0)

ERASED = "erased-"
"""Before the digest of a provider's reference whose sender was forgotten."""

HIDDEN = "****"
"""All that is kept of words that were said in confidence."""

_at = func.coalesce(inbound_messages.c.sent_at, inbound_messages.c.received_at)
_UNHANDLED = (
    select(
        inbound_messages.c.id,
        inbound_messages.c.body,
        inbound_messages.c.quoted,
        inbound_messages.c.attachments,
        _at.label("at"),
        (_at < func.now() - LATE_AFTER).label("is_late"),
        inbound_messages.c.reading,
        (inbound_messages.c.reading_until - func.now()).label("patience"),
    )
    .where(
        inbound_messages.c.conversation_id == bindparam("conversation_id"),
        inbound_messages.c.handled_at.is_(None),
    )
    # Who says when a message was sent says it always; all others are in order of arrival,
    # and that is their ids': the database's clock may jump back between two of them.
    .order_by(inbound_messages.c.sent_at, inbound_messages.c.id)
    .limit(bindparam("most"))
)
_PARK = (
    update(inbound_messages)
    .where(inbound_messages.c.id == bindparam("key"))
    .values(parked_at=func.now(), parked_reason=bindparam("reason"))
)
_PARKED = (
    select(
        inbound_messages.c.id,
        inbound_messages.c.parked_reason.label("reason"),
        inbound_messages.c.parked_at.label("since"),
    )
    .where(inbound_messages.c.parked_at.is_not(None))
    .order_by(inbound_messages.c.parked_at.desc())
    .limit(bindparam("most"))
)
_UNPARK = (
    update(inbound_messages)
    .where(inbound_messages.c.id == bindparam("key"), inbound_messages.c.parked_at.is_not(None))
    .values(parked_at=None, parked_reason=None, handled_at=None)
    .returning(
        inbound_messages.c.conversation_id,
        inbound_messages.c.person_id,
        inbound_messages.c.organization_id,
    )
)
_WHERE = select(inbound_messages.c.conversation_id).where(
    inbound_messages.c.id == bindparam("key")
)
_KNOWN = select(inbound_messages.c.provider_reference).where(
    inbound_messages.c.account == bindparam("at"),
    inbound_messages.c.provider_reference == func.any(bindparam("references")),
)
_HOLD = (
    update(inbound_messages)
    .where(inbound_messages.c.id == bindparam("key"))
    .values(held_at=func.now())
)
_ONE_AT_A_TIME = select(func.pg_advisory_xact_lock(func.hashtextextended("batch", 0)))
_HANDLED = (
    update(inbound_messages)
    .where(inbound_messages.c.id == func.any(bindparam("ids")))
    .values(handled_at=func.now(), organization_id=bindparam("organization"))
)

_HIDE = (
    update(inbound_messages)
    .where(inbound_messages.c.id == bindparam("key"))
    .values(body=HIDDEN, raw=b"", attachments=[])
)


@dataclass(frozen=True, slots=True)
class InboundMessage:
    """A message waiting for its turn; `at` is the provider's time, or its arrival.

    `is_late` says that it has waited for hours; `attachments` as they were stored. `reading`
    is what a model made of it; `patience` is None where none was asked, else how long it may
    still take.
    """

    id: UUID
    body: str
    quoted: str | None
    at: datetime
    is_late: bool
    attachments: list[dict[str, Any]] = field(default_factory=list)
    reading: Mapping[str, Any] | None = None
    patience: timedelta | None = None

    @property
    def awaited(self) -> timedelta | None:
        """How long a reading is still waited for; None where none is."""
        if self.patience is None or self.reading is not None:
            return None
        return self.patience if self.patience > AT_ONCE else None


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A message as it arrived; `raw` is the provider's body, byte for byte."""

    person_id: UUID
    conversation_id: UUID
    account: str
    provider_reference: str
    body: str
    quoted: str | None
    raw: bytes
    sent_at: datetime | None
    attachments: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ParkedMessage:
    """A message that was set aside, and why."""

    id: UUID
    reason: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Belonging:
    """Whose a message is."""

    conversation_id: UUID
    person_id: UUID
    organization_id: UUID | None


def begin_batch(tx: Transaction) -> None:
    """Let no other batch be stored meanwhile: two with the same people would deadlock."""
    tx.execute(_ONE_AT_A_TIME)


def store(tx: Transaction, new: NewMessage) -> UUID | None:
    """Keep a message; None if it was kept before."""
    values = {"id": new_id(), **columns_of(new)}
    stored: UUID | None = tx.execute(_STORE, values).scalar_one_or_none()
    return stored


def known(tx: Transaction, account: str, references: list[str]) -> set[str]:
    """Which of a provider's references are messages that came, forgotten ones too."""
    digests = {ERASED + sha256(one.encode()).hexdigest(): one for one in references}
    asked = {**digests, **{one: one for one in references}}
    rows = tx.execute(_KNOWN, {"at": account, "references": list(asked)})
    return {asked[reference] for reference in rows.scalars()}


def unhandled(tx: Transaction, conversation_id: UUID, most: int = 20) -> list[InboundMessage]:
    """The messages of a conversation that wait for a turn, in order."""
    rows = tx.execute(_UNHANDLED, {"conversation_id": conversation_id, "most": most})
    return [InboundMessage(**row._mapping) for row in rows]


def park(tx: Transaction, message_id: UUID, reason: str) -> None:
    """Set a message aside that could not be answered; what waits behind it goes on."""
    tx.execute(_PARK, {"key": message_id, "reason": reason})


def hide(tx: Transaction, message_id: UUID) -> None:
    """Keep no word of a message that said a secret."""
    tx.execute(_HIDE, {"key": message_id})


def parked(tx: Transaction, most: int) -> list[ParkedMessage]:
    """What was set aside, newest first; for the directory."""
    return [ParkedMessage(**row._mapping) for row in tx.execute(_PARKED, {"most": most})]


def unpark(tx: Transaction, message_id: UUID) -> Belonging | None:
    """Let a message be heard again; None if it is not set aside. For the directory."""
    row = tx.execute(_UNPARK, {"key": message_id}).one_or_none()
    return Belonging(**row._mapping) if row else None


def conversation_of(tx: Transaction, message_id: UUID) -> UUID:
    """Where a message was said; for its own person."""
    found: UUID = tx.execute(_WHERE, {"key": message_id}).scalar_one()
    return found


def hold(tx: Transaction, message_id: UUID) -> None:
    """Keep a message until it is known who said it."""
    tx.execute(_HOLD, {"key": message_id})


def mark_handled(tx: Transaction, ids: list[UUID], organization_id: UUID | None) -> None:
    """A turn has answered these; from now on the organization may read them too."""
    tx.execute(_HANDLED, {"ids": ids, "organization": organization_id})
