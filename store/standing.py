"""How the record that an event wrote stands by now: its entries, and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from store.counts import stock_counts
from store.database import Transaction
from store.entries import entries
from store.events import events

_e, _c, _v = entries.c, stock_counts.c, events.c
_reversals = entries.alias("reversals")
_SHOWN = (
    _e.kind, _e.amount, _e.currency, _e.item, _e.quantity, _e.unit, _e.payment,
    _e.customer_id, _e.business_date,
)  # fmt: skip
_LINES = (
    select(_e.id, *_SHOWN, _reversals.c.event_id.label("taken_by"))
    .select_from(
        entries.outerjoin(
            _reversals,
            (_reversals.c.organization_id == _e.organization_id)
            & (_reversals.c.reverses == _e.id),
        )
    )
    .where(
        _e.organization_id == bindparam("organization"),
        _e.reverses.is_(None),
        (_e.event_id == bindparam("record")) | (_e.id == bindparam("record")),
    )
    .order_by(_e.line)
)
_COUNTS = select(
    _c.id, _c.item, _c.quantity, _c.unit, _c.threshold, _c.taken_back_by.label("taken_by")
).where(_c.organization_id == bindparam("organization"), _c.id == bindparam("record"))
_INSTEAD = select(_v.payload["replaced_by"].astext).where(
    _v.organization_id == bindparam("organization"), _v.id == bindparam("reversal")
)
_EVENT_OF = select(_e.event_id).where(
    _e.organization_id == bindparam("organization"), _e.id == bindparam("entry")
)


@dataclass(frozen=True, slots=True)
class Line:
    """An entry, or a count: what it says, and the reversal that has taken it back."""

    id: UUID
    says: Sequence[Any]
    taken_by: UUID | None


def lines(tx: Transaction, organization_id: UUID, record_id: UUID) -> Sequence[Line]:
    """What an event wrote into the book, or the one entry with this id; in order."""
    key = {"organization": organization_id, "record": record_id}
    rows = tx.execute(_LINES, key).all() or tx.execute(_COUNTS, key).all()
    return [Line(row[0], row[1:-1], row.taken_by) for row in rows]


def instead(tx: Transaction, organization_id: UUID, reversal_id: UUID) -> UUID | None:
    """The event that a correction has recorded in place of what it took back."""
    key = {"organization": organization_id}
    named = tx.execute(_INSTEAD, {**key, "reversal": reversal_id}).scalar_one_or_none()
    if named is None:
        return None
    entry = UUID(named)
    event: UUID | None = tx.execute(_EVENT_OF, {**key, "entry": entry}).scalar_one_or_none()
    return event or entry  # A count has the id of its event.
