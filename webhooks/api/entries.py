"""Entries: the lines of the shop's ledger."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Literal, Self
from uuid import UUID

from store import entry_lists
from store.base import columns_of
from store.entry_lists import ListedEntry
from webhooks.api.route import Call, Route, Routes
from webhooks.api.shapes import Listed, Page, Shape

Kind = Literal[
    "sale", "expense", "purchase", "drawing", "debt", "debt_paid", "payable", "payable_paid"
]


class EntryShown(Shape):
    """One line of the ledger; one that `reverses` another has a negative amount."""

    id: UUID
    event_id: UUID
    kind: Kind
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

    @classmethod
    def of(cls, row: ListedEntry) -> Self:
        """As the API shows it."""
        return cls(**columns_of(row))


class EntryList(Listed[EntryShown]):
    """A page of entries."""


class EntryPage(Page):
    """Which entries are wanted: `first` and `last` are business days, both included."""

    kind: Kind | None = None
    customer: UUID | None = None
    person: UUID | None = None
    first: date | None = None
    last: date | None = None


def listing(call: Call, query: EntryPage) -> EntryList:
    """List the ledger, the newest business day first."""
    bounds = query.model_dump(include={"kind", "customer", "person", "first", "last"})
    found = entry_lists.newest(
        call.tx, call.organization_id, query.limit + 1, {**bounds, "before": query.before}
    )
    shown = [EntryShown.of(one) for one in found]
    return EntryList.page(shown, [one.id for one in found], query.limit)


ROUTES: Routes = (Route("GET", "/entries", listing, EntryList, query=EntryPage),)
