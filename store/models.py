"""A shop's read models as rows: as stored, as a book says, and how to put the stored right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Table, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from store import names
from store.base import columns_of
from store.book import Book
from store.claims import payment_claims
from store.counts import stock_counts
from store.customers import customers
from store.database import Transaction
from store.day_closes import day_closes
from store.entries import entries
from store.items import items
from store.postings import Posting
from store.totals import day_totals

Row = Mapping[str, Any]
PIECE = 1000


@dataclass(frozen=True, slots=True)
class Model:
    """A read model: its table, what a row is found by, what it must say, what a book says.

    A row that says `empty` is as good as none.
    """

    table: Table
    key: tuple[str, ...]
    values: tuple[str, ...]
    rows: Callable[[Book], Iterator[Row]]
    empty: Row | None = None

    def stored(self, tx: Transaction, organization_id: UUID) -> dict[tuple[Any, ...], Row]:
        """The rows of a shop by their keys."""
        columns = (self.table.c[name] for name in (*self.key, *self.values))
        query = select(*columns).where(self.table.c.organization_id == organization_id)
        return self._by_key(dict(row._mapping) for row in tx.execute(query))

    def told(self, book: Book) -> dict[tuple[Any, ...], Row]:
        """The rows that follow from the events."""
        return self._by_key(self.rows(book))

    def agree(self, stored: Row | None, told: Row | None) -> bool:
        """Whether both say the same."""
        if told is None:
            return stored is None or self._is_empty(stored)
        return stored is not None and all(stored[name] == told[name] for name in self.values)

    def replace(self, tx: Transaction, organization_id: UUID, rows: Sequence[Row]) -> None:
        """Write these rows over those of the same keys."""
        new = insert(self.table)
        put = new.on_conflict_do_update(
            index_elements=["organization_id", *self.key],
            set_={name: new.excluded[name] for name in self.values},
        )
        for piece in pieces([{"organization_id": organization_id, **row} for row in rows]):
            tx.execute(put, piece)

    def remove(self, tx: Transaction, organization_id: UUID, key: tuple[Any, ...]) -> None:
        """Make a row that follows from nothing say nothing."""
        here = self._is(organization_id, key)
        if self.empty is None:
            tx.execute(delete(self.table).where(*here))
        else:
            tx.execute(update(self.table).where(*here).values(**self.empty))

    def _is_empty(self, row: Row) -> bool:
        return self.empty is not None and all(row[n] == v for n, v in self.empty.items())

    def _is(self, organization_id: UUID, key: tuple[Any, ...]) -> list[Any]:
        columns = [self.table.c.organization_id, *(self.table.c[name] for name in self.key)]
        return [
            column == value
            for column, value in zip(columns, (organization_id, *key), strict=True)
        ]

    def _by_key(self, rows: Iterable[Row]) -> dict[tuple[Any, ...], Row]:
        return {tuple(row[name] for name in self.key): row for row in rows}


def pieces(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """Rows in statements of a bearable size."""
    return (rows[start : start + PIECE] for start in range(0, len(rows), PIECE))


def repair_entries(
    tx: Transaction,
    organization_id: UUID,
    wrong: Sequence[UUID],
    missing: Sequence[Posting],
) -> None:
    """Take out entries that are not what their events say, and write those that are."""
    e = entries.c
    if wrong:
        gone = delete(entries).where(e.organization_id == organization_id, e.id.in_(wrong))
        tx.execute(gone)
    for piece in pieces([columns_of(posting) for posting in missing]):
        tx.execute(insert(entries), piece)


def _totals(book: Book) -> Iterator[Row]:
    for (day, kind), (amount, number) in book.totals.items():
        yield {"business_date": day, "kind": kind, "amount": amount, "entries": number}


def _customers(book: Book) -> Iterator[Row]:
    for customer_id, account in book.accounts.items():
        yield {
            "id": customer_id,
            "name": account.name,
            "name_key": names.key(account.name),
            "owes_us": account.owes_us,
            "we_owe": account.we_owe,
            "owes_since": account.owes_since,
        }


def _items(book: Book) -> Iterator[Row]:
    return (columns_of(item) for item in book.items.values())


CUSTOMERS = Model(
    customers,
    ("id",),
    ("owes_us", "we_owe", "owes_since"),
    _customers,
    empty={"owes_us": 0, "we_owe": 0, "owes_since": None},
)
OTHERS = (
    Model(day_totals, ("business_date", "kind"), ("amount", "entries"), _totals),
    Model(
        items,
        ("key",),
        (
            "quantity",
            "unit",
            "threshold",
            "counted_at",
            "counted_by",
            "unit_price",
            "price_unit",
        ),
        _items,
    ),
    Model(
        payment_claims,
        ("provider", "code"),
        ("kind", "amount", "party", "at", "status", "flags", "claimed_by", "event_id"),
        lambda book: iter(book.claims.values()),
    ),
    Model(
        stock_counts,
        ("id",),
        (
            "item",
            "item_key",
            "quantity",
            "unit",
            "threshold",
            "person_id",
            "counted_at",
            "taken_back_by",
        ),
        lambda book: iter(book.counts.values()),
    ),
    Model(
        day_closes,
        ("business_date",),
        ("expected", "counted", "difference", "person_id", "event_id", "closed_at"),
        lambda book: iter(book.closes.values()),
    ),
)
