"""From what was wished for to the starter that does it, or to what is not said yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from typing import Literal

from bot import rules
from bot.nlu.understanding import Act
from bot.people import meant
from bot.rules import EVENING, LIMITS, Wanted
from bot.topic import Scene


@dataclass(frozen=True, slots=True)
class Missing:
    """What is not said yet: above which amount (`about` a kind), of what, or at which stock.

    Or a customer who is not in the book, or has no phone there.
    """

    what: Literal["limit", "errand", "threshold", "count", "customer", "phone"]
    about: str = ""


@dataclass(frozen=True, slots=True)
class Warned:
    """A wish to be told of one item: the rule, and the stock at which it is told."""

    wanted: Wanted
    item: str
    threshold: Decimal


Wish = Wanted | Warned | Missing | None
"""None where no rule of ours does what is wished for."""


def wish(scene: Scene, act: Act) -> Wish:
    """What the owner wishes for."""
    kind = act.kind or ""
    if act.when is not None and len(set(scene.heard.understanding.times)) > 1:
        return None  # Two rules in one message: which hour is whose would be guessed.
    if kind in LIMITS:
        amount = act.amount or _only(scene.heard.understanding.amounts)
        return rules.limited(kind, amount) if amount and amount > 0 else Missing("limit", kind)
    if kind == "stock":
        return _stock(scene, act)
    if kind == "summary":
        return _summary(act)
    if kind == "own":
        return _own(act)
    if kind == "debt_reminder":
        return rules.of_debts(act.unit, act.date, _at(act))
    if kind == "customer":
        return _customer(scene, act)
    starters = rules.STARTERS.get(kind, ())
    return rules.VISITS.get(kind) or (Wanted(starters[0]) if starters else None)


def _summary(act: Act) -> Wanted:
    at = _at(act)
    if act.unit == "week":
        return rules.every_week(act.date.weekday() if act.date else 0, at)
    if act.unit == "month":
        return rules.every_month(act.date.day if act.date else 1, at)
    return rules.every_day(at or EVENING)


def _own(act: Act) -> Wanted | Missing:
    if not act.item:
        return Missing("errand")
    return rules.reminder(act.item, act.unit, act.date, _at(act))


def _customer(scene: Scene, act: Act) -> Wanted | Missing:
    found = meant(act.party or "", scene.shop.customers()).sure
    if found is None:
        return Missing("customer", act.party or "")
    if scene.shop.contacts.phone_of(found.id) is None:
        return Missing("phone", found.name)
    if not act.item:
        return Missing("errand")
    who = found.id, found.name
    return rules.to_customer(who, act.item, act.unit, act.date, _at(act))


def _stock(scene: Scene, act: Act) -> Wish:
    """All counted goods, or one item with the stock at which it is told."""
    if act.item is None:
        return Wanted(rules.STOCK)
    stock = scene.shop.stock(act.item)
    if stock is None:
        return Missing("count", act.item)
    threshold = act.quantity if act.quantity is not None else stock.threshold
    if threshold is None:
        return Missing("threshold", stock.item)
    return Warned(Wanted(rules.STOCK), stock.item, threshold)


def _at(act: Act) -> time | None:
    return act.when.timetz().replace(tzinfo=None) if act.when else None


def _only(amounts: Sequence[Decimal]) -> Decimal | None:
    return amounts[0] if len(amounts) == 1 else None
