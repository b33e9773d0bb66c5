"""What is owed, before and after the drafts of one message."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from bot.drafts import Draft
from bot.people import words
from bot.shop import Customer, EntryKind, Shop

OWED_TO_US = (EntryKind.DEBT, EntryKind.DEBT_PAID)
RAISING = (EntryKind.DEBT, EntryKind.PAYABLE)


@dataclass(frozen=True, slots=True)
class Balance:
    """What one person owes the shop (`to_us`), or the shop owes them."""

    name: str
    amount: Decimal
    to_us: bool


def balance(shop: Shop, draft: Draft, also: Iterable[Draft] = ()) -> Balance:
    """The balance that a draft is about, with these drafts counted in already."""
    to_us = draft.kind in OWED_TO_US
    known = customer(shop, draft)
    before = Decimal() if known is None else known.owes_us if to_us else known.we_owe
    change = sum((_change(other) for other in also if _same(draft, other)), start=Decimal())
    return Balance(draft.party or "", before + change, to_us)


def customer(shop: Shop, draft: Draft) -> Customer | None:
    """The person in the book whom a draft means."""
    if draft.customer is None:
        return None
    return next((each for each in shop.customers() if str(each.id) == draft.customer), None)


def _change(draft: Draft) -> Decimal:
    amount = draft.amount or Decimal()
    return amount if draft.kind in RAISING else -amount


def _same(draft: Draft, other: Draft) -> bool:
    if (draft.kind in OWED_TO_US) is not (other.kind in OWED_TO_US):
        return False
    if draft.customer or other.customer:
        return draft.customer == other.customer
    return words(draft.party or "") == words(other.party or "")
