"""Read calendar days: today, Friday, 3 March, in two weeks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from bot.nlu.words import Token


class Day(NamedTuple):
    """A day said in tokens `[start:end]`."""

    date: date
    start: int
    end: int


def days(tokens: Sequence[Token], now: datetime) -> list[Day]:
    """Find the days said in `tokens`."""
    return [
        Day(now.date() + timedelta(days=token.sense.day), place, place + 1)
        for place, token in enumerate(tokens)
        if token.sense.day is not None
    ]
