"""Day closes: what was counted in the till at the end of a day, against what should be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Date, Table, Uuid, bindparam, select
from sqlalchemy.dialects.postgresql import insert

from store.base import MONEY, metadata, moment, money, organization_column
from store.database import Transaction
from store.events import Event
from store.organizations import members

day_closes = Table(
    "day_closes",
    metadata,
    organization_column(),
    Column("business_date", Date, primary_key=True),
    Column("expected", MONEY, nullable=False),
    Column("counted", MONEY, nullable=False),
    Column("difference", MONEY, nullable=False),
    Column("person_id", Uuid),
    Column("event_id", Uuid, nullable=False),
    moment("closed_at"),
)

_d = day_closes.c
_new = insert(day_closes)
_CLOSE = _new.on_conflict_do_update(
    index_elements=["organization_id", "business_date"],
    set_={column.name: _new.excluded[column.name] for column in _d if not column.primary_key},
    where=_d.event_id < _new.excluded.event_id,
)
_GET = (
    select(members.c.name.label("closed_by"), _d.expected, _d.counted)
    .select_from(
        day_closes.outerjoin(
            members,
            (members.c.organization_id == _d.organization_id)
            & (members.c.person_id == _d.person_id),
        )
    )
    .where(
        _d.organization_id == bindparam("organization"), _d.business_date == bindparam("day")
    )
)


@dataclass(frozen=True, slots=True)
class DayClose:
    """A day that was closed; `closed_by` is a name."""

    closed_by: str
    expected: Decimal
    counted: Decimal


def close(tx: Transaction, event: Event) -> None:
    """Close a day; closed again, the newest count is what holds."""
    tx.execute(_CLOSE, row_of(event))


def get(tx: Transaction, organization_id: UUID, day: date) -> DayClose | None:
    """How a day was closed; None while it is open."""
    row = tx.execute(_GET, {"organization": organization_id, "day": day}).one_or_none()
    return DayClose(row.closed_by or "", row.expected, row.counted) if row else None


def row_of(event: Event) -> dict[str, Any]:
    """What the event says of the day."""
    payload = event.payload
    return {
        "organization_id": event.organization_id,
        "business_date": date.fromisoformat(str(payload["business_date"])),
        "expected": money(payload["expected"]),
        "counted": money(payload["counted"]),
        "difference": money(payload["difference"]),
        "person_id": event.person_id,
        "event_id": event.id,
        "closed_at": event.occurred_at,
    }
