"""Read how long to wait: in two hours, baada ya nusu saa, an hour and a half from now."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from bot.nlu.dates import has, whole_number
from bot.nlu.numbers import said
from bot.nlu.senses import NumberRole, Role
from bot.nlu.words import Token

DECIMAL = re.compile(r"\d{1,3}\.\d{1,2}\Z")
LONGEST = 10_000
STEP = {"minute": Decimal(1), "hour": Decimal(60)}


class Wait(NamedTuple):
    """So many minutes, said in the tokens up to `end`."""

    minutes: Decimal
    end: int


def wait(tokens: Sequence[Token], place: int) -> Wait | None:
    """Read a length of time at `place`; several parts add up (2 hours 30 minutes)."""
    total = _part(tokens, place)
    if total is None:
        return None
    joined = total.end + has(tokens, total.end, Role.AND)
    more = _part(tokens, joined)
    return Wait(total.minutes + more.minutes, more.end) if more else total


def _part(tokens: Sequence[Token], place: int) -> Wait | None:
    """A number and its unit of time, in either order."""
    unit = _unit(tokens, place)
    if unit is not None:
        count = _count(tokens, place + 1)
        return Wait(unit * count[0], count[1]) if count else None
    count = _count(tokens, place)
    unit = _unit(tokens, count[1]) if count else None
    if count is None or unit is None:
        return None
    half = _added_half(tokens, count[1] + 1)
    return Wait(unit * (count[0] + half[0]), half[1])


def _unit(tokens: Sequence[Token], place: int) -> Decimal | None:
    span = tokens[place].sense.span if place < len(tokens) else None
    return STEP.get(span) if span else None


def _count(tokens: Sequence[Token], place: int) -> tuple[Decimal, int] | None:
    """`two`, `an`, `half an`, `one and a half`, `nusu`, `moja na nusu`, `a quarter of an`."""
    if _role(tokens, place) == "article" and _role(tokens, place + 1) != "quarter":
        return Decimal(1), place + 1
    start = place + (_role(tokens, place) == "article")
    if _role(tokens, start) in {"half", "quarter"}:
        number = tokens[start].sense.number
        end = start + 1 + has(tokens, start + 1, Role.OF)
        end += _role(tokens, end) == "article"
        return (number.value, end) if number else None
    if place < len(tokens) and DECIMAL.match(tokens[place].word):
        return Decimal(tokens[place].word), place + 1
    fraction = said(tokens, place, "")
    if fraction is not None and not fraction.unclear and fraction.value % 1:
        return fraction.value, fraction.end
    number_said = whole_number(tokens, place, LONGEST)
    if number_said is None:
        return None
    half, end = _added_half(tokens, number_said[1])
    return Decimal(number_said[0]) + half, end


def _added_half(tokens: Sequence[Token], place: int) -> tuple[Decimal, int]:
    """`and a half`, `na nusu` behind a number or its unit."""
    if not has(tokens, place, Role.AND):
        return Decimal(0), place
    part = place + 1 + (_role(tokens, place + 1) == "article")
    number = tokens[part].sense.number if part < len(tokens) else None
    if number is None or number.role not in {"half", "quarter"}:
        return Decimal(0), place
    return number.value, part + 1


def _role(tokens: Sequence[Token], place: int) -> NumberRole | None:
    number = tokens[place].sense.number if 0 <= place < len(tokens) else None
    return number.role if number else None
