"""What a shop in memory knows of people, stock, prices and claims, counted from its entries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from bot import shop
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

    id: UUID
    item: str
    quantity: Decimal
    unit: str | None
    knew: frozenset[UUID]
    threshold: Decimal | None
    by: UUID
    turn: int
    at: datetime | None


def customers(people: Mapping[str, UUID], entries: Sequence[Entry]) -> list[Customer]:
    """Everyone, largest debt first."""
    found = [_customer(name, known, entries) for name, known in people.items()]
    return sorted(found, key=lambda each: (-each.owes_us, each.name))


def entry(
    kind: EntryKind, payload: Mapping[str, Any], *, id: UUID, by: UUID, at: datetime | None
) -> Entry:
    """An entry as it was raised."""
    line: Mapping[str, Any] = payload.get("lines", [{}])[0]
    quantity = line.get("quantity")
    return Entry(
        id=id,
        kind=kind,
        amount=Decimal(payload["amount"]),
        currency=payload.get("currency", "KES"),
        item=line.get("item"),
        quantity=Decimal(quantity) if quantity else None,
        unit=line.get("unit"),
        business_date=date.fromisoformat(payload["business_date"]),
        payment=payload.get("payment", "cash"),
        person_id=by,
        customer=payload.get("name"),
        recorded_at=at,
    )


def counted(
    payload: Mapping[str, Any],
    entries: Sequence[Entry],
    *,
    id: UUID,
    by: UUID,
    turn: int,
    at: datetime | None,
) -> Count:
    """A count as it was raised."""
    told = payload.get("threshold")
    return Count(
        id=id,
        item=payload["item"],
        quantity=Decimal(payload["quantity"]),
        unit=payload.get("unit"),
        knew=frozenset(entry.id for entry in entries),
        threshold=Decimal(told) if told else None,
        by=by,
        turn=turn,
        at=at,
    )


def shown(count: Count, left: Decimal | None) -> shop.Count:
    """A count as the port tells it."""
    return shop.Count(
        count.id,
        count.item,
        count.quantity,
        count.unit,
        count.threshold,
        left,
        count.by,
        count.at,
    )


def stock(item: str, counts: Sequence[Count], entries: Sequence[Entry]) -> StockItem | None:
    """The last count and what has happened since; a threshold stays until another is told."""
    own = [count for count in counts if count.item.casefold() == item.casefold()]
    if not own:
        return None
    count = own[-1]
    since = [e for e in entries if e.id not in count.knew and e.item and e.quantity]
    moved = sum(
        (
            (entry.quantity or Decimal()) * MOVES.get(entry.kind, 0)
            for entry in since
            if (entry.item or "").casefold() == count.item.casefold()
        ),
        start=Decimal(),
    )
    threshold = next((c.threshold for c in reversed(own) if c.threshold is not None), None)
    return StockItem(count.item, count.quantity + moved, count.unit, threshold)


def price(payload: Mapping[str, Any]) -> KnownPrice | None:
    """The price of one, if a sale tells it."""
    line = payload.get("lines", [{}])[0]
    if "unit_price" not in line or "item" not in line:
        return None
    return KnownPrice(line["item"], Decimal(line["unit_price"]), line.get("unit"))


def claimed(payload: Mapping[str, Any], by: UUID, known: Claim | None) -> Claim:
    """A payment as it was claimed; what its provider told before is so."""
    if known is not None:
        return replace(known, claimed_by=by)
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
