"""What is read off a clock before its half of the day is known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from bot.nlu.dates import has
from bot.nlu.senses import DayPart, Role
from bot.nlu.words import Token

HALF_DAY, DAY = 12, 24


class Spoken(NamedTuple):
    """An hour in minutes of the day, or a wait from now; two entries for two readings."""

    minutes: tuple[int, ...]
    start: int
    end: int
    unclear: bool = False
    night: bool = False
    after: timedelta | None = None


class Face(NamedTuple):
    """What was read off a clock before its half of the day is known."""

    hour: int
    minute: int
    end: int
    figure: bool


def western_hours(hour: int) -> tuple[int, int]:
    """The two hours of 24 that a Western hour may mean."""
    return hour % HALF_DAY, hour % HALF_DAY + HALF_DAY


def fits(hour: int, start: int, end: int) -> bool:
    """Tell whether an hour lies in a part of the day, which may pass midnight."""
    return start <= hour < end or start <= hour + DAY < end


def minutes_of(hour: int, face: Face) -> int:
    """The minute of the day that `face` shows in that hour."""
    return hour % DAY * 60 + face.minute


def both(
    first: int, second: int, face: Face, start: int, end: int, *, night: bool = False
) -> Spoken:
    """Two readings remain."""
    return Spoken(
        (minutes_of(first, face), minutes_of(second, face)),
        start,
        end,
        unclear=True,
        night=night,
    )


def daypart(tokens: Sequence[Token], place: int) -> tuple[DayPart | None, int]:
    """The part of the day right behind an hour; a linking word may stand between."""
    for skip in (0, 1):
        at = place + skip
        if skip and not has(tokens, place, Role.OF):
            break
        if at < len(tokens) and tokens[at].sense.daypart:
            return tokens[at].sense.daypart, at + 1
    return None, place


def daypart_elsewhere(tokens: Sequence[Token], start: int, end: int) -> DayPart | None:
    """`asubuhi saa mbili`, `saa mbili kesho asubuhi`: the only part of the day said nearby."""
    near = [*range(max(0, start - 3), start), *range(end, min(len(tokens), end + 4))]
    parts = [tokens[place].sense.daypart for place in near]
    known = [part for part in parts if part is not None]
    return known[0] if len(known) == 1 else None


def am_pm(tokens: Sequence[Token], place: int) -> tuple[Role, int] | None:
    """The half of the day said at `place`, and where it ends."""
    if has(tokens, place, Role.AM):
        return Role.AM, place + 1
    if has(tokens, place, Role.PM):
        return Role.PM, place + 1
    return None


def split(text: str) -> tuple[int, int]:
    """Part a clock time into hour and minute."""
    hour, minute = text.split(":")[:2]
    return int(hour), int(minute)
