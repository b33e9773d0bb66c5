"""What a shop in memory adds up from its entries, as the store does in SQL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from bot.shop import Entry, EntryKind, ItemTotal, Member, PersonTotal

CASH_IN = (EntryKind.SALE, EntryKind.DEBT_PAID)
CASH_OUT = (
    EntryKind.EXPENSE,
    EntryKind.PURCHASE,
    EntryKind.DRAWING,
    EntryKind.PAYABLE_PAID,
)


def within(entries: Sequence[Entry], first: date, last: date) -> list[Entry]:
    """The entries of a period, both days included."""
    return [entry for entry in entries if first <= entry.business_date <= last]


def totals(entries: Sequence[Entry]) -> Mapping[EntryKind, Decimal]:
    """The sum of each kind."""
    found: dict[EntryKind, Decimal] = defaultdict(Decimal)
    for entry in entries:
        found[entry.kind] += entry.amount
    return found


def by_item(entries: Sequence[Entry], kind: EntryKind, most: int) -> list[ItemTotal]:
    """The items with the largest sums, largest first."""
    amounts: dict[str, Decimal] = defaultdict(Decimal)
    quantities: dict[str, Decimal] = defaultdict(Decimal)
    for entry in entries:
        if entry.kind is kind and entry.item:
            amounts[entry.item] += entry.amount
            quantities[entry.item] += entry.quantity or Decimal()
    largest = sorted(amounts, key=lambda item: (-amounts[item], item))[:most]
    return [ItemTotal(item, amounts[item], quantities[item] or None) for item in largest]


def by_person(entries: Sequence[Entry], members: Sequence[Member]) -> list[PersonTotal]:
    """What each member sold, and the cash that passed through their hands."""
    return [
        PersonTotal(member, totals(theirs)[EntryKind.SALE], cash(theirs))
        for member in members
        if (theirs := [entry for entry in entries if entry.person_id == member.person_id])
    ]


def cash(entries: Sequence[Entry]) -> Decimal:
    """Cash in less cash out."""
    paid = [entry for entry in entries if entry.payment == "cash"]
    coming = sum((e.amount for e in paid if e.kind in CASH_IN), start=Decimal())
    going = sum((e.amount for e in paid if e.kind in CASH_OUT), start=Decimal())
    return coming - going
