"""Read the hour of the day in both clocks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from bot.nlu.dates import Day
from bot.nlu.understanding import Utterance
from bot.nlu.words import Token


class Hour(NamedTuple):
    """A time of day said in tokens `[start:end]`; two moments when two readings remain."""

    moments: tuple[datetime, ...]
    start: int
    end: int
    unclear: bool = False


def hours(
    tokens: Sequence[Token], utterance: Utterance, days: Sequence[Day], used: Collection[int]
) -> list[Hour]:
    """Find the hours said in `tokens`."""
    return []
