"""What a shop in memory knows of people, stock, prices and claims, counted from its entries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from bot.shop import Claim, Customer, Entry, EntryKind, KnownPrice, StockItem

MOVES = {
    EntryKind.SALE: -1,
    EntryKind.DEBT: -1,
    EntryKind.PURCHASE: 1,
    EntryKind.PAYABLE: 1,
}


@dataclass(frozen=True)
class Count:
    """A count of one item; the entries it `knew` do not change it any more."""

    item: str
    quantity: Decimal
    unit: str | None
    knew: frozenset[UUID]
    threshold: Decimal | None


def customers(people: Mapping[str, UUID], entries: Sequence[Entry]) -> list[Customer]:
    """Everyone, largest debt first."""
    found = [_customer(name, known, entries) for name, known in people.items()]
    return sorted(found, key=lambda each: (-each.owes_us, each.name))


def counted(
    payload: Mapping[str, Any], entries: Sequence[Entry], before: Count | None
) -> Count:
    """A count as it was raised; a threshold stays until another is told."""
    told = payload.get("threshold")
    return Count(
        item=payload["item"],
        quantity=Decimal(payload["quantity"]),
        unit=payload.get("unit"),
        knew=frozenset(entry.id for entry in entries),
        threshold=Decimal(told) if told else before.threshold if before else None,
    )


def stock(count: Count, entries: Sequence[Entry]) -> StockItem:
    """A count and what has happened since."""
    since = [e for e in entries if e.id not in count.knew and e.item and e.quantity]
    moved = sum(
        (
            (entry.quantity or Decimal()) * MOVES.get(entry.kind, 0)
            for entry in since
            if (entry.item or "").casefold() == count.item.casefold()
        ),
        start=Decimal(),
    )
    return StockItem(count.item, count.quantity + moved, count.unit, count.threshold)


def price(payload: Mapping[str, Any]) -> KnownPrice | None:
    """The price of one, if a sale tells it."""
    line = payload.get("lines", [{}])[0]
    if "unit_price" not in line or "item" not in line:
        return None
    return KnownPrice(line["item"], Decimal(line["unit_price"]), line.get("unit"))


def claimed(payload: Mapping[str, Any], by: UUID) -> Claim:
    """A payment as it was claimed."""
    return Claim(
        provider=payload["provider"],
        code=payload["code"],
        amount=Decimal(payload["amount"] or 0),
        party=payload["party"],
        at=datetime.fromisoformat(payload["when"]),
        status="claimed",
        claimed_by=by,
    )


def _customer(name: str, known: UUID, entries: Sequence[Entry]) -> Customer:
    own = [entry for entry in entries if entry.customer == name]
    owes = _sum(own, EntryKind.DEBT) - _sum(own, EntryKind.DEBT_PAID)
    owed = _sum(own, EntryKind.PAYABLE) - _sum(own, EntryKind.PAYABLE_PAID)
    return Customer(known, name, owes, owed, _since(own) if owes > 0 else None)


def _since(own: Sequence[Entry]) -> date | None:
    """The day of the oldest debt that payments, which pay the oldest first, leave open."""
    paid = _sum(own, EntryKind.DEBT_PAID)
    for entry in own:
        if entry.kind is EntryKind.DEBT:
            paid -= entry.amount
            if paid < 0:
                return entry.business_date
    return None


def _sum(entries: Sequence[Entry], kind: EntryKind) -> Decimal:
    return sum((e.amount for e in entries if e.kind is kind), start=Decimal())
