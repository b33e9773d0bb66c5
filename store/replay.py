"""Read a shop's events and its entries again, in their order, for a rebuild."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from sqlalchemy import Select, String, bindparam, cast, func, select

from store.book import Ids
from store.database import Transaction
from store.entries import entries
from store.events import Event, events
from store.organizations import organizations
from store.postings import Posting

PIECE = 2000
SAME = 32
"""How much of an entry's id is its event's, as text; the rest is the line."""

_v, _e = events.c, entries.c
_EVENTS = (
    select(*(_v[field.name] for field in fields(Event)))
    .where(_v.organization_id == bindparam("organization"))
    .order_by(_v.id)
)
_ENTRIES = (
    select(*(_e[field.name] for field in fields(Posting)))
    .where(_e.organization_id == bindparam("organization"))
    .order_by(_e.event_id, _e.line)
)
_TAKEN_BACK = (
    select(_v.payload["entry"].astext)
    .where(_v.organization_id == bindparam("organization"), _v.type == "ENTRY_REVERSED")
    .distinct()
)
_OTHER_IDS = select(_e.event_id, _e.line, _e.id).where(
    _e.organization_id == bindparam("organization"),
    func.left(cast(_e.id, String), SAME) != func.left(cast(_e.event_id, String), SAME),
)
_SHOPS = (
    select(
        organizations.c.id,
        organizations.c.name,
        # An operator waits for it; no shop does.
        select(func.count())
        .where(_v.organization_id == organizations.c.id)
        .scalar_subquery()
        .label("events"),
    )
    .select_from(organizations)
    .order_by(organizations.c.id)
)
_HOLD = (
    select(organizations.c.id)
    .where(organizations.c.id == bindparam("organization"))
    .with_for_update()
)


@dataclass(frozen=True, slots=True)
class Shop:
    """A shop whose book can be rebuilt, and how many events that means reading."""

    id: UUID
    name: str
    events: int


def shops(tx: Transaction) -> list[Shop]:
    """Every shop; for upkeep."""
    return [Shop(**row._mapping) for row in tx.execute(_SHOPS)]


def hold(tx: Transaction, organization_id: UUID) -> None:
    """Keep everyone else from writing into a shop until the end: rows refer to its row."""
    tx.execute(_HOLD, {"organization": organization_id}).one()


def all_events(tx: Transaction, organization_id: UUID) -> Iterator[Event]:
    """A shop's events, oldest first, a piece at a time."""
    return (Event(*row) for row in _stream(tx, _EVENTS, organization_id))


def all_entries(tx: Transaction, organization_id: UUID) -> Iterator[Posting]:
    """A shop's entries, by their events and lines, a piece at a time."""
    return (Posting(*row) for row in _stream(tx, _ENTRIES, organization_id))


def taken_back(tx: Transaction, organization_id: UUID) -> frozenset[UUID]:
    """The ids of all entries that an event takes back."""
    found = tx.execute(_TAKEN_BACK, {"organization": organization_id}).scalars()
    return frozenset(UUID(entry) for entry in found)


def other_ids(tx: Transaction, organization_id: UUID) -> Ids:
    """The ids that were given before entries took theirs from their events."""
    rows = tx.execute(_OTHER_IDS, {"organization": organization_id})
    return {(row.event_id, row.line): row.id for row in rows}


def _stream(
    tx: Transaction, query: Select[tuple[object, ...]], organization_id: UUID
) -> Iterator[Any]:
    query = query.execution_options(stream_results=True, yield_per=PIECE)
    yield from tx.execute(query, {"organization": organization_id})
