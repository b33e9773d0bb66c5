"""Suggest a decision from an amount, limits and history; unsure means: let a person look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from statistics import median
from typing import Any

from bot.countries import COUNTRIES
from bot.replies import suggestions as say
from bot.reply import Money, Reply
from engine.ai.base import AIError
from engine.ai.inputs import amount as read_amount

ENOUGH = 3
"""Former amounts from which a usual one can be told."""

FAR = 3
"""Times the usual amount that somebody should look at."""


class Suggestion(StrEnum):
    """What may be suggested; a person decides."""

    APPROVE = "approve"
    REJECT = "reject"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Advice:
    """A suggestion with all its reasons."""

    suggestion: Suggestion
    reasons: tuple[Reply, ...]
    confidence: Decimal


@dataclass(frozen=True, slots=True)
class _Case:
    """What was told; `unclear`: a bound was given that cannot be read."""

    amount: Money
    maximum: Money | None
    available: Money | None
    limit: Money | None
    usual: Money | None
    unclear: bool


def advise(told: Any, country: str) -> Advice:
    """Weigh `amount` against `maximum`, `available`, `limit` and `history` or `usual`.

    Raises `AIError` where there is no mapping.
    """
    if not isinstance(told, Mapping):
        raise AIError("bad_input", "give a mapping with 'amount', and 'limit' or 'history'")
    amount = read_amount(told.get("amount"))
    if amount is None or amount <= 0:
        return Advice(Suggestion.REVIEW, (say.no_amount(),), Decimal("0.3"))
    case = _case(told, Money(amount, _currency(told, country)))
    if forbidden := _forbidden(case):
        return Advice(Suggestion.REJECT, forbidden, Decimal("0.9"))
    if doubts := _doubts(case):
        return Advice(Suggestion.REVIEW, doubts, Decimal("0.7"))
    reasons = _grounds(case)
    if not reasons:
        return Advice(Suggestion.REVIEW, (say.nothing_to_compare(),), Decimal("0.3"))
    sure = Decimal("0.6") if case.limit is None else Decimal("0.8")
    return Advice(Suggestion.APPROVE, reasons, sure + Decimal("0.1") * (len(reasons) - 1))


def _forbidden(case: _Case) -> tuple[Reply, ...]:
    found = []
    if case.maximum and case.amount.amount > case.maximum.amount:
        found.append(say.above_maximum(case.amount, case.maximum))
    if case.available and case.amount.amount > case.available.amount:
        found.append(say.above_available(case.amount, case.available))
    return tuple(found)


def _doubts(case: _Case) -> tuple[Reply, ...]:
    found = []
    if case.limit and case.amount.amount > case.limit.amount:
        found.append(say.above_limit(case.amount, case.limit))
    if case.usual and case.amount.amount > case.usual.amount * FAR:
        found.append(say.unusual(case.amount, case.usual))
    if case.unclear:
        found.append(say.unclear())  # What cannot be read forbids nothing, but permits nothing.
    return tuple(found)


def _grounds(case: _Case) -> tuple[Reply, ...]:
    found = []
    if case.limit:
        found.append(say.within_limit(case.amount, case.limit))
    if case.usual:
        found.append(say.usual(case.amount, case.usual))
    return tuple(found)


def _case(told: Mapping[str, Any], amount: Money) -> _Case:
    names = ("maximum", "available", "limit", "usual")
    given = {name: told[name] for name in names if told.get(name) is not None}
    read = {name: read_amount(value) for name, value in given.items()}
    history, is_whole = _history(told.get("history"))
    if read.get("usual") is None and history is not None:
        read["usual"] = history
    bounds = {
        name: None if (value := read.get(name)) is None else Money(value, amount.currency)
        for name in names
    }
    unclear = any(read[name] is None for name in given) or not is_whole
    return _Case(amount, **bounds, unclear=unclear)


def _history(value: object) -> tuple[Decimal | None, bool]:
    """The middle of former amounts, and whether all of them could be read."""
    if value is None:
        return None, True
    if not isinstance(value, list | tuple):
        return None, False
    plain = [each.get("amount") if isinstance(each, Mapping) else each for each in value]
    known = [found for each in plain if (found := read_amount(each)) is not None]
    if len(known) < ENOUGH:
        return None, len(known) == len(plain)
    return median(known), len(known) == len(plain)


def _currency(told: Mapping[str, Any], country: str) -> str:
    named = told.get("currency")
    if isinstance(named, str) and len(named) == 3 and named.isascii() and named.isalpha():
        return named.upper()
    return next((each.currency for each in COUNTRIES if each.code == country), "KES")
