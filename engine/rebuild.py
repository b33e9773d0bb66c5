"""Rebuild the book from events alone, compare it with what is stored, and put that right."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from engine.runtime import Runtime
from store import models, replay
from store.base import columns_of
from store.book import Book
from store.database import Transaction
from store.models import CUSTOMERS, OTHERS, Model, Row
from store.postings import Posting
from store.replay import Shop

Tick = Callable[[], object]
"""Called once per event."""

Place = tuple[UUID, int]


@dataclass(frozen=True, slots=True)
class Difference:
    """One row that is not what the events say; `stored` or `told` is None where it lacks."""

    table: str
    key: tuple[Any, ...]
    stored: Row | None
    told: Row | None

    @property
    def what(self) -> str:
        """The difference in words, naming no person."""
        place = f"{self.table} {' '.join(str(part) for part in self.key)}"
        if self.stored is None:
            return f"{place}: is missing"
        if self.told is None:
            return f"{place}: follows from no event"
        values = ", ".join(
            f"{name} is {value} and should be {self.told[name]}"
            for name, value in self.stored.items()
            if value != self.told[name]
        )
        return f"{place}: {values}"


@dataclass
class Examined:
    """What a rebuild of one shop found."""

    shop: Shop
    differences: list[Difference] = field(default_factory=list)
    wrong: list[UUID] = field(default_factory=list)
    missing: list[Posting] = field(default_factory=list)


def shops(rt: Runtime) -> list[Shop]:
    """Every shop that can be rebuilt."""
    with rt.db.every_tenant() as tx:
        return replay.shops(tx)


def examine(rt: Runtime, shop: Shop, tick: Tick) -> Examined:
    """Compare a shop's book with its events, at one moment; nobody waits for it."""
    with rt.db.snapshot() as tx:
        return _examine(tx, shop, tick)[0]


def repair(rt: Runtime, shop: Shop, tick: Tick) -> Examined:
    """Put a shop's book right; nobody else writes into it meanwhile. What was wrong."""
    with rt.db.every_tenant() as tx:
        replay.hold(tx, shop.id)
        examined, book = _examine(tx, shop, tick)
        _repair(tx, CUSTOMERS, book, examined)  # First: entries refer to them.
        models.repair_entries(tx, shop.id, examined.wrong, examined.missing)
        for model in OTHERS:
            _repair(tx, model, book, examined)
    return examined


def _examine(tx: Transaction, shop: Shop, tick: Tick) -> tuple[Examined, Book]:
    book = Book(replay.taken_back(tx, shop.id), replay.other_ids(tx, shop.id))
    examined = Examined(shop)
    told = _told(tx, shop.id, book, tick)
    for posting, stored in _side_by_side(told, replay.all_entries(tx, shop.id)):
        if posting != stored:
            _note(examined, posting, stored)
    for model in (CUSTOMERS, *OTHERS):
        examined.differences += _differences(tx, model, shop.id, book)
    return examined, book


def _told(tx: Transaction, organization_id: UUID, book: Book, tick: Tick) -> Iterator[Posting]:
    for event in replay.all_events(tx, organization_id):
        yield from book.take(event)
        tick()


def _side_by_side(
    told: Iterator[Posting], stored: Iterator[Posting]
) -> Iterator[tuple[Posting | None, Posting | None]]:
    """Both in the order of events and lines, each beside its like; None where that lacks."""
    left, right = next(told, None), next(stored, None)
    while left is not None or right is not None:
        take_left = right is None or (left is not None and _place(left) <= _place(right))
        take_right = left is None or (right is not None and _place(right) <= _place(left))
        yield left if take_left else None, right if take_right else None
        left = next(told, None) if take_left else left
        right = next(stored, None) if take_right else right


def _place(posting: Posting) -> Place:
    return posting.event_id, posting.line


def _note(examined: Examined, told: Posting | None, stored: Posting | None) -> None:
    place = told or stored
    assert place is not None  # noqa: S101 -- One of the two is always there.
    difference = Difference(
        "entries", _place(place), _row(stored) if stored else None, _row(told) if told else None
    )
    examined.differences.append(difference)
    if stored is not None:
        examined.wrong.append(stored.id)
    if told is not None:
        examined.missing.append(told)


def _row(posting: Posting) -> Row:
    return columns_of(posting)


def _differences(
    tx: Transaction, model: Model, organization_id: UUID, book: Book
) -> Iterator[Difference]:
    stored, told = model.stored(tx, organization_id), model.told(book)
    for key in stored.keys() | told.keys():
        there, right = stored.get(key), told.get(key)
        if not model.agree(there, right):
            yield Difference(model.table.name, key, there, right)


def _repair(tx: Transaction, model: Model, book: Book, examined: Examined) -> None:
    told = model.told(book)
    mine = [one for one in examined.differences if one.table == model.table.name]
    for difference in mine:
        if difference.told is None:
            model.remove(tx, examined.shop.id, difference.key)
    rows = [told[difference.key] for difference in mine if difference.told is not None]
    model.replace(tx, examined.shop.id, rows)
