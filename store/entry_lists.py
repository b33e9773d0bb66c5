"""Entries as they are listed: the newest business day first, with what took them back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, exists, select, tuple_

from store.customers import customers
from store.database import Transaction
from store.entries import entries
from store.prepared import Prepared

_e, _c = entries.c, customers.c
_reversals, _last = entries.alias("reversals"), entries.alias("last")
_TAKEN_BACK = exists().where(
    _reversals.c.organization_id == _e.organization_id, _reversals.c.reverses == _e.id
)
_BEHIND = tuple_(_e.business_date, _e.id) < (
    select(_last.c.business_date, _last.c.id)
    .where(
        _last.c.organization_id == bindparam("organization"), _last.c.id == bindparam("before")
    )
    .scalar_subquery()
)
_BOUNDS: Mapping[str, ColumnElement[bool]] = {
    "before": _BEHIND,
    "kind": _e.kind == bindparam("kind"),
    "customer": _e.customer_id == bindparam("customer"),
    "person": _e.person_id == bindparam("person"),
    "first": _e.business_date >= bindparam("first"),
    "last": _e.business_date <= bindparam("last"),
}
_LISTED = select(
    _e.id, _e.event_id, _e.kind, _e.business_date, _e.amount, _e.currency, _e.item, _e.quantity,
    _e.unit, _e.unit_price, _e.payment, _e.customer_id, _c.name.label("customer"), _e.person_id,
    _e.reverses, _TAKEN_BACK.label("is_taken_back"), _e.note, _e.recorded_at,
).select_from(
    entries.outerjoin(
        customers, (_c.organization_id == _e.organization_id) & (_c.id == _e.customer_id)
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ListedEntry:
    """One line of the ledger; one that `reverses` another has a negative amount."""

    id: UUID
    event_id: UUID
    kind: str
    business_date: date
    amount: Decimal
    currency: str
    item: str | None
    quantity: Decimal | None
    unit: str | None
    unit_price: Decimal | None
    payment: str | None
    customer_id: UUID | None
    customer: str | None
    person_id: UUID | None
    reverses: UUID | None
    is_taken_back: bool
    note: str | None
    recorded_at: datetime


def newest(
    tx: Transaction, organization_id: UUID, most: int, bounds: Mapping[str, Any]
) -> Sequence[ListedEntry]:
    """Entries, the newest day first, within `bounds`: none, or some of these.

    `before` another entry's id, `kind`, `customer`, `person`, `first` and `last` business day.
    """
    given = {name: value for name, value in bounds.items() if value is not None}
    values = {"organization": organization_id, "most": most, **given}
    return [ListedEntry(*row) for row in tx.fetch(_newest(frozenset(given)), values)]


@cache
def _newest(bounds: frozenset[str]) -> Prepared:
    return Prepared(
        _LISTED.where(
            _e.organization_id == bindparam("organization"),
            *(_BOUNDS[name] for name in sorted(bounds)),
        )
        .order_by(_e.business_date.desc(), _e.id.desc())
        .limit(bindparam("most"))
    )
