"""Read calendar days: today, Friday, 3 March, in two weeks."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from bot.nlu.numbers import said
from bot.nlu.senses import Role
from bot.nlu.words import Token

ISO = re.compile(r"\d{4}-")
DAYS_OF = {"day": 1, "week": 7}
MONTHS = 12
FARTHEST = 10_000
"""Days; more than this counted from today is no date anybody means."""


Other = date | None
"""`Day` calls its own day `date`, which hides the type behind it."""


class Day(NamedTuple):
    """A day said in tokens `[start:end]`; `weekday` when only its name was said.

    `earlier` is the other day it may be when it was said without its month or week.
    """

    date: date
    start: int
    end: int
    weekday: bool = False
    earlier: Other = None


def days(tokens: Sequence[Token], now: datetime) -> list[Day]:
    """Find the days said in `tokens`."""
    found: list[Day] = []
    place = 0
    if not any(map(_is_timely, tokens)):
        return found
    while place < len(tokens):
        day = next((each for rule in RULES if (each := rule(tokens, place, now.date()))), None)
        if day is None:
            place += 1
            continue
        found.append(day)
        place = day.end
    return _joined(found, tokens)


def _joined(found: list[Day], tokens: Sequence[Token]) -> list[Day]:
    """`Friday next week`, `wiki ijayo Jumanne`: a weekday beside a week lies in that week."""
    joined: list[Day] = []
    for day in found:
        last = joined[-1] if joined else None
        if last is None or last.end != day.start or not _is_week(last, day, tokens):
            joined.append(day)
            continue
        named, week = (last, day) if last.weekday else (day, last)
        monday = week.date - timedelta(days=week.date.weekday())
        exact = monday + timedelta(days=named.date.weekday())
        joined[-1] = Day(exact, last.start, day.end)
    return joined


def _is_week(first: Day, second: Day, tokens: Sequence[Token]) -> bool:
    week = second if first.weekday else first
    spans = {tokens[place].sense.span for place in range(week.start, week.end)}
    return first.weekday != second.weekday and "week" in spans


def _is_timely(token: Token) -> bool:
    """Tell whether a word may be the heart of a date; without one no rule need be tried."""
    sense = token.sense
    return (
        token.kind == "date"
        or sense.day is not None
        or sense.weekday is not None
        or sense.month is not None
        or sense.span is not None
        or Role.DATE in sense.roles
        or Role.ORDINAL in sense.roles
    )


def whole_number(tokens: Sequence[Token], place: int, highest: int) -> tuple[int, int] | None:
    """A whole number up to `highest` at `place`, in figures or words, and where it ends."""
    if not 0 <= place < len(tokens):
        return None
    token = tokens[place]
    if token.kind == "digits":
        value = int(token.word) if token.word.isdecimal() and len(token.word) < 4 else -1
        end = place + 1 + has(tokens, place + 1, Role.ORDINAL)
        return (value, end) if 0 <= value <= highest else None
    number = said(tokens, place, "")
    if number is None or number.unclear or number.value != int(number.value):
        return None
    return (int(number.value), number.end) if 0 <= number.value <= highest else None


def has(tokens: Sequence[Token], place: int, role: Role) -> bool:
    """Tell whether there is a word at `place` that may play `role`."""
    return 0 <= place < len(tokens) and role in tokens[place].sense.roles


def _relative(tokens: Sequence[Token], place: int, today: date) -> Day | None:
    days_away = tokens[place].sense.day
    if days_away is None or has(tokens, place - 1, Role.NEXT):
        return None
    return Day(today + timedelta(days=days_away), place, place + 1)


def _weekday(tokens: Sequence[Token], place: int, today: date) -> Day | None:
    weekday = tokens[place].sense.weekday
    if weekday is None:
        return None
    ahead = (weekday - today.weekday()) % 7
    if found := _marked(tokens, place, Role.NEXT):
        day = today + timedelta(days=ahead or 7)
        return Day(day, *found, weekday=True, earlier=day - timedelta(days=7))
    if found := _marked(tokens, place, Role.LAST):
        return Day(today + timedelta(days=ahead - 7), *found)
    day = today + timedelta(days=ahead)
    return Day(day, place, place + 1, weekday=True, earlier=day - timedelta(days=7))


def _marked(tokens: Sequence[Token], place: int, role: Role) -> tuple[int, int] | None:
    """Where a day and its "next" stand, unless the "next" belongs to a week beside it."""
    if has(tokens, place - 1, role) and not _is_span(tokens, place - 2):
        return place - 1, place + 1
    if has(tokens, place + 1, role) and not _is_span(tokens, place + 2):
        return place, place + 2
    return None


def _is_span(tokens: Sequence[Token], place: int) -> bool:
    return 0 <= place < len(tokens) and tokens[place].sense.span is not None


def _around(tokens: Sequence[Token], place: int, role: Role) -> tuple[int, int]:
    before = has(tokens, place - 1, role)
    return place - before, place + 1 + (not before)


def _written(tokens: Sequence[Token], place: int, today: date) -> Day | None:
    """`13/1/26`, `06.05.2023`, `2026-11-23`: day before month everywhere but in ISO."""
    if tokens[place].kind != "date":
        return None
    parts = [int(part) for part in re.split(r"[/.-]", tokens[place].word)]
    if len(parts) == 2:
        return _without_year(today, parts[0], parts[1], place, place + 1)
    year, month, day = parts if ISO.match(tokens[place].word) else reversed(parts)
    known = _date(year + 2000 if year < 100 else year, month, day)
    return Day(known, place, place + 1) if known else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(tokens: Sequence[Token], place: int, today: date) -> Day | None:
    """`3 March`, `March 3`, `tarehe 3 machi`, `tarehe 3 mwezi wa tatu`, `tarehe 3`."""
    marked = has(tokens, place, Role.DATE)
    month = _named_month(tokens, place + marked)
    if month is not None:
        day = whole_number(tokens, month[1] + has(tokens, month[1], Role.DATE), 31)
        if day and (has(tokens, day[1], Role.AM) or has(tokens, day[1], Role.PM)):
            return None  # "30 Feb 10am": the ten is an hour.
        end = day[1] if day else 0
    else:
        day = whole_number(tokens, place + marked, 31)
        end = day[1] if day else 0
        month = _named_month(tokens, end + has(tokens, end, Role.OF)) if day else None
        end = month[1] if month else end
    if day is None or (month is None and not marked):
        return None
    return _without_year(today, day[0], month[0] if month else None, place, end)


def _named_month(tokens: Sequence[Token], place: int) -> tuple[int, int] | None:
    """`May`, `mwezi wa mei`, `mwezi wa tano`."""
    marked = has(tokens, place, Role.MONTH_NUMBER)
    month = tokens[place + marked].sense.month if place + marked < len(tokens) else None
    if month is not None:
        return month, place + marked + 1
    return whole_number(tokens, place + 1, MONTHS) if marked else None


def _ordinal(tokens: Sequence[Token], place: int, today: date) -> Day | None:
    """`on the 30th`: a day of this month or the next, unless it tells which of some things."""
    if not has(tokens, place + 1, Role.ORDINAL) or not has(tokens, place - 1, Role.OF):
        return None
    day = whole_number(tokens, place, 31)
    behind = tokens[place + 2] if place + 2 < len(tokens) else None
    if day is None or (behind is not None and behind.kind == "word" and not behind.sense.roles):
        return None
    return _without_year(today, day[0], None, place, day[1])


def _without_year(today: date, day: int, month: int | None, start: int, end: int) -> Day | None:
    """The next time this day comes; of a day of any month also the last time it came."""
    known = _next(today, day, month)
    if known is None:
        return None
    past = (_same_day(known, back) for back in (1, 2)) if month is None else ()
    return Day(known, start, end, earlier=next((each for each in past if each), None))


def _same_day(day: date, months_ago: int) -> date | None:
    year, index = divmod(day.year * MONTHS + day.month - 1 - months_ago, MONTHS)
    return _date(year, index + 1, day.day)


def _next(today: date, day: int, month: int | None) -> date | None:
    """The next time this day comes; a day of a month that is nearly gone lies in the next."""
    if month is not None:
        known = _date(today.year, month, day)
        near = known is not None and known >= today - timedelta(days=180)
        return known if near else _date(today.year + 1, month, day)
    for ahead in range(3):
        year, index = divmod(today.year * MONTHS + today.month - 1 + ahead, MONTHS)
        known = _date(year, index + 1, day)
        if known is not None and known >= today:
            return known
    return None


def _counted(tokens: Sequence[Token], place: int, today: date) -> Day | None:
    """`in 3 days`, `baada ya siku 3`, `3 days ago`, `siku 3 zilizopita`."""
    ahead = has(tokens, place, Role.AFTER)
    counted = _count_of_span(tokens, place + ahead)
    if counted is None or counted[0] * DAYS_OF.get(counted[1], 31) > FARTHEST:
        return None
    number, span, end = counted
    if ahead:
        return Day(_moved(today, span, number), place, end)
    behind = tokens[place].sense.span is None  # "300 wiki iliyopita" is last week.
    if has(tokens, end, Role.AGO) and not (behind and has(tokens, end, Role.LAST)):
        return Day(_moved(today, span, -number), place, end + 1)
    if has(tokens, end, Role.FROM_NOW) or (has(tokens, end, Role.NEXT) and not behind):
        return Day(_moved(today, span, number), place, end + 1)
    return None


def _count_of_span(tokens: Sequence[Token], place: int) -> tuple[int, str, int] | None:
    """A number and its span, in either order."""
    span = tokens[place].sense.span if place < len(tokens) else None
    if span in DAYS_OF or span == "month":
        number = whole_number(tokens, place + 1, FARTHEST)
        return (number[0], span, number[1]) if number and span else None
    number = whole_number(tokens, place, FARTHEST)
    if number is None or number[1] >= len(tokens):
        return None
    span = tokens[number[1]].sense.span
    if span is None or (span not in DAYS_OF and span != "month"):
        return None
    return number[0], span, number[1] + 1


def _moved(today: date, span: str, number: int) -> date:
    if span != "month":
        return today + timedelta(days=DAYS_OF[span] * number)
    year, index = divmod(today.year * MONTHS + today.month - 1 + number, MONTHS)
    return date(year, index + 1, min(today.day, monthrange(year, index + 1)[1]))


def _span(tokens: Sequence[Token], place: int, today: date) -> Day | None:
    """`next week`, `wiki ijayo`, `mwezi jana`, `mwisho wa mwezi`."""
    span = tokens[place].sense.span
    if span not in DAYS_OF and span != "month":
        return None
    if has(tokens, place - 1, Role.END):
        last = monthrange(today.year, today.month)[1]
        return Day(today.replace(day=last), place - 1, place + 1) if span == "month" else None
    for role, step in ((Role.NEXT, 1), (Role.LAST, -1)):
        if has(tokens, place - 1, role) or has(tokens, place + 1, role):
            return Day(_moved(today, span or "day", step), *_around(tokens, place, role))
    following = tokens[place + 1].sense if place + 1 < len(tokens) else None
    if following is not None and following.day == -1:
        return Day(_moved(today, span or "day", -1), place, place + 2)
    return None


RULES: tuple[Callable[[Sequence[Token], int, date], Day | None], ...] = (
    _relative,
    _weekday,
    _written,
    _counted,
    _month,
    _ordinal,
    _span,
)
