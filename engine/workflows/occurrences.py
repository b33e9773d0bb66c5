"""When a recurrence rule comes: wall times in order, period by period, over counted days.

dateutil goes on to the year 9999 where a rule never comes (the 30th of February), for seconds;
here no more days are looked at than asked for. The tests hold the two beside each other.
"""

from __future__ import annotations

from calendar import isleap, monthrange
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import count, takewhile

from engine.workflows.recurrence import Recurrence

DTSTART = date(2001, 1, 1)
"""A Monday, the first of a month and of a year at once."""
DAY = timedelta(days=1)


def wall_times(rule: Recurrence, begin: datetime, end: datetime) -> Iterator[datetime]:
    """The wall times of a rule from `begin`, not before DTSTART, to `end`, in order."""
    first = max(begin, datetime.combine(DTSTART, time()))
    starts = takewhile(lambda start: start <= end.date(), _periods(rule, first.date()))
    for start in starts:
        for wall in _chosen(rule, [day for day in _days(rule, start) if fits(rule, day)]):
            if first <= wall <= end:
                yield wall


def fits(rule: Recurrence, day: date) -> bool:
    """Whether a day of a period is one the rule names."""
    if rule.months and day.month not in rule.months:
        return False
    length = monthrange(day.year, day.month)[1]
    if rule.month_days and not {day.day, day.day - length - 1} & {*rule.month_days}:
        return False
    return rule.weekdays is None or _is_named(rule, day, length)


def _is_named(rule: Recurrence, day: date, length: int) -> bool:
    """Whether the day of the week fits: any of them, or the one counted in month or year."""
    place = day.day
    if rule.frequency == "YEARLY" and not rule.months:
        place, length = day.timetuple().tm_yday, 365 + isleap(day.year)
    which = {0, (place - 1) // 7 + 1, -((length - place) // 7 + 1)}
    return any(day.weekday() == weekday and n in which for n, weekday in rule.weekdays or ())


def _chosen(rule: Recurrence, days: Sequence[date]) -> list[datetime]:
    """The times of a period's days, or those at the places that BYSETPOS names."""
    times = [time(hour, minute) for hour in rule.hours for minute in rule.minutes]
    walls = [datetime.combine(day, moment) for day in days for moment in times]
    if rule.positions is None:
        return walls
    places = {at - 1 if at > 0 else len(walls) + at for at in rule.positions}
    return [walls[place] for place in sorted(places) if 0 <= place < len(walls)]


def _periods(rule: Recurrence, day: date) -> Iterator[date]:
    """The first days of the counted periods, from the last one that began by `day`."""

    def counted(passed: int) -> Iterator[int]:
        return count(passed // rule.interval * rule.interval, rule.interval)

    match rule.frequency:
        case "YEARLY":
            years = counted(day.year - DTSTART.year)
            return (DTSTART.replace(year=DTSTART.year + n) for n in years)
        case "MONTHLY":
            months = counted((day.year - DTSTART.year) * 12 + day.month - 1)
            return (date(DTSTART.year + n // 12, n % 12 + 1, 1) for n in months)
        case "WEEKLY":
            origin = DTSTART - (-rule.week_start % 7) * DAY
            return (origin + 7 * n * DAY for n in counted((day - origin).days // 7))
        case "DAILY":
            return (DTSTART + n * DAY for n in counted((day - DTSTART).days))


def _days(rule: Recurrence, start: date) -> list[date]:
    """All days of a period."""
    match rule.frequency:
        case "YEARLY":
            length = 365 + isleap(start.year)
        case "MONTHLY":
            length = monthrange(start.year, start.month)[1]
        case "WEEKLY":
            length = 7
        case "DAILY":
            length = 1
    return [start + days * DAY for days in range(length)]
