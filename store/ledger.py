"""The ledger: entries that events lead to, and the day totals kept beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    bindparam,
    exists,
    literal,
    select,
)
from sqlalchemy.dialects.postgresql import insert

from store.base import (
    MONEY,
    QUANTITY,
    id_column,
    metadata,
    moment,
    new_id,
    organization_column,
)
from store.database import Transaction
from store.events import Event

KINDS: Mapping[str, str] = {"SALE_RECORDED": "sale", "EXPENSE_RECORDED": "expense"}
"""What kind of entry an event leads to."""

entries = Table(
    "entries",
    metadata,
    organization_column(),
    id_column(),
    Column("event_id", Uuid, nullable=False),
    Column("line", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("business_date", Date, nullable=False),
    Column("amount", MONEY, nullable=False),
    Column("currency", Text, nullable=False),
    Column("item", Text),
    Column("quantity", QUANTITY),
    Column("unit", Text),
    Column("unit_price", MONEY),
    Column("payment", Text),
    Column("person_id", Uuid),
    Column("reverses", Uuid),
    moment("recorded_at", now=True),
    ForeignKeyConstraint(
        ["organization_id", "event_id"],
        ["events.organization_id", "events.id"],
        name="fk_entries_event",
    ),
    UniqueConstraint("organization_id", "event_id", "line"),
    UniqueConstraint("organization_id", "reverses"),
    Index("ix_entries_person_id", "organization_id", "person_id", "id"),
    Index("ix_entries_business_date", "organization_id", "business_date", "id"),
)

day_totals = Table(
    "day_totals",
    metadata,
    organization_column(),
    Column("business_date", Date, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("amount", MONEY, nullable=False),
    Column("entries", BigInteger, nullable=False),
)

_e = entries.c
_SHOWN = (
    _e.id,
    _e.kind,
    _e.amount,
    _e.currency,
    _e.item,
    _e.quantity,
    _e.unit,
    _e.business_date,
    _e.payment,
)
_reversals = entries.alias("reversals")
_ADD = insert(entries)
_LAST = (
    select(*_SHOWN)
    .where(
        _e.organization_id == bindparam("organization"),
        _e.person_id == bindparam("person"),
        _e.reverses.is_(None),
        ~exists().where(
            _reversals.c.organization_id == _e.organization_id,
            _reversals.c.reverses == _e.id,
        ),
    )
    .order_by(_e.id.desc())
    .limit(1)
)
_COPIED = ("kind", "business_date", "currency", "item", "unit", "unit_price", "payment")
_REVERSE = (
    insert(entries)
    .from_select(
        [
            *("id", "event_id", "line", "organization_id", "person_id", "reverses"),
            *("amount", "quantity", *_COPIED),
        ],
        select(
            bindparam("new", type_=Uuid),
            bindparam("event", type_=Uuid),
            literal(1),
            _e.organization_id,
            bindparam("person", type_=Uuid),
            _e.id,
            -_e.amount,
            -_e.quantity,
            *(_e[name] for name in _COPIED),
        ).where(
            _e.organization_id == bindparam("organization"),
            _e.id == bindparam("entry"),
            _e.reverses.is_(None),
        ),
    )
    .on_conflict_do_nothing()
    .returning(_e.kind, _e.business_date, _e.amount)
)
_upsert = insert(day_totals)
_COUNT = _upsert.on_conflict_do_update(
    index_elements=["organization_id", "business_date", "kind"],
    set_={
        "amount": day_totals.c.amount + _upsert.excluded.amount,
        "entries": day_totals.c.entries + _upsert.excluded.entries,
    },
)
_TOTAL = select(day_totals.c.amount).where(
    day_totals.c.organization_id == bindparam("organization"),
    day_totals.c.business_date == bindparam("day"),
    day_totals.c.kind == bindparam("kind"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger, as an undo needs it."""

    id: UUID
    kind: str
    amount: Decimal
    currency: str
    item: str | None
    quantity: Decimal | None
    unit: str | None
    business_date: date
    payment: str | None


def project(tx: Transaction, event: Event) -> None:
    """Carry an event into the ledger; events that are not about money leave it alone."""
    if event.type == "ENTRY_REVERSED":
        _reverse(tx, event)
    elif kind := KINDS.get(event.type):
        _enter(tx, event, kind)


def total(tx: Transaction, organization_id: UUID, kind: str, day: date) -> Decimal:
    """A day's total of one kind, reversals counted off."""
    key = {"organization": organization_id, "day": day, "kind": kind}
    amount: Decimal | None = tx.execute(_TOTAL, key).scalar_one_or_none()
    return amount if amount is not None else Decimal(0)


def last_entry(tx: Transaction, organization_id: UUID, person_id: UUID) -> Entry | None:
    """A person's newest entry that is not reversed."""
    key = {"organization": organization_id, "person": person_id}
    row = tx.execute(_LAST, key).one_or_none()
    return Entry(**row._mapping) if row else None


def _enter(tx: Transaction, event: Event, kind: str) -> None:
    payload = event.payload
    day = date.fromisoformat(str(payload["business_date"]))
    lines = payload.get("lines") or [{"amount": payload["amount"]}]
    tx.execute(
        _ADD,
        [
            {
                "id": new_id(),
                "organization_id": event.organization_id,
                "event_id": event.id,
                "line": number,
                "kind": kind,
                "business_date": day,
                "currency": payload["currency"],
                "payment": payload.get("payment"),
                "person_id": event.person_id,
                **_line(line),
            }
            for number, line in enumerate(lines, 1)
        ],
    )
    amounts = [Decimal(str(line["amount"])) for line in lines]
    _count(tx, event.organization_id, kind, day, sum(amounts, Decimal(0)), len(amounts))


def _line(line: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "amount": Decimal(str(line["amount"])),
        "item": line.get("item"),
        "quantity": _decimal(line.get("quantity")),
        "unit": line.get("unit"),
        "unit_price": _decimal(line.get("unit_price")),
    }


def _decimal(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _reverse(tx: Transaction, event: Event) -> None:
    values = {
        "new": new_id(),
        "event": event.id,
        "person": event.person_id,
        "organization": event.organization_id,
        "entry": UUID(str(event.payload["entry"])),
    }
    row = tx.execute(_REVERSE, values).one_or_none()
    if row is None:
        return  # Reversed before: unique (organization, reverses) lets only one through.
    _count(tx, event.organization_id, row.kind, row.business_date, row.amount, -1)


def _count(
    tx: Transaction, organization_id: UUID, kind: str, day: date, amount: Decimal, count: int
) -> None:
    tx.execute(
        _COUNT,
        {
            "organization_id": organization_id,
            "business_date": day,
            "kind": kind,
            "amount": amount,
            "entries": count,
        },
    )
