"""The shop's customers as they are listed: by who came last, and by who owes most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, func, select, tuple_

from store import names
from store.base import first_id
from store.customers import customers
from store.database import Transaction
from store.prepared import Prepared

Side = Literal["owes_us", "we_owe"]

_c = customers.c
_SHOP = _c.organization_id == bindparam("organization")
_COLUMNS = (
    _c.id, _c.name, _c.phone, _c.note, _c.owes_us, _c.we_owe, _c.owes_since, _c.created_at,
)  # fmt: skip
_BOUNDS: Mapping[str, ColumnElement[bool]] = {
    "before": _c.id < bindparam("before"),
    "name_key": _c.name_key == bindparam("name_key"),
    "since": _c.id >= bindparam("since"),
}
_GET = Prepared(select(*_COLUMNS).where(_SHOP, _c.id == bindparam("key")))

_OWED = Prepared(
    select(
        func.coalesce(func.sum(_c.owes_us).filter(_c.owes_us > 0), 0),
        func.coalesce(func.sum(_c.we_owe).filter(_c.we_owe > 0), 0),
    ).where(_SHOP)
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A customer: `phone` is masked, a balance below zero is credit for the other side."""

    id: UUID
    name: str
    phone: str | None
    note: str | None
    owes_us: Decimal
    we_owe: Decimal
    owes_since: date | None
    created_at: datetime


def get(tx: Transaction, organization_id: UUID, customer_id: UUID) -> Listed | None:
    """A customer of this shop."""
    rows = tx.fetch(_GET, {"organization": organization_id, "key": customer_id})
    return Listed(*rows[0]) if rows else None


def named(tx: Transaction, organization_id: UUID, name: str) -> Listed | None:
    """The customer of this name, however it is spelled."""
    found = newest(tx, organization_id, 1, name=name)
    return found[0] if found else None


def newest(
    tx: Transaction,
    organization_id: UUID,
    most: int,
    *,
    before: UUID | None = None,
    name: str | None = None,
    since: datetime | None = None,
) -> Sequence[Listed]:
    """Customers, newest first: from behind one, of a name, written in since then."""
    bounds: dict[str, Any] = {
        "before": before,
        "name_key": names.key(name) if name else None,
        "since": first_id(since) if since else None,
    }
    given = {key: value for key, value in bounds.items() if value is not None}
    values = {"organization": organization_id, "most": most, **given}
    return [Listed(*row) for row in tx.fetch(_newest(frozenset(given)), values)]


def owing(
    tx: Transaction, organization_id: UUID, side: Side, most: int, before: UUID | None
) -> Sequence[Listed]:
    """Whoever owes the shop, or is owed by it, largest first, from behind one of them."""
    values = {"organization": organization_id, "most": most, "before": before}
    return [Listed(*row) for row in tx.fetch(_owing(side, before is not None), values)]


def owed(tx: Transaction, organization_id: UUID) -> tuple[Decimal, Decimal]:
    """What all customers owe the shop, and what it owes all of them; credit not counted."""
    row = tx.fetch(_OWED, {"organization": organization_id})[0]
    return row[0], row[1]


@cache
def _newest(bounds: frozenset[str]) -> Prepared:
    return Prepared(
        select(*_COLUMNS)
        .where(_SHOP, *(_BOUNDS[name] for name in sorted(bounds)))
        .order_by(_c.id.desc())
        .limit(bindparam("most"))
    )


@cache
def _owing(side: Side, paged: bool) -> Prepared:
    amount, last = _c[side], customers.alias("last")
    behind = tuple_(amount, _c.id) < (
        select(last.c[side], last.c.id)
        .where(
            last.c.organization_id == bindparam("organization"),
            last.c.id == bindparam("before"),
        )
        .scalar_subquery()
    )
    return Prepared(
        select(*_COLUMNS)
        .where(_SHOP, amount > 0, *([behind] if paged else []))
        .order_by(amount.desc(), _c.id.desc())
        .limit(bindparam("most"))
    )
