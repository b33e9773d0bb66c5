"""What was just booked, in one bubble: entries, the day's totals, what is left, how to undo."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from bot import goods
from bot.drafts import Draft
from bot.replies import entries
from bot.replies import recording as replies
from bot.replies.shops import in_shop
from bot.reply import Money, Reply
from bot.shop import EntryKind
from bot.topic import Scene


def receipt(scene: Scene, sure: Sequence[Draft]) -> Reply:
    """The entries just booked, with the totals of their days."""
    currency = scene.organization.currency
    by_kind = {kind: [d for d in sure if d.kind is kind] for kind in EntryKind}
    noted = [
        replies.noted(kind, drafts, currency) for kind, drafts in by_kind.items() if drafts
    ]
    totals = [total for drafts in by_kind.values() for total in _totals(scene, drafts)]
    left = goods.left(goods.moved(scene.shop, sure))
    booked = replies.receipt([*noted, *totals, *left], entries_booked=len(sure))
    here = scene.organization
    return in_shop(here.name).followed_by(booked) if here.has_siblings else booked


def total_of_day(scene: Scene, kind: EntryKind, day: date, change: Decimal) -> Reply:
    """A day's total after a change that the shop has not seen yet."""
    money = Money(scene.shop.total(kind, day) + change, scene.organization.currency)
    return entries.total(kind, money, day, scene.shop.business_date(scene.heard.at))


def _totals(scene: Scene, drafts: Sequence[Draft]) -> Iterable[Reply]:
    today = scene.shop.business_date(scene.heard.at)
    for day in sorted({draft.day or today for draft in drafts}):
        booked = [draft for draft in drafts if (draft.day or today) == day]
        change = sum((draft.amount or Decimal() for draft in booked), start=Decimal())
        yield total_of_day(scene, booked[0].kind, day, change)
