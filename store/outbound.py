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
    Numeric,
    Table,
    Text,
    Uuid,
    bindparam,
    func,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from store.base import id_column, metadata, moment, new_id
from store.database import Transaction
from store.inbound import inbound_messages
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
    Column("subject", Text),
    Column("media", Text),
    Column("form", Text, nullable=False, server_default="free_text"),
    Column("template", JSONB),
    Column("choices", JSONB),
    Column("parts", Integer, nullable=False, server_default="1"),
    Column("status", DELIVERY_STATUS, nullable=False, server_default="queued"),
    Column("reason", Text),
    Column("error_code", Text),
    Column("trouble", Text),
    Column("replaced_by", Uuid, ForeignKey("outbound_messages.id")),
    Column("price", Numeric(18, 6)),
    Column("price_currency", Text),
    Column("price_category", Text),
    Column("provider_reference", Text),
    Column("fence", Integer, nullable=False, server_default="0"),
    moment("lease_until", nullable=True),
    moment("created_at", now=True),
    moment("due_at", now=True),
    moment("claimed_at", nullable=True),
    moment("sent_at", nullable=True),
    moment("held_at", nullable=True),
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
        "ix_outbound_messages_approval_id",
        "organization_id",
        "approval_id",
        postgresql_where=text("approval_id is not null"),
    ),
    Index(
        "ix_outbound_messages_secret",
        "created_at",
        postgresql_where=text("reason = 'code' and body <> '****'"),
    ),
    Index("ix_outbound_messages_worded", "created_at", postgresql_where=text("body <> '****'")),
    Index(
        "ix_outbound_messages_held",
        "conversation_id",
        postgresql_where=text("held_at is not null"),
    ),
    Index(
        "ix_outbound_messages_replaced_by",
        "replaced_by",
        postgresql_where=text("replaced_by is not null"),
    ),
    ForeignKeyConstraint(
        ["organization_id", "customer_id"],
        ["customers.organization_id", "customers.id"],
        name="fk_outbound_messages_customer",
    ),
    CheckConstraint("person_id is not null or status = 'suppressed'", name="person"),
    CheckConstraint(
        "form in ('free_text', 'template', 'held', 'digest', 'fallback_sms')", name="form"
    ),
    CheckConstraint("occasion in ('reply', 'asked', 'reminder', 'unasked')", name="occasion"),
)

WORTH_SENDING_FOR = timedelta(hours=4)
SERVICE_WINDOW = timedelta(hours=24) - timedelta(minutes=1)
"""How long free text may be sent after a person wrote, less the time it takes to get there."""
LOOKED_AT = 20
"""Of what they wrote last: it may have come late, or out of its order."""
ASKED_FOR = timedelta(minutes=10)

_t = outbound_messages.c
_NAMES = (
    "id", "organization_id", "person_id", "conversation_id", "account", "channel", "recipient",
    "body", "parts", "reason",
)  # fmt: skip
_QUEUE = insertion(outbound_messages, *_NAMES, "answers_id", "media", "occasion")
_QUEUE_LATER = insertion(
    outbound_messages,
    *_NAMES, "customer_id", "step_run_id", "approval_id", "occasion", "status", "error_code",
    "form", "template", "choices", "trouble", "subject",
    given={"wait": Interval()},
    due_at=lambda new: func.now() + new.wait,
)  # fmt: skip
_PLAIN = {
    "form": "free_text",
    "template": None,
    "choices": None,
    "trouble": None,
    "subject": None,
}
_i = inbound_messages.c
_last = (
    select(_i.received_at, _i.sent_at)
    .where(_i.conversation_id == _t.conversation_id)
    .order_by(_i.id.desc())
    .limit(LOOKED_AT)
    .correlate(outbound_messages)
    .subquery("last")
)
_IS_OPEN = (_t.channel != "whatsapp") | (
    (func.coalesce(_t.trouble, "") != "window")
    & select(_last.c.received_at)
    .where(
        func.least(_last.c.received_at, func.coalesce(_last.c.sent_at, _last.c.received_at))
        > func.now() - SERVICE_WINDOW
    )
    .exists()
)
_LOCK = select(
    _t.id,
    _t.organization_id,
    _t.person_id,
    _t.customer_id,
    _t.conversation_id,
    _t.approval_id,
    _t.step_run_id,
    _t.account,
    _t.channel,
    _t.recipient,
    _t.body,
    _t.subject,
    _t.media,
    _t.reason,
    _t.form,
    _t.template,
    _t.choices,
    _t.held_at,
    _t.trouble,
    _t.replaced_by,
    _t.status,
    _t.fence,
    _t.lease_until,
    # A lease that ends further ahead was given before a clock jumped back.
    _t.lease_until.between(func.now(), func.now() + timedelta(minutes=1)).label("is_leased"),
    _t.claimed_at,
    _t.updated_at,
    _t.error_code,
    _t.provider_reference,
    _t.occasion,
    _t.paced,
    _IS_OPEN.label("is_open"),
    (_t.due_at > func.now() - WORTH_SENDING_FOR).label("is_fresh"),
    (_t.claimed_at < func.now() - ASKED_FOR).label("is_asked_enough"),
).where(_t.id == bindparam("id"))


@dataclass(frozen=True, slots=True)
class OutboundMessage:
    """An outbound message as a delivery needs it."""

    id: UUID
    organization_id: UUID | None
    person_id: UUID
    customer_id: UUID | None
    conversation_id: UUID | None
    approval_id: UUID | None
    step_run_id: UUID | None
    account: str
    channel: str
    recipient: str
    body: str
    subject: str | None
    """What an e-mail is about."""
    media: str | None
    reason: str | None
    form: str
    """In what form it goes: free_text, template, held, digest or fallback_sms."""
    template: Mapping[str, Any] | None
    """The form for outside the window: `name`, its `values`, and once it is chosen
    `reference`, `language` and `variables`."""
    choices: Sequence[Mapping[str, str]] | None
    """What can be tapped: `id` and `label` of each."""
    held_at: datetime | None
    trouble: str | None
    replaced_by: UUID | None
    status: DeliveryStatus
    fence: int
    lease_until: datetime | None
    is_leased: bool | None
    """Whether somebody may be sending it at this moment; None without a lease."""
    claimed_at: datetime | None
    updated_at: datetime
    error_code: str | None
    provider_reference: str | None
    occasion: str
    """Why it is written: an `engine.outbound.hours.Occasion`."""
    paced: bool
    """Whether its account's turn to send it has been taken."""
    is_open: bool
    """Whether free text may go: the person wrote in the last 24 h, or it is no WhatsApp."""
    is_fresh: bool
    """Whether it is still worth trying again, by its age."""
    is_asked_enough: bool | None
    """Whether a message in doubt stays so: its provider has been asked for long enough."""


def queue(tx: Transaction, **values: Any) -> UUID:
    """Add a message to be delivered; `values` are the columns that have no default; its id."""
    message_id: UUID = values.get("id") or new_id()
    tx.insert(_QUEUE, [{**values, "id": message_id}])
    return message_id


def queue_all(tx: Transaction, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add several messages, each with its own id.

    `wait` says how long each must wait before it may go; the rest are its columns.
    """
    tx.insert(_QUEUE_LATER, [{**_PLAIN, **row} for row in rows])


def get(tx: Transaction, message_id: UUID) -> OutboundMessage:
    """The message; raises `NoResultFound` where this transaction may not see it."""
    return OutboundMessage(**tx.execute(_LOCK, {"id": message_id}).one()._mapping)
