"""Events: facts, never changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Table,
    Text,
    Uuid,
    bindparam,
    func,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from store.base import (
    columns_of,
    first_id,
    id_column,
    metadata,
    moment,
    new_id,
    organization_column,
)
from store.database import Transaction
from store.prepared import Prepared, insertion

events = Table(
    "events",
    metadata,
    organization_column(fenced=True),
    id_column(),
    Column("type", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("person_id", Uuid, ForeignKey("people.id")),
    Column("message_id", Uuid, ForeignKey("inbound_messages.id")),
    Column("payload", JSONB, nullable=False),
    moment("occurred_at"),
    moment("recorded_at", now=True),
    Index("ix_events_type", "organization_id", "type", "id"),
    Index(
        "ix_events_message_id",
        "organization_id",
        "message_id",
        postgresql_where=text("message_id is not null"),
    ),
    Index(
        "ix_events_person_id",
        "organization_id",
        "person_id",
        "id",
        postgresql_where=text("person_id is not null"),
    ),
)

_COLUMNS = tuple(column for column in events.c if column.name != "recorded_at")
_RECORD = insertion(events, *(column.name for column in _COLUMNS))
_GET = select(*_COLUMNS).where(
    events.c.organization_id == bindparam("organization"), events.c.id == bindparam("key")
)
_MANY = select(*_COLUMNS).where(
    events.c.organization_id == bindparam("organization"),
    events.c.id == func.any(bindparam("keys")),
)
_NEWEST = (
    select(*_COLUMNS)
    .where(
        events.c.organization_id == bindparam("organization"),
        events.c.type == func.any(bindparam("types", type_=ARRAY(Text))),
    )
    .order_by(events.c.id.desc())
    .limit(bindparam("most"))
)
_WHOSE = events.c.organization_id == bindparam("organization")
_BOUNDS = {
    "before": events.c.id < bindparam("before"),
    "wanted": events.c.type == bindparam("wanted"),
    "person": events.c.person_id == bindparam("person"),
    "since": events.c.id >= bindparam("since"),
    "until": events.c.id < bindparam("until"),
}


@dataclass(frozen=True, slots=True)
class Event:
    """A fact about an organization.

    `source` says how Karani learned of it ("chat", "api", …), `occurred_at` when it happened.
    """

    organization_id: UUID
    type: str
    source: str
    person_id: UUID | None
    message_id: UUID | None
    payload: Mapping[str, Any]
    occurred_at: datetime
    id: UUID = field(default_factory=new_id)


def record(tx: Transaction, facts: Sequence[Event]) -> None:
    """Add facts, in their order."""
    tx.insert(_RECORD, [columns_of(event) for event in facts])


def get(tx: Transaction, organization_id: UUID, event_id: UUID) -> Event:
    """A fact; raises `NoResultFound` where this transaction may not see it."""
    key = {"organization": organization_id, "key": event_id}
    return Event(**tx.execute(_GET, key).one()._mapping)


def many(tx: Transaction, organization_id: UUID, event_ids: Sequence[UUID]) -> Sequence[Event]:
    """Several facts."""
    values = {"organization": organization_id, "keys": list(event_ids)}
    return [Event(**row._mapping) for row in tx.execute(_MANY, values)]


def newest(
    tx: Transaction, organization_id: UUID, types: Sequence[str], most: int
) -> Sequence[Event]:
    """The newest facts of these types, newest first."""
    key = {"organization": organization_id, "types": list(types), "most": most}
    return [Event(**row._mapping) for row in tx.execute(_NEWEST, key)]


def listed(
    tx: Transaction, organization_id: UUID, most: int, bounds: Mapping[str, Any]
) -> Sequence[Event]:
    """Facts, newest first, within `bounds`: none, or some of these.

    `wanted` a type, `person` who caused it, `before` another fact's id, `since` and `until`
    the first moment when it may have been recorded and the first when it may not.
    """
    given = {name: value for name, value in bounds.items() if value is not None}
    key: dict[str, Any] = {"organization": organization_id, "most": most, **given}
    for name in given.keys() & {"since", "until"}:
        key[name] = first_id(key[name])
    rows = tx.fetch(_listing(frozenset(given)), key)
    return [Event(**row._asdict()) for row in rows]


@cache
def _listing(bounds: frozenset[str]) -> Prepared:
    """One statement for each way of asking: each finds its index, whatever is left out."""
    return Prepared(
        select(*_COLUMNS)
        .where(_WHOSE, *(_BOUNDS[name] for name in sorted(bounds)))
        .order_by(events.c.id.desc())
        .limit(bindparam("most"))
    )
