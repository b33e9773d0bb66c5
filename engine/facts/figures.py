"""A period's figures, for programs: totals by kind, items, people, and the debts of now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from engine.context.desk import Desk
from engine.facts import events
from store import customer_lists, totals
from store.totals import ItemTotal

TOP = 50


@dataclass(frozen=True, slots=True)
class Seller:
    """What a person sold, and the cash that passed through their hands."""

    person_id: UUID
    name: str | None
    amount: Decimal
    cash: Decimal


@dataclass(frozen=True, slots=True)
class Figures:
    """What a period brought and took; the largest items and sellers first."""

    first: date
    last: date
    currency: str
    totals: Mapping[str, Decimal]
    items: Sequence[ItemTotal]
    people: Sequence[Seller]
    owed_to_us: Decimal
    owed_by_us: Decimal


def of_period(desk: Desk, first: date | None, last: date | None) -> Figures:
    """The figures of some business days, both included; today's where none is named."""
    shop = desk.organization
    today = events.business_date(shop, desk.now).date()
    period = first or last or today, last or first or today
    owed = customer_lists.owed(desk.tx, shop.id)
    return Figures(
        first=period[0],
        last=period[1],
        currency=shop.currency,
        totals=totals.totals(desk.tx, shop.id, *period),
        items=totals.by_item(desk.tx, shop.id, "sale", period, TOP),
        people=_people(desk, period),
        owed_to_us=owed[0],
        owed_by_us=owed[1],
    )


def _people(desk: Desk, period: tuple[date, date]) -> Sequence[Seller]:
    names = {one.person_id: one.name for one in desk.team}
    found = totals.by_person(desk.tx, desk.organization_id, *period)
    sellers = [Seller(p.person_id, names.get(p.person_id), p.amount, p.cash) for p in found]
    return sorted(sellers, key=lambda one: (-one.amount, one.person_id))
