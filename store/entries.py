"""Entries: one line each in a shop's ledger, added and never changed but for a note."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import (
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    Select,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    bindparam,
    exists,
    literal,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import insert

from store.base import (
    MONEY,
    QUANTITY,
    columns_of,
    id_column,
    metadata,
    moment,
    organization_column,
)
from store.customers import customers
from store.database import Transaction
from store.events import events
from store.outbound import outbound_messages
from store.postings import Posting
from store.prepared import insertion

entries = Table(
    "entries",
    metadata,
    organization_column(implied=True),
    id_column(),
    Column("event_id", Uuid, nullable=False),
    Column("line", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("business_date", Date, nullable=False),
    Column("amount", MONEY, nullable=False),
    Column("currency", Text, nullable=False),
    Column("item", Text),
    Column("item_key", Text),
    Column("quantity", QUANTITY),
    Column("unit", Text),
    Column("unit_price", MONEY),
    Column("payment", Text),
    Column("customer_id", Uuid),
    Column("person_id", Uuid),
    Column("reverses", Uuid),
    Column("note", Text),
    moment("recorded_at", now=True),
    ForeignKeyConstraint(
        ["organization_id", "event_id"],
        ["events.organization_id", "events.id"],
        name="fk_entries_event",
    ),
    ForeignKeyConstraint(
        ["organization_id", "customer_id"],
        ["customers.organization_id", "customers.id"],
        name="fk_entries_customer",
    ),
    UniqueConstraint("organization_id", "event_id", "line"),
    UniqueConstraint("organization_id", "reverses"),
    Index("ix_entries_person_id", "organization_id", "person_id", "id"),
    # Covers what reports add up: they read the index and not the table.
    Index(
        "ix_entries_business_date",
        "organization_id",
        "business_date",
        "id",
        postgresql_include=[
            "kind",
            "amount",
            "payment",
            "person_id",
            "item_key",
            "quantity",
            "unit",
        ],
    ),
    Index(
        "ix_entries_customer_id",
        "organization_id",
        "customer_id",
        "id",
        postgresql_where=text("customer_id is not null"),
    ),
    Index(
        "ix_entries_priced",
        "organization_id",
        "item_key",
        "id",
        postgresql_where=text("unit_price is not null"),
    ),
)

_e = entries.c
_reversals = entries.alias("reversals")
STANDS = (
    _e.reverses.is_(None),
    ~exists().where(
        _reversals.c.organization_id == _e.organization_id,
        _reversals.c.reverses == _e.id,
    ),
)
"""What an entry must meet to be one that nobody has taken back."""

_POSTED = tuple(_e[field.name] for field in fields(Posting))
_ADD = insertion(entries, *(field.name for field in fields(Posting)))
_KEPT = [f.name for f in fields(Posting) if f.name not in ("id", "event_id", "line")]
_REVERSE = (
    insert(entries)
    .from_select(
        ["id", "event_id", "line", *_KEPT],
        select(
            bindparam("new", type_=Uuid),
            bindparam("event", type_=Uuid),
            literal(1),
            *(
                {"amount": -_e.amount, "quantity": -_e.quantity, "reverses": _e.id}.get(
                    name, _e[name]
                )
                for name in _KEPT
            ),
        ).where(
            _e.organization_id == bindparam("organization"),
            _e.id == bindparam("entry"),
            _e.reverses.is_(None),
        ),
    )
    .on_conflict_do_nothing()
    .returning(*_POSTED)
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger that stands, with the customer's name."""

    id: UUID
    kind: str
    amount: Decimal
    currency: str
    item: str | None
    quantity: Decimal | None
    unit: str | None
    business_date: date
    payment: str | None
    customer: str | None
    person_id: UUID | None
    recorded_at: datetime


def _shown() -> Select[tuple[object, ...]]:
    names = [field.name for field in fields(Entry)]
    columns = [_e[name] for name in names if name != "customer"]
    return (
        select(*columns, customers.c.name.label("customer"))
        .select_from(
            entries.outerjoin(
                customers,
                (customers.c.organization_id == _e.organization_id)
                & (customers.c.id == _e.customer_id),
            )
        )
        .where(_e.organization_id == bindparam("organization"), *STANDS)
        .order_by(_e.id.desc())
    )


_NEWEST = _shown().where(_e.person_id == bindparam("person")).limit(bindparam("most"))
# What was paid at once stands between nobody.
_OF_CUSTOMER = (
    _shown()
    .where(
        _e.customer_id == bindparam("customer"),
        (_e.kind != "sale") | (_e.payment == "credit"),
    )
    .limit(bindparam("most"))
)
_QUOTED = (
    _shown()
    .where(
        _e.event_id.in_(
            select(events.c.id)
            .join(outbound_messages, outbound_messages.c.answers_id == events.c.message_id)
            .where(
                events.c.organization_id == bindparam("organization"),
                outbound_messages.c.provider_reference == bindparam("reference"),
            )
        )
    )
    .limit(1)
)

_its = entries.alias("its")
_events = events.alias("its_event")
_TOGETHER = _shown().where(
    _e.event_id.in_(
        select(events.c.id)
        .select_from(_its)
        .join(
            _events,
            (_events.c.organization_id == _its.c.organization_id)
            & (_events.c.id == _its.c.event_id),
        )
        .join(
            events,
            (events.c.organization_id == _events.c.organization_id)
            & ((events.c.id == _events.c.id) | (events.c.message_id == _events.c.message_id)),
        )
        .where(
            _its.c.organization_id == bindparam("organization"),
            _its.c.id == bindparam("entry"),
        )
    )
)


def add(tx: Transaction, postings: Sequence[Posting]) -> None:
    """Write entries down."""
    tx.insert(_ADD, [columns_of(posting) for posting in postings])


def reverse(
    tx: Transaction, organization_id: UUID, entry_id: UUID, *, event_id: UUID, new_id: UUID
) -> Posting | None:
    """Add the opposite of an entry; None if there is no such entry, or it has its opposite.

    The opposite is in the name of whoever wrote the entry: it was in their hands. Unique
    (organization, reverses) lets only one through.
    """
    key = {
        "organization": organization_id,
        "entry": entry_id,
        "event": event_id,
        "new": new_id,
    }
    row = tx.execute(_REVERSE, key).one_or_none()
    return Posting(**row._mapping) if row else None


def newest(tx: Transaction, organization_id: UUID, person_id: UUID, most: int) -> list[Entry]:
    """A person's newest entries that stand, newest first."""
    key = {"organization": organization_id, "person": person_id, "most": most}
    return [Entry(**row._mapping) for row in tx.execute(_NEWEST, key)]


def quoted(tx: Transaction, organization_id: UUID, reference: str) -> Entry | None:
    """The newest standing entry of those that the message with this reference answered."""
    key = {"organization": organization_id, "reference": reference}
    row = tx.execute(_QUOTED, key).one_or_none()
    return Entry(**row._mapping) if row else None


def together(tx: Transaction, organization_id: UUID, entry_id: UUID) -> list[Entry]:
    """The standing entries that one message wrote, an entry of it being known, in order."""
    key = {"organization": organization_id, "entry": entry_id}
    newest = [Entry(**row._mapping) for row in tx.execute(_TOGETHER, key)]
    return newest[::-1]


def of_customer(
    tx: Transaction, organization_id: UUID, customer_id: UUID, most: int
) -> list[Entry]:
    """A customer's newest standing entries, oldest first."""
    key = {"organization": organization_id, "customer": customer_id, "most": most}
    newest = [Entry(**row._mapping) for row in tx.execute(_OF_CUSTOMER, key)]
    return newest[::-1]
