"""Read days as people write them, in the one order that a whole file follows: pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum

from engine.importing.words import TableError

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T]\d.*)?")
_FIGURES = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?:[ T]\d.*)?")
_NAMED = re.compile(r"(\d{1,2})[-/. ]*([^\W\d]+)[-/., ]*(\d{4}|\d{2})")
_CENTURY = 2000
_MONTHS = 12


class Order(Enum):
    """What stands first where a day is written in figures, its year last."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


class DayError(ValueError):
    """What stands in a cell is no day; the text says how one is written."""


def order(texts: Iterable[str]) -> Order:
    """The order that a file's days follow.

    Raises `TableError` where they follow two, or leave it open: it is never guessed.
    """
    found: set[Order] = set()
    is_open = None
    for text in texts:
        told = _FIGURES.fullmatch(text.strip())
        if told is None:
            continue
        first, second = int(told[1]), int(told[2])
        if first > _MONTHS >= second:
            found.add(Order.DAY_FIRST)
        elif second > _MONTHS >= first:
            found.add(Order.MONTH_FIRST)
        elif first != second:
            is_open = text
    if len(found) == 2:
        raise TableError(
            "some dates have the day first and some the month: write them as 2026-01-31"
        )
    if is_open is not None and not found:
        raise TableError(
            f"{is_open} may have the day first or the month:"
            " say which with --dates day-first or --dates month-first"
        )
    return found.pop() if found else Order.DAY_FIRST


def read(text: str, follows: Order, months: Mapping[str, int]) -> date:
    """A day. Raises `DayError`."""
    told = text.strip()
    try:
        if iso := _ISO.fullmatch(told):
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if named := _NAMED.fullmatch(told):
            return date(_year(named[3]), months[named[2].casefold()], int(named[1]))
        if figures := _FIGURES.fullmatch(told):
            first, second = int(figures[1]), int(figures[2])
            day, month = (first, second) if follows is Order.DAY_FIRST else (second, first)
            return date(_year(figures[3]), month, day)
    except (ValueError, LookupError):
        pass
    raise DayError("is no day: write it as 2026-01-31")


def _year(said: str) -> int:
    return int(said) + _CENTURY if len(said) == 2 else int(said)
