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
from sqlalchemy.dialects.postgresql import JSONB, insert

from store.base import columns_of, id_column, metadata, moment, new_id
from store.database import Transaction
from store.inbound import inbound_messages
from store.opt_outs import opt_outs
from store.people import addresses, people
from store.prepared import Prepared

WINDOW = timedelta(hours=24)
"""How long WhatsApp takes free text after a person wrote."""

conversations = Table(
    "conversations",
    metadata,
    id_column(),
    Column("person_id", Uuid, ForeignKey("people.id"), nullable=False),
    Column("address_id", Uuid, ForeignKey("addresses.id"), nullable=False),
    Column("account", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("reply_to", Text, nullable=False),
    Column("organization_id", Uuid, ForeignKey("organizations.id")),
    Column("state", JSONB, nullable=False, server_default="{}"),
    moment("heard_at", now=True),
    moment("created_at", now=True),
    UniqueConstraint("address_id", "account"),
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


_COLUMNS = (
    conversations.c.id,
    conversations.c.person_id,
    conversations.c.account,
    conversations.c.channel,
    conversations.c.reply_to,
    conversations.c.organization_id,
    conversations.c.state,
    conversations.c.heard_at,
)
_FIND = select(conversations.c.id, conversations.c.organization_id).where(
    conversations.c.address_id == bindparam("address_id"),
    conversations.c.account == bindparam("account"),
)
_NEWEST = (
    select(*_COLUMNS)
    .where(conversations.c.person_id == bindparam("person"))
    .order_by(conversations.c.heard_at.desc())
    .limit(1)
)
_BY_ID = select(*_COLUMNS).where(conversations.c.id == bindparam("id"))
# NO KEY: rows that refer to the conversation may still be inserted by an intake meanwhile.
_LOCK = (
    select(*_COLUMNS)
    .where(conversations.c.id == bindparam("id"))
    .with_for_update(key_share=True, skip_locked=True)
)
_BEGIN = insert(conversations).on_conflict_do_nothing()
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
    .where(conversations.c.person_id == func.any(bindparam("people")))
    .order_by(conversations.c.person_id, conversations.c.heard_at.desc())
)
# One who has never written may have a phone that somebody has named.
_COLD = (
    select(
        people.c.id.label("person_id"),
        people.c.language,
        select(func.min(addresses.c.value))
        .where(addresses.c.person_id == people.c.id, addresses.c.kind == "phone")
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


@dataclass(frozen=True, slots=True)
class NewConversation:
    """The first message between an address and a channel account."""

    person_id: UUID
    address_id: UUID
    account: str
    channel: str
    reply_to: str
    organization_id: UUID | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where an inbound message belongs."""

    conversation_id: UUID
    organization_id: UUID | None


def find(tx: Transaction, address_id: UUID, account: str) -> Place | None:
    """The conversation of an address with a channel account; for the directory."""
    row = tx.execute(_FIND, {"address_id": address_id, "account": account}).one_or_none()
    return Place(row.id, row.organization_id) if row else None


def begin(tx: Transaction, new: NewConversation) -> Place:
    """Begin a conversation, or find the one begun at the same moment; for the directory."""
    conversation_id = new_id()
    made = tx.execute(_BEGIN, {"id": conversation_id, **columns_of(new)})
    if made.rowcount:
        return Place(conversation_id, new.organization_id)
    found = find(tx, new.address_id, new.account)
    assert found is not None, "the conversation that was in the way is gone"  # noqa: S101
    return found


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
    return [Way(**row._mapping) for row in tx.fetch(_REACH, values)]


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
