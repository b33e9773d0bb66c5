"""Outbound messages and their delivery status, which only rises."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Enum,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Interval,
    Table,
    Text,
    Uuid,
    bindparam,
    case,
    func,
    select,
    text,
    update,
)

from store.base import id_column, metadata, moment, new_id
from store.database import Transaction
from store.prepared import insertion


class DeliveryStatus(StrEnum):
    """Where an outbound message is, in rising rank: it never goes back."""

    QUEUED = "queued"
    SENDING = "sending"
    UNKNOWN = "unknown"
    SENT = "sent"
    FAILED = "failed"
    SUPPRESSED = "suppressed"
    DELIVERED = "delivered"
    READ = "read"


# PostgreSQL compares enum values by their place in this list: `status < 'sent'` is the rank.
DELIVERY_STATUS = Enum(
    DeliveryStatus,
    name="delivery_status",
    values_callable=lambda statuses: [status.value for status in statuses],
)

outbound_messages = Table(
    "outbound_messages",
    metadata,
    id_column(),
    Column("organization_id", Uuid),
    Column("person_id", Uuid, ForeignKey("people.id")),
    Column("customer_id", Uuid),
    Column("paced", Boolean, nullable=False, server_default="false"),
    Column("occasion", Text, nullable=False, server_default="reply"),
    Column("conversation_id", Uuid, ForeignKey("conversations.id")),
    Column("answers_id", Uuid, ForeignKey("inbound_messages.id")),
    Column("step_run_id", Uuid),
    Column("approval_id", Uuid),
    Column("account", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("media", Text),
    Column("parts", Integer, nullable=False, server_default="1"),
    Column("status", DELIVERY_STATUS, nullable=False, server_default="queued"),
    Column("reason", Text),
    Column("error_code", Text),
    Column("provider_reference", Text),
    Column("fence", Integer, nullable=False, server_default="0"),
    moment("lease_until", nullable=True),
    moment("created_at", now=True),
    moment("due_at", now=True),
    moment("claimed_at", nullable=True),
    moment("sent_at", nullable=True),
    moment("updated_at", now=True),
    Index(
        "uq_outbound_messages_provider_reference",
        "provider_reference",
        "account",
        unique=True,
        postgresql_where=text("provider_reference is not null"),
    ),
    Index("ix_outbound_messages_conversation_id", "conversation_id", "id"),
    Index("ix_outbound_messages_organization_id", "organization_id", "id"),
    Index(
        "ix_outbound_messages_secret",
        "created_at",
        postgresql_where=text("reason = 'code' and body <> '****'"),
    ),
    Index("ix_outbound_messages_worded", "created_at", postgresql_where=text("body <> '****'")),
    ForeignKeyConstraint(
        ["organization_id", "customer_id"],
        ["customers.organization_id", "customers.id"],
        name="fk_outbound_messages_customer",
    ),
    CheckConstraint("person_id is not null or status = 'suppressed'", name="person"),
    CheckConstraint("occasion in ('reply', 'asked', 'reminder', 'unasked')", name="occasion"),
)

WORTH_SENDING_FOR = timedelta(hours=4)
ASKED_FOR = timedelta(minutes=10)

_t = outbound_messages.c
_NAMES = (
    "id", "organization_id", "person_id", "conversation_id", "account", "channel", "recipient",
    "body", "parts", "reason",
)  # fmt: skip
_QUEUE = insertion(outbound_messages, *_NAMES, "answers_id", "media")
_QUEUE_LATER = insertion(
    outbound_messages,
    *_NAMES, "customer_id", "step_run_id", "approval_id", "occasion", "status", "error_code",
    given={"wait": Interval()},
    due_at=lambda new: func.now() + new.wait,
)  # fmt: skip
_LOCK = select(
    _t.id,
    _t.organization_id,
    _t.person_id,
    _t.step_run_id,
    _t.account,
    _t.channel,
    _t.recipient,
    _t.body,
    _t.media,
    _t.status,
    _t.fence,
    _t.lease_until,
    # A lease that ends further ahead was given before a clock jumped back.
    _t.lease_until.between(func.now(), func.now() + timedelta(minutes=1)).label("is_leased"),
    _t.claimed_at,
    _t.updated_at,
    _t.error_code,
    _t.occasion,
    _t.paced,
    (_t.due_at > func.now() - WORTH_SENDING_FOR).label("is_fresh"),
    (_t.claimed_at < func.now() - ASKED_FOR).label("is_asked_enough"),
).where(_t.id == bindparam("id"))
_CLAIM = (
    update(outbound_messages)
    .where(_t.id == bindparam("key"))
    .values(
        status=DeliveryStatus.SENDING,
        fence=_t.fence + 1,
        lease_until=func.now() + bindparam("lease"),
        claimed_at=func.now(),
        updated_at=func.now(),
    )
    .returning(_t.fence, _t.claimed_at)
)
_RISE = (
    update(outbound_messages)
    .where(
        _t.id == bindparam("key"),
        _t.fence == bindparam("fence_held"),
        _t.status < bindparam("status", type_=DELIVERY_STATUS),
    )
    .values(
        status=bindparam("status", type_=DELIVERY_STATUS),
        provider_reference=func.coalesce(bindparam("reference"), _t.provider_reference),
        error_code=bindparam("error_code"),
        lease_until=None,
        sent_at=case((bindparam("reference").is_not(None), func.now()), else_=_t.sent_at),
        updated_at=func.now(),
    )
)
_SUPPRESS = (
    update(outbound_messages)
    .where(_t.id == bindparam("key"), _t.status == DeliveryStatus.QUEUED)
    .values(
        status=DeliveryStatus.SUPPRESSED,
        error_code=bindparam("error_code"),
        lease_until=None,
        updated_at=func.now(),
    )
)
_LET_GO = (
    update(outbound_messages)
    .where(_t.id == bindparam("key"), _t.fence == bindparam("fence_held"))
    .values(lease_until=None, error_code=bindparam("error_code"), updated_at=func.now())
)
_KNOWN_REFERENCES = select(_t.provider_reference).where(
    _t.provider_reference == func.any(bindparam("references")),
    _t.account == bindparam("account"),
)


@dataclass(frozen=True, slots=True)
class OutboundMessage:
    """An outbound message as a delivery needs it."""

    id: UUID
    organization_id: UUID | None
    person_id: UUID
    step_run_id: UUID | None
    account: str
    channel: str
    recipient: str
    body: str
    media: str | None
    status: DeliveryStatus
    fence: int
    lease_until: datetime | None
    is_leased: bool | None
    """Whether somebody may be sending it at this moment; None without a lease."""
    claimed_at: datetime | None
    updated_at: datetime
    error_code: str | None
    occasion: str
    """Why it is written: an `engine.hours.Occasion`."""
    paced: bool
    """Whether its account's turn to send it has been taken."""
    is_fresh: bool
    """Whether it is still worth trying again, by its age."""
    is_asked_enough: bool | None
    """Whether a message in doubt stays so: its provider has been asked for long enough."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to send a message once: its fence number, and when it was taken."""

    message_id: UUID
    fence: int
    at: datetime


