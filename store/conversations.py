"""Conversations: what one person and one channel account say to each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Interval,
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
from store.inbound import inbound_messages
from store.opt_outs import opt_outs
from store.organizations import members
from store.people import addresses, people
from store.prepared import Prepared

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
_LOCK = (
    select(*_COLUMNS)
    .where(conversations.c.id == bindparam("id"))
    .with_for_update(key_share=True, skip_locked=True)
)
_SAVE = (
    update(conversations)
    .where(conversations.c.id == bindparam("key"))
    .values(
        state=bindparam("state", type_=JSONB),
        organization_id=bindparam("organization_id"),
        heard_at=func.now(),
    )
)


_WORDS = (
    select(func.coalesce(func.array_agg(opt_outs.c.channel), []))
    .where(
        opt_outs.c.person_id == people.c.id,
        opt_outs.c.organization_id.is_(None)
        | (opt_outs.c.organization_id == bindparam("organization")),
    )
    .scalar_subquery()
    .label("opted_out")
)
_WHEN = func.now() + bindparam("ahead", type_=Interval)
"""When it is to be said: by then the window must still be open."""


_WORKS = (
    select(members.c.person_id)
    .where(members.c.person_id == people.c.id, members.c.removed_at.is_(None))
    .exists()
)
_REACH = Prepared(
    select(
        conversations.c.person_id,
        conversations.c.id.label("conversation_id"),
        conversations.c.account,
        conversations.c.channel,
        conversations.c.reply_to,
        people.c.language,
        # Whoever is being answered at this moment has just opened the window, even where what
        # they said is not handled yet.
        (
            (conversations.c.heard_at > _WHEN - WINDOW)
            | select(inbound_messages.c.id)
            .where(
                inbound_messages.c.conversation_id == conversations.c.id,
                inbound_messages.c.handled_at.is_(None),
                inbound_messages.c.received_at > _WHEN - WINDOW,
            )
            .exists()
        ).label("is_open"),
        _WORDS,
    )
    .join(people, people.c.id == conversations.c.person_id)
    # What is told of a book must not reach somebody to whom the number has passed.
    .where(
        conversations.c.person_id == func.any(bindparam("people")),
        conversations.c.channel != SHOWN,
        conversations.c.closed_at.is_(None),
        conversations.c.doubted_at.is_(None),
        (conversations.c.heard_at > func.now() - SILENCE) | ~_WORKS,
    )
    .order_by(conversations.c.person_id, conversations.c.heard_at.desc())
)
# Nor by a phone, where the person is in doubt, or was heard last so long ago.
_IS_ANOTHERS = (
    select(conversations.c.id)
    .where(
        conversations.c.person_id == people.c.id,
        conversations.c.doubted_at.is_not(None)
        | conversations.c.closed_at.is_not(None)
        | (conversations.c.heard_at <= func.now() - SILENCE) & _WORKS,
    )
    .exists()
)
# One who has never written may have a phone that somebody has named.
_COLD = (
    select(
        people.c.id.label("person_id"),
        people.c.language,
        select(func.min(addresses.c.value))
        .where(
            addresses.c.person_id == people.c.id,
            addresses.c.kind == "phone",
            addresses.c.doubted_at.is_(None),
            ~_IS_ANOTHERS,
        )
        .scalar_subquery()
        .label("phone"),
        _WORDS,
    )
    .where(people.c.id == func.any(bindparam("people")))
    .order_by(people.c.id)
)


@dataclass(frozen=True, slots=True)
class Way:
    """A way to reach a person: a conversation, or a phone that nobody has written from yet.

    `is_open` while free text may be sent over WhatsApp; `opted_out` names the channels over
    which they want to hear nothing, "any" for all of them.
    """

    person_id: UUID
    conversation_id: UUID | None
    account: str
    channel: str
    reply_to: str
    language: str | None
    is_open: bool
    opted_out: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Stranger:
    """A person as the directory knows them without a conversation; `phone` is E.164."""

    person_id: UUID
    language: str | None
    phone: str | None
    opted_out: Sequence[str]


def ways(
    tx: Transaction,
    people_ids: Sequence[UUID],
    organization_id: UUID | None,
    ahead: timedelta = timedelta(0),
) -> Sequence[Way]:
    """Every conversation in which this shop reaches these people, the newest first.

    `ahead` is how long it waits before it is said. For the directory.
    """
    values = {"people": list(people_ids), "organization": organization_id, "ahead": ahead}
    return [Way(**row._asdict()) for row in tx.fetch(_REACH, values)]


def strangers(
    tx: Transaction, people_ids: Sequence[UUID], organization_id: UUID | None
) -> Sequence[Stranger]:
    """These people by their phones, whether or not they ever wrote; for the directory."""
    values = {"people": list(people_ids), "organization": organization_id}
    return [Stranger(**row._mapping) for row in tx.execute(_COLD, values)]


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
