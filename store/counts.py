"""Counts of the stock: what a shop said it had, until it takes that back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    ForeignKeyConstraint,
    Index,
    Select,
    Table,
    Text,
    Uuid,
    bindparam,
    func,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from store import names
from store.base import QUANTITY, id_column, metadata, moment, organization_column, quantity
from store.database import Transaction
from store.events import Event, events
from store.outbound import outbound_messages

stock_counts = Table(
    "stock_counts",
    metadata,
    organization_column(),
    id_column(),
    Column("item", Text, nullable=False),
    Column("item_key", Text, nullable=False),
    Column("quantity", QUANTITY, nullable=False),
    Column("unit", Text),
    Column("threshold", QUANTITY),
    Column("person_id", Uuid),
    moment("counted_at"),
    Column("taken_back_by", Uuid),
    ForeignKeyConstraint(
        ["organization_id", "id"],
        ["events.organization_id", "events.id"],
        name="fk_stock_counts_event",
    ),
    Index("ix_stock_counts_item_key", "organization_id", "item_key", "id"),
    Index("ix_stock_counts_person_id", "organization_id", "person_id", "id"),
)


@dataclass(frozen=True, slots=True)
class Count:
    """A count that stands; its id is its event's. `threshold` is None where it tells none."""

    id: UUID
    item: str
    item_key: str
    quantity: Decimal
    unit: str | None
    threshold: Decimal | None
    person_id: UUID | None
    counted_at: datetime


_c = stock_counts.c
_OURS = _c.organization_id == bindparam("organization")
_STANDS = _c.taken_back_by.is_(None)
_SHOWN = tuple(_c[field.name] for field in fields(Count))
_ADD = insert(stock_counts)
_TAKE_BACK = (
    update(stock_counts)
    .where(_OURS, _c.id == bindparam("count"), _STANDS)
    .values(taken_back_by=bindparam("event"))
    .returning(_c.item, _c.item_key)
)
_OF_ITEM = (
    select(*_SHOWN)
    .where(
        _OURS,
        _STANDS,
        _c.item_key == bindparam("key"),
        _c.id != func.all(bindparam("without")),
    )
    .order_by(_c.id.desc())
    .limit(1)
)
_THRESHOLD = _OF_ITEM.where(_c.threshold.is_not(None))
_its = stock_counts.alias("its")
_its_event = events.alias("its_event")


def _of_message(*which: Any) -> Select[tuple[object, ...]]:
    """The standing counts of the message that the newest of `which` came from, in order."""
    newest = (
        select(_its.c.id)
        .where(
            _its.c.organization_id == bindparam("organization"),
            _its.c.taken_back_by.is_(None),
            *which,
        )
        .order_by(_its.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    ours = _its_event.c.organization_id == bindparam("organization")
    return (
        select(*_SHOWN)
        .select_from(
            stock_counts.join(
                events,
                (events.c.organization_id == _c.organization_id) & (events.c.id == _c.id),
            ).join(
                _its_event,
                (_its_event.c.id == events.c.id)
                | (_its_event.c.message_id == events.c.message_id),
            )
        )
        .where(_OURS, _STANDS, ours, _its_event.c.id == newest)
        .order_by(_c.id)
    )


_LAST = _of_message(_its.c.person_id == bindparam("person"))
_QUOTED = _of_message(
    _its.c.id.in_(
        select(events.c.id)
        .join(outbound_messages, outbound_messages.c.answers_id == events.c.message_id)
        .where(
            events.c.organization_id == bindparam("organization"),
            outbound_messages.c.provider_reference == bindparam("reference"),
        )
    )
)


def row_of(event: Event) -> dict[str, Any]:
    """What an event says of a count."""
    payload = event.payload
    threshold = payload.get("threshold")
    return {
        "id": event.id,
        "item": str(payload["item"]).strip(),
        "item_key": names.key(str(payload["item"])),
        "quantity": quantity(payload["quantity"]),
        "unit": payload.get("unit"),
        "threshold": None if threshold is None else quantity(threshold),
        "person_id": event.person_id,
        "counted_at": event.occurred_at,
        "taken_back_by": None,
    }


def add(tx: Transaction, event: Event) -> None:
    """Keep a count."""
    tx.execute(_ADD, {"organization_id": event.organization_id, **row_of(event)})


def take_back(tx: Transaction, event: Event) -> tuple[str, str] | None:
    """Let an event take a count back: the item's name and key; None where none stood."""
    key = {
        "organization": event.organization_id,
        "count": UUID(str(event.payload["entry"])),
        "event": event.id,
    }
    row = tx.execute(_TAKE_BACK, key).one_or_none()
    return (row.item, row.item_key) if row else None


def newest(
    tx: Transaction, organization_id: UUID, key: str, without: Collection[UUID] = ()
) -> tuple[Count | None, Decimal | None]:
    """An item's last standing count and its threshold, as if some had been taken back."""
    values = {"organization": organization_id, "key": key, "without": list(without)}
    row = tx.execute(_OF_ITEM, values).one_or_none()
    warned = tx.execute(_THRESHOLD, values).one_or_none() if row else None
    return (Count(**row._mapping) if row else None), (warned.threshold if warned else None)


def last(tx: Transaction, organization_id: UUID, person_id: UUID) -> Sequence[Count]:
    """What a person counted last and still stands: all of that message, in order."""
    key = {"organization": organization_id, "person": person_id}
    return [Count(**row._mapping) for row in tx.execute(_LAST, key)]


def quoted(tx: Transaction, organization_id: UUID, reference: str) -> Sequence[Count]:
    """The standing counts that the message with this reference answered, in order."""
    key = {"organization": organization_id, "reference": reference}
    return [Count(**row._mapping) for row in tx.execute(_QUOTED, key)]
