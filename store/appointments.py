"""Appointments: who comes when; a read model that follows from events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Column,
    ColumnElement,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Integer,
    Select,
    Table,
    Text,
    Uuid,
    bindparam,
    func,
    insert,
    literal_column,
    select,
    update,
)

from store.base import id_column, metadata, moment, organization_column
from store.customers import customers
from store.database import Transaction
from store.events import Event, events
from store.outbound import outbound_messages

MOST = 500
LASTS = timedelta(minutes=30)
"""How long an appointment takes where nobody said."""
STANDING = ("scheduled", "confirmed")

appointments = Table(
    "appointments",
    metadata,
    organization_column(),
    id_column(),
    Column("customer_id", Uuid, nullable=False),
    Column("service", Text),
    moment("at"),
    Column("minutes", Integer, nullable=False, server_default="30"),
    Column("status", Text, nullable=False, server_default="scheduled"),
    Column("booked_by", Uuid),
    Column("note", Text),
    Column("changed_by", Uuid),
    Column("changed_event_id", Uuid, nullable=False),
    moment("created_at", now=True),
    CheckConstraint(
        "status in ('scheduled', 'confirmed', 'kept', 'missed', 'cancelled')", name="status"
    ),
    CheckConstraint("minutes between 1 and 1440", name="minutes"),
    ForeignKeyConstraint(
        ["organization_id", "id"],
        ["events.organization_id", "events.id"],
        name="fk_appointments_event",
    ),
    ForeignKeyConstraint(
        ["organization_id", "customer_id"],
        ["customers.organization_id", "customers.id"],
        name="fk_appointments_customer",
    ),
    Index("ix_appointments_at", "organization_id", "at", "id"),
    Index("ix_appointments_changed_by", "organization_id", "changed_by", "changed_event_id"),
)

_a = appointments.c
_SHOP = _a.organization_id == bindparam("organization")
_COLUMNS = (
    _a.organization_id, _a.id, _a.customer_id, customers.c.name, _a.service, _a.at, _a.minutes,
    _a.status, _a.booked_by, _a.note, _a.changed_event_id, customers.c.person_id,
)  # fmt: skip
SEEN = select(*_COLUMNS).join(
    customers,
    (customers.c.organization_id == _a.organization_id) & (customers.c.id == _a.customer_id),
)
"""An appointment's columns with its customer's, in the order of `Appointment`."""
_GET = SEEN.where(_SHOP, _a.id == bindparam("key"))
_MANY = SEEN.where(_SHOP, _a.id == func.any(bindparam("keys")))
_LOCK = _GET.with_for_update(of=appointments, key_share=True)
_EVER: ColumnElement[datetime] = literal_column("'infinity'::timestamptz")
_BETWEEN = (
    SEEN.where(
        _SHOP,
        _a.at >= bindparam("first"),
        _a.at < func.coalesce(bindparam("last", type_=DateTime(timezone=True)), _EVER),
        _a.status != "cancelled",
    )
    .order_by(_a.at, _a.id)
    .limit(bindparam("most"))
)
_LAST = (
    SEEN.where(_SHOP, _a.changed_by == bindparam("person"))
    .order_by(_a.changed_event_id.desc())
    .limit(1)
)
_QUOTED = (
    SEEN.where(
        _SHOP,
        _a.changed_event_id.in_(
            select(events.c.id)
            .join(outbound_messages, outbound_messages.c.answers_id == events.c.message_id)
            .where(
                events.c.organization_id == bindparam("organization"),
                outbound_messages.c.provider_reference == bindparam("reference"),
            )
        ),
    )
    .order_by(_a.changed_event_id.desc())
    .limit(1)
)
_BOOK = insert(appointments)
_CHANGED: dict[str, Any] = {
    "changed_by": bindparam("by"),
    "changed_event_id": bindparam("event"),
}
_MOVE = (
    update(appointments)
    .where(_SHOP, _a.id == bindparam("key"), _a.status != "cancelled")
    .values(at=bindparam("new_at"), status="scheduled", **_CHANGED)
)
_SETTLE = (
    update(appointments)
    .where(_SHOP, _a.id == bindparam("key"), _a.status == func.any(bindparam("from_status")))
    .values(status=bindparam("to_status"), **_CHANGED)
)
_ENDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "APPOINTMENT_CONFIRMED": ("confirmed", STANDING),
    "APPOINTMENT_CANCELLED": ("cancelled", STANDING),
    "APPOINTMENT_KEPT": ("kept", (*STANDING, "missed")),
    "APPOINTMENT_MISSED": ("missed", (*STANDING, "kept")),
}
"""What each event makes of an appointment, and of which; of any other it makes nothing."""


@dataclass(frozen=True, slots=True)
class Appointment:
    """An appointment as it stands: its id is that of the event that made it.

    `name` is the customer's, `changed_event_id` the last event that changed it.
    """

    organization_id: UUID
    id: UUID
    customer_id: UUID
    name: str
    service: str | None
    at: datetime
    minutes: int
    status: str
    booked_by: UUID | None
    note: str | None
    changed_event_id: UUID
    person_id: UUID | None = None
    """The customer as somebody who can be written to."""

    @property
    def is_standing(self) -> bool:
        """Whether the customer is still expected."""
        return self.status in STANDING


def get(tx: Transaction, organization_id: UUID, appointment_id: UUID) -> Appointment | None:
    """An appointment of this shop."""
    return _one(tx, _GET, organization=organization_id, key=appointment_id)


def many(
    tx: Transaction, organization_id: UUID, appointment_ids: Sequence[UUID]
) -> Sequence[Appointment]:
    """Several appointments."""
    values = {"organization": organization_id, "keys": list(appointment_ids)}
    return [Appointment(**row._mapping) for row in tx.execute(_MANY, values)]


def lock(tx: Transaction, organization_id: UUID, appointment_id: UUID) -> Appointment | None:
    """The same, held until the end."""
    return _one(tx, _LOCK, organization=organization_id, key=appointment_id)


def between(
    tx: Transaction, organization_id: UUID, first: datetime, last: datetime | None
) -> Sequence[Appointment]:
    """Those that begin from `first` to before `last`, by their time; not the cancelled ones."""
    values = {"organization": organization_id, "first": first, "last": last, "most": MOST}
    return [Appointment(**row._mapping) for row in tx.execute(_BETWEEN, values)]


def last_changed(tx: Transaction, organization_id: UUID, person_id: UUID) -> Appointment | None:
    """The appointment whose newest change was made by this person, latest first."""
    return _one(tx, _LAST, organization=organization_id, person=person_id)


def quoted(tx: Transaction, organization_id: UUID, reference: str) -> Appointment | None:
    """The appointment whose newest change the message with this reference told of."""
    return _one(tx, _QUOTED, organization=organization_id, reference=reference)


def book(tx: Transaction, event: Event) -> None:
    """Carry `APPOINTMENT_SCHEDULED` into the diary."""
    payload = event.payload
    tx.execute(
        _BOOK,
        {
            "organization_id": event.organization_id,
            "id": event.id,
            "customer_id": UUID(payload["customer"]),
            "service": payload.get("service"),
            "at": datetime.fromisoformat(payload["at"]),
            "minutes": payload.get("minutes", LASTS // timedelta(minutes=1)),
            "booked_by": event.person_id,
            "changed_by": event.person_id,
            "changed_event_id": event.id,
        },
    )


def move(tx: Transaction, event: Event) -> None:
    """Carry `APPOINTMENT_RESCHEDULED`: what was confirmed has to be confirmed anew."""
    at = datetime.fromisoformat(event.payload["at"])
    tx.execute(_MOVE, {**_key(event), "new_at": at})


def settle(tx: Transaction, event: Event) -> None:
    """Carry what became of an appointment; a fact that comes too late changes nothing."""
    status, before = _ENDS[event.type]
    tx.execute(_SETTLE, {**_key(event), "to_status": status, "from_status": list(before)})


def _key(event: Event) -> dict[str, Any]:
    return {
        "organization": event.organization_id,
        "key": UUID(event.payload["appointment"]),
        "by": event.person_id,
        "event": event.id,
    }


def _one(tx: Transaction, query: Select[Any], **values: Any) -> Appointment | None:
    row = tx.execute(query, values).one_or_none()
    return Appointment(**row._mapping) if row else None
