"""Totals: each day's sum of each kind, kept beside the entries; and what periods add up to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    Table,
    Text,
    bindparam,
    case,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import insert

from store.base import MONEY, metadata, organization_column
from store.database import Transaction
from store.entries import entries
from store.items import items
from store.postings import CASH_SIGN, Posting
from store.prepared import Prepared

day_totals = Table(
    "day_totals",
    metadata,
    organization_column(),
    Column("business_date", Date, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("amount", MONEY, nullable=False),
    Column("entries", BigInteger, nullable=False),
)

_t, _e = day_totals.c, entries.c
_upsert = insert(day_totals).values(
    organization_id=bindparam("organization"),
    business_date=bindparam("day"),
    kind=bindparam("of_kind"),
    amount=bindparam("added"),
    entries=bindparam("number"),
)
_COUNT = Prepared(
    _upsert.on_conflict_do_update(
        index_elements=["organization_id", "business_date", "kind"],
        set_={
            "amount": _t.amount + _upsert.excluded.amount,
            "entries": _t.entries + _upsert.excluded.entries,
        },
    )
)
_TOTAL = select(_t.amount).where(
    _t.organization_id == bindparam("organization"),
    _t.business_date == bindparam("day"),
    _t.kind == bindparam("kind"),
)
_TOTALS = (
    select(_t.kind, func.sum(_t.amount).label("amount"))
    .where(
        _t.organization_id == bindparam("organization"),
        _t.business_date.between(bindparam("first"), bindparam("last")),
    )
    .group_by(_t.kind)
)
_PERIOD = (
    _e.organization_id == bindparam("organization"),
    _e.business_date.between(bindparam("first"), bindparam("last")),
)
_cash = func.coalesce(
    func.sum(
        case(
            *(
                ((_e.payment == "cash") & (_e.kind == kind), sign * _e.amount)
                for kind, sign in CASH_SIGN.items()
            ),
            else_=0,
        )
    ),
    0,
).label("cash")
_CASH = select(_cash).where(*_PERIOD)
_sold = func.coalesce(func.sum(_e.amount).filter(_e.kind == "sale"), 0).label("amount")
_BY_PERSON = (
    select(_e.person_id, _sold, _cash)
    .where(*_PERIOD, _e.person_id.is_not(None))
    .group_by(_e.person_id)
)
# By unit first: two kilos and two packets are not four of anything.
_by_unit = (
    select(
        _e.item_key,
        func.sum(_e.amount).label("amount"),
        func.sum(_e.quantity).label("quantity"),
        func.bool_and(_e.quantity.is_not(None)).label("measured"),
    )
    .where(*_PERIOD, _e.kind == bindparam("kind"), _e.item_key.is_not(None))
    .group_by(_e.item_key, _e.unit)
    .subquery()
)
_by_item = (
    select(
        _by_unit.c.item_key,
        func.sum(_by_unit.c.amount).label("amount"),
        case(
            (
                (func.count() == 1) & func.bool_and(_by_unit.c.measured),
                func.sum(_by_unit.c.quantity),
            )
        ).label("quantity"),
    )
    .group_by(_by_unit.c.item_key)
    .having(func.sum(_by_unit.c.amount) != 0)
    .order_by(func.sum(_by_unit.c.amount).desc(), _by_unit.c.item_key)
    .limit(bindparam("most"))
    .subquery()
)
_BY_ITEM = (
    select(items.c.name.label("item"), _by_item.c.amount, _by_item.c.quantity)
    .join(
        items,
        (items.c.organization_id == bindparam("organization"))
        & (items.c.key == _by_item.c.item_key),
    )
    .order_by(_by_item.c.amount.desc(), _by_item.c.item_key)
)


@dataclass(frozen=True, slots=True)
class ItemTotal:
    """What an item brought; `quantity` is None where it was not always, or not alike, told."""

    item: str
    amount: Decimal
    quantity: Decimal | None


@dataclass(frozen=True, slots=True)
class PersonTotal:
    """What a person sold, and the cash that passed through their hands."""

    person_id: UUID
    amount: Decimal
    cash: Decimal


def count(tx: Transaction, postings: Iterable[Posting]) -> None:
    """Add entries to their days; an opposite counts its entry off."""
    sums: dict[tuple[UUID, date, str], tuple[Decimal, int]] = {}
    for posting in postings:
        key = (posting.organization_id, posting.business_date, posting.kind)
        amount, number = sums.get(key, (Decimal(0), 0))
        one = -1 if posting.reverses else 1
        sums[key] = (amount + posting.amount, number + one)
    for (organization_id, day, kind), (amount, number) in sorted(sums.items()):
        values = {"organization": organization_id, "day": day, "of_kind": kind}
        tx.send(_COUNT, {**values, "added": amount, "number": number})


def total(tx: Transaction, organization_id: UUID, kind: str, day: date) -> Decimal:
    """A day's total of one kind, reversals counted off."""
    key = {"organization": organization_id, "day": day, "kind": kind}
    amount: Decimal | None = tx.execute(_TOTAL, key).scalar_one_or_none()
    return amount if amount is not None else Decimal(0)


def totals(
    tx: Transaction, organization_id: UUID, first: date, last: date
) -> Mapping[str, Decimal]:
    """A period's totals by kind, both days included, reversals counted off."""
    rows = tx.execute(_TOTALS, _period(organization_id, first, last))
    return {row.kind: row.amount for row in rows}


def by_item(
    tx: Transaction, organization_id: UUID, kind: str, period: tuple[date, date], most: int
) -> Sequence[ItemTotal]:
    """A period's items with the largest totals of a kind, largest first."""
    key = {**_period(organization_id, *period), "kind": kind, "most": most}
    return [ItemTotal(**row._mapping) for row in tx.execute(_BY_ITEM, key)]


def by_person(
    tx: Transaction, organization_id: UUID, first: date, last: date
) -> Sequence[PersonTotal]:
    """What each person sold in a period, in no order."""
    rows = tx.execute(_BY_PERSON, _period(organization_id, first, last))
    return [PersonTotal(**row._mapping) for row in rows]


def cash(tx: Transaction, organization_id: UUID, day: date) -> Decimal:
    """What the day added to the till: cash in less cash out."""
    amount: Decimal = tx.execute(_CASH, _period(organization_id, day, day)).scalar_one()
    return Decimal(amount)


def _period(organization_id: UUID, first: date, last: date) -> dict[str, object]:
    return {"organization": organization_id, "first": first, "last": last}
