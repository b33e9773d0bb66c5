"""USSD: the last session of each phone, and the answers that its screens show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Column,
    Index,
    Integer,
    Table,
    Text,
    bindparam,
    delete,
    func,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB, insert

from store.base import metadata, moment
from store.conversations import conversations
from store.database import Transaction
from store.inbound import inbound_messages
from store.outbound import DeliveryStatus, outbound_messages
from store.people import addresses

ussd_sessions = Table(
    "ussd_sessions",
    metadata,
    Column("account", Text, primary_key=True),
    Column("phone", Text, primary_key=True),
    Column("session", Text, nullable=False),
    Column("seen", Integer, nullable=False),
    Column("place", JSONB, nullable=False),
    Column("shown", Text, nullable=False),
    Column("ends", Boolean, nullable=False),
    moment("updated_at", now=True),
    Index("ix_ussd_sessions_updated_at", "updated_at"),
)

_s, _c, _i, _o = ussd_sessions.c, conversations.c, inbound_messages.c, outbound_messages.c
_LAST = select(_s.session, _s.seen, _s.place, _s.shown, _s.ends, _s.updated_at).where(
    _s.account == bindparam("account"), _s.phone == bindparam("phone")
)
_new = insert(ussd_sessions)
_KEEP = _new.on_conflict_do_update(
    index_elements=["account", "phone"],
    set_={name: _new.excluded[name] for name in ("session", "seen", "place", "shown", "ends")}
    | {"updated_at": func.now()},
)
_TALK = (
    select(
        addresses.c.person_id,
        _c.id.label("conversation_id"),
        _c.organization_id,
        _c.state["floor"].astext.is_not(None).label("is_open"),
    )
    .select_from(
        addresses.outerjoin(
            conversations,
            (_c.address_id == addresses.c.id)
            & (_c.account == bindparam("account"))
            & _c.closed_at.is_(None),
        )
    )
    .where(addresses.c.kind == "phone", addresses.c.value == bindparam("phone"))
)
_ANSWER = (
    select(
        _o.id,
        _o.body,
        (_i.handled_at.is_not(None) | _i.parked_at.is_not(None)).label("is_heard"),
        _c.state["floor"].astext.is_not(None).label("is_open"),
    )
    .select_from(
        inbound_messages.join(conversations, _c.id == _i.conversation_id).outerjoin(
            outbound_messages,
            (_o.conversation_id == _i.conversation_id) & (_o.answers_id == _i.id),
        )
    )
    .where(_i.account == bindparam("account"), _i.provider_reference == bindparam("reference"))
)
_TOLD = (
    select(_o.id, _o.body, _o.status)
    .where(_o.conversation_id == bindparam("conversation"))
    .order_by(_o.id.desc())
    .limit(1)
)
_SHOWN = (
    update(outbound_messages)
    .where(_o.id == bindparam("key"), _o.status < DeliveryStatus.DELIVERED)
    .values(status=DeliveryStatus.DELIVERED, sent_at=func.now(), updated_at=func.now())
)
_UNSEEN = (
    update(outbound_messages)
    .where(
        _o.channel == "ussd",
        _o.status == DeliveryStatus.QUEUED,
        _o.created_at < bindparam("before"),
    )
    .values(
        status=DeliveryStatus.SUPPRESSED, error_code="never_looked_at", updated_at=func.now()
    )
)


@dataclass(frozen=True, slots=True)
class Session:
    """The last session of a phone: its id, how many lines were typed, and what it showed."""

    session: str
    seen: int
    place: Mapping[str, Any]
    shown: str
    ends: bool
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Talk:
    """Whose phone it is, and what they talk over USSD; `is_open` where they were asked."""

    person_id: UUID
    conversation_id: UUID | None
    organization_id: UUID | None
    is_open: bool | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a line that was typed led to: no message where nothing was to say."""

    id: UUID | None
    body: str | None
    is_heard: bool
    is_open: bool


@dataclass(frozen=True, slots=True)
class Told:
    """The last message of a conversation."""

    id: UUID
    body: str
    status: DeliveryStatus


def last(tx: Transaction, account: str, phone: str) -> Session | None:
    """The last session of a phone (E.164). For the directory, as all that is here."""
    row = tx.execute(_LAST, {"account": account, "phone": phone}).one_or_none()
    return Session(**row._mapping) if row else None


def keep(
    tx: Transaction, account: str, phone: str, *, session: str, seen: int, **shown: Any
) -> None:
    """Keep where a session is: `place`, `shown` and `ends`."""
    row = {"account": account, "phone": phone, "session": session, "seen": seen, **shown}
    tx.execute(_KEEP, row)


def talk(tx: Transaction, account: str, phone: str) -> Talk | None:
    """Whose phone it is; None for a stranger's."""
    row = tx.execute(_TALK, {"account": account, "phone": phone}).one_or_none()
    return Talk(**row._mapping) if row else None


def answer(tx: Transaction, account: str, reference: str) -> Answer | None:
    """What the line with this reference led to so far."""
    row = tx.execute(_ANSWER, {"account": account, "reference": reference}).one_or_none()
    return Answer(**row._mapping) if row else None


def told(tx: Transaction, conversation_id: UUID) -> Told | None:
    """What was said last in a conversation."""
    row = tx.execute(_TOLD, {"conversation": conversation_id}).one_or_none()
    return Told(**row._mapping) if row else None


def is_shown(tx: Transaction, message_id: UUID) -> None:
    """A screen shows this message: it has arrived."""
    tx.execute(_SHOWN, {"key": message_id})


def forget(tx: Transaction, before: datetime) -> None:
    """Drop old sessions, and give up what nobody has dialled again to see. For upkeep."""
    tx.execute(_UNSEEN, {"before": before})
    tx.execute(delete(ussd_sessions).where(_s.updated_at < before))
