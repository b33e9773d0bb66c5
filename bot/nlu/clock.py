"""Read the hour of the day in both clocks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from bot.nlu.dates import Day
from bot.nlu.faces import Spoken
from bot.nlu.hours import spoken
from bot.nlu.senses import Role
from bot.nlu.understanding import Utterance
from bot.nlu.western import may_be_bare
from bot.nlu.words import Token

MIDNIGHT = time(0)
DAWN = 6
TIMELY = frozenset(
    {Role.HOUR, Role.OCLOCK, Role.AM, Role.PM, Role.QUARTER_PAST, Role.QUARTER_TO, Role.PAST}
)
MOST_DAYS = 8


class Hour(NamedTuple):
    """A time of day said in tokens `[start:end]`; two moments when two readings remain."""

    moments: tuple[datetime, ...]
    start: int
    end: int
    unclear: bool = False


def hours(
    tokens: Sequence[Token], utterance: Utterance, days: Sequence[Day], used: Collection[int]
) -> list[Hour]:
    """Find the hours said in `tokens`, each on the day that was said with it."""
    found: list[Hour] = []
    place = 0
    bare = may_be_bare(tokens, dated=bool(days))
    if not bare and not any(map(_is_timely, tokens)):
        return found
    while place < len(tokens):
        heard = None if place in used else spoken(tokens, place, bare=bare)
        if heard is None:
            place += 1
            continue
        found.append(_dated(heard, utterance.now, days))
        place = max(heard.end, place + 1)
    return found


def _is_timely(token: Token) -> bool:
    """Tell whether a word may be the heart of an hour; without one no rule need be tried."""
    sense = token.sense
    return (
        token.kind == "time"
        or sense.daypart is not None
        or sense.span is not None
        or bool(sense.roles & TIMELY)
    )


def _dated(heard: Spoken, now: datetime, days: Sequence[Day]) -> Hour:
    if heard.after is not None:
        return Hour((now + heard.after,), heard.start, heard.end)
    day = _day_near(heard, days)
    moments = tuple(_moment(minutes, now, day, night=heard.night) for minutes in heard.minutes)
    return Hour(moments, heard.start, heard.end, heard.unclear or _which_night(heard, now, day))


def _day_near(heard: Spoken, days: Sequence[Day]) -> Day | None:
    return min(days[:MOST_DAYS], key=lambda day: abs(day.start - heard.start), default=None)


def _moment(minutes: int, now: datetime, day: Day | None, *, night: bool) -> datetime:
    """The next such time; what is past today means tomorrow, a past weekday the next week."""
    on = day.date if day else now.date()
    small_hours = night and minutes < DAWN * 60
    if small_hours and (day is None or day.date == now.date()):
        on += timedelta(days=1)  # "Tonight at saa sita" is past midnight: the next date.
    moment = _at(on, minutes, now)
    if moment > now or small_hours:
        return moment
    if day is None:
        return _at(on + timedelta(days=1), minutes, now)
    if day.weekday and day.date == now.date():
        return _at(on + timedelta(days=7), minutes, now)
    return moment


def _at(day: date, minutes: int, now: datetime) -> datetime:
    return datetime.combine(day, time(minutes // 60, minutes % 60), tzinfo=now.tzinfo)


def _which_night(heard: Spoken, now: datetime, day: Day | None) -> bool:
    """`kesho saa sita usiku` leaves open the night before that day or after it."""
    small_hours = heard.night and any(minutes < DAWN * 60 for minutes in heard.minutes)
    return small_hours and day is not None and day.date > now.date()