def queue(tx: Transaction, **values: Any) -> UUID:
    """Add a message to be delivered; `values` are the columns that have no default."""
    message_id = new_id()
    tx.insert(_QUEUE, [{"id": message_id, **values}])
    return message_id


def queue_all(tx: Transaction, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add several messages, each with its own id.

    `wait` says how long each must wait before it may go.
    """
    tx.insert(_QUEUE_LATER, rows)


def get(tx: Transaction, message_id: UUID) -> OutboundMessage:
    """The message; raises `NoResultFound` where this transaction may not see it."""
    return OutboundMessage(**tx.execute(_LOCK, {"id": message_id}).one()._mapping)


def claim(tx: Transaction, message_id: UUID, lease: timedelta) -> Claim:
    """Mark a message as being sent, for as long as the lease runs."""
    row = tx.execute(_CLAIM, {"key": message_id, "lease": lease}).one()
    return Claim(message_id, row.fence, row.claimed_at)


def rise(
    tx: Transaction,
    claim: Claim,
    status: DeliveryStatus,
    *,
    reference: str | None = None,
    error_code: str | None = None,
) -> bool:
    """Raise a message's status; False if the claim passed to another, or it stands higher."""
    values = {
        "key": claim.message_id,
        "fence_held": claim.fence,
        "status": status,
        "reference": reference,
        "error_code": error_code,
    }
    return tx.execute(_RISE, values).rowcount == 1


def suppress(tx: Transaction, message_id: UUID, reason: str) -> bool:
    """It is not sent after all; False if it has been, or is being sent."""
    return tx.execute(_SUPPRESS, {"key": message_id, "error_code": reason}).rowcount == 1


def known_references(tx: Transaction, account: str, references: list[str]) -> set[str]:
    """Which of a provider's references belong to messages of ours already."""
    whose = {"account": account, "references": references}
    return set(tx.execute(_KNOWN_REFERENCES, whose).scalars())


def let_go(tx: Transaction, claim: Claim, error_code: str) -> None:
    """Give up a claim whose message was certainly not accepted: it may be tried again."""
    values = {"key": claim.message_id, "fence_held": claim.fence, "error_code": error_code}
    tx.execute(_LET_GO, values)
