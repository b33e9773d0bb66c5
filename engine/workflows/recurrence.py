"""A recurrence rule of RFC 5545, read and kept within bounds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import pairwise
from typing import Literal

Frequency = Literal["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]
LONGEST_SOURCE = 500
CLOSEST_MINUTES = 15
MOST_TIMES: Mapping[Frequency, int] = {"DAILY": 96, "WEEKLY": 96, "MONTHLY": 4, "YEARLY": 4}
"""Times of day for each frequency: long periods with many times are long to look through."""
INTERVALS: Mapping[Frequency, int] = {"DAILY": 366, "WEEKLY": 52, "MONTHLY": 12, "YEARLY": 4}
FREQUENCIES: Mapping[str, Frequency] = {name: name for name in INTERVALS}
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
PARTS = frozenset({
    "FREQ", "INTERVAL", "UNTIL", "WKST",
    "BYMONTH", "BYMONTHDAY", "BYDAY", "BYHOUR", "BYMINUTE", "BYSECOND", "BYSETPOS",
})  # fmt: skip
_NUMBER = re.compile(r"[+-]?\d{1,3}", re.ASCII)
_DAY = re.compile(r"([+-]?\d{1,2})?([A-Z]{2})", re.ASCII)
_UNTIL = re.compile(r"\d{8}(?:T\d{6}Z?)?", re.ASCII)


class ScheduleError(ValueError):
    """A schedule that cannot be used; the text says what to fix."""


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A rule; hours and minutes are the times of day. `until` without a zone is wall time.

    Days of the week count from Monday, 0; `weekdays` holds (which of them, day), 0 for all.
    Where a rule leaves the day open it is Monday, the first of the month, the first of January.
    """

    frequency: Frequency
    interval: int
    week_start: int
    until: datetime | None
    months: tuple[int, ...] | None
    month_days: tuple[int, ...] | None
    weekdays: tuple[tuple[int, int], ...] | None
    positions: tuple[int, ...] | None
    hours: tuple[int, ...]
    minutes: tuple[int, ...]


def read(source: str) -> Recurrence:
    """A rule from its text; ScheduleError says which part to fix."""
    parts = _parts(source)
    hourly = parts["FREQ"] == "HOURLY"
    frequency = "DAILY" if hourly else FREQUENCIES[parts["FREQ"]]
    rule = Recurrence(
        frequency=frequency,
        interval=1 if hourly else _interval(parts, INTERVALS[frequency]),
        week_start=_week_start(parts),
        until=_until(parts),
        months=_numbers(parts, "BYMONTH", 1, 12),
        month_days=_numbers(parts, "BYMONTHDAY", -31, 31),
        weekdays=_weekdays(parts),
        positions=_numbers(parts, "BYSETPOS", -366, 366),
        hours=_every_hours(parts) if hourly else _numbers(parts, "BYHOUR", 0, 23) or (0,),
        minutes=_numbers(parts, "BYMINUTE", 0, 59) or (0,),
    )
    _check(rule, parts)
    return _with_days(rule)


def _parts(source: str) -> dict[str, str]:
    if len(source) > LONGEST_SOURCE:
        raise ScheduleError(f"a schedule has at most {LONGEST_SOURCE} characters")
    head, colon, body = source.strip().upper().partition(":")
    if head != "RRULE" or not colon:
        raise ScheduleError("a schedule begins with RRULE:, as in RRULE:FREQ=DAILY;BYHOUR=20")
    parts: dict[str, str] = {}
    for piece in body.split(";"):
        name, _, value = piece.partition("=")
        if name not in PARTS:
            raise ScheduleError(
                f"'{name}' cannot be used; there are {', '.join(sorted(PARTS))}"
            )
        if name in parts:
            raise ScheduleError(f"{name} is there twice")
        parts[name] = value
    if parts.get("FREQ") not in {*FREQUENCIES, "HOURLY"}:
        raise ScheduleError(f"FREQ is one of HOURLY, {', '.join(FREQUENCIES)}")
    return parts


def _interval(parts: Mapping[str, str], most: int) -> int:
    return (_numbers(parts, "INTERVAL", 1, most, single=True) or (1,))[0]


def _every_hours(parts: Mapping[str, str]) -> tuple[int, ...]:
    """Every so many hours of the shop's day; the same hours every day."""
    interval = _interval(parts, 24)
    if 24 % interval:
        raise ScheduleError("INTERVAL of FREQ=HOURLY divides the day: 1, 2, 3, 4, 6, 8, 12, 24")
    named = _numbers(parts, "BYHOUR", 0, 23)
    hours = tuple(h for h in range(0, 24, interval) if named is None or h in named)
    if not hours:
        raise ScheduleError(f"BYHOUR names no hour that comes every {interval} hours from 0")
    return hours


def _numbers(
    parts: Mapping[str, str], name: str, low: int, high: int, *, single: bool = False
) -> tuple[int, ...] | None:
    """Different whole numbers within a range; 0 only where it begins there."""
    if name not in parts:
        return None
    pieces = parts[name].split(",")
    if not all(map(_NUMBER.fullmatch, pieces)):
        raise ScheduleError(f"{name} holds something that is no whole number")
    numbers = sorted({int(piece) for piece in pieces})
    if numbers[0] < low or numbers[-1] > high or (low < 0 and 0 in numbers):
        raise ScheduleError(f"{name} goes from {low} to {high}")
    if single and len(numbers) > 1:
        raise ScheduleError(f"{name} is one number")
    return tuple(numbers)


def _weekdays(parts: Mapping[str, str]) -> tuple[tuple[int, int], ...] | None:
    if "BYDAY" not in parts:
        return None
    found = dict.fromkeys(map(_weekday, parts["BYDAY"].split(",")))
    if any(which for which, _ in found) and parts["FREQ"] not in {"MONTHLY", "YEARLY"}:
        raise ScheduleError("BYDAY counts days (1MO) only with FREQ=MONTHLY or YEARLY")
    return tuple(found)


def _weekday(piece: str) -> tuple[int, int]:
    match = _DAY.fullmatch(piece)
    if match is None or match[2] not in DAYS:
        raise ScheduleError("BYDAY holds days such as MO or -1FR")
    if match[1] is None:
        return 0, DAYS.index(match[2])
    number = int(match[1])
    if not 1 <= abs(number) <= 53:
        raise ScheduleError("BYDAY counts from 1 to 53, or from -1 to -53")
    return number, DAYS.index(match[2])


def _week_start(parts: Mapping[str, str]) -> int:
    name = parts.get("WKST", "MO")
    if name not in DAYS:
        raise ScheduleError("WKST is a day such as MO")
    return DAYS.index(name)


def _until(parts: Mapping[str, str]) -> datetime | None:
    """The last moment; a day alone means all of it."""
    if "UNTIL" not in parts:
        return None
    text = parts["UNTIL"]
    try:
        if not _UNTIL.fullmatch(text):
            raise ValueError("neither a day nor a time")
        moment = datetime.fromisoformat(text.removesuffix("Z"))
    except ValueError as error:
        raise ScheduleError("UNTIL is such as 20261231 or 20261231T170000Z") from error
    if text.endswith("Z"):
        return moment.replace(tzinfo=UTC)
    return moment if "T" in text else moment.replace(hour=23, minute=59, second=59)


def _check(rule: Recurrence, parts: Mapping[str, str]) -> None:
    if parts.get("BYSECOND", "0") not in {"0", "00"}:
        raise ScheduleError("BYSECOND is 0: a schedule is kept to the minute")
    around = [*rule.minutes, rule.minutes[0] + 60]
    if any(later - earlier < CLOSEST_MINUTES for earlier, later in pairwise(around)):
        raise ScheduleError(f"BYMINUTE: times lie at least {CLOSEST_MINUTES} minutes apart")
    most = MOST_TIMES[rule.frequency]
    if len(rule.hours) * len(rule.minutes) > most:
        raise ScheduleError(f"at most {most} times a day with FREQ={parts['FREQ']}")
    if rule.month_days and rule.frequency == "WEEKLY":
        raise ScheduleError("BYMONTHDAY does not go with FREQ=WEEKLY")
    if rule.positions and (parts["FREQ"] == "HOURLY" or not _has_choice(rule, parts)):
        raise ScheduleError("BYSETPOS chooses among the days that another BY part names")


def _has_choice(rule: Recurrence, parts: Mapping[str, str]) -> bool:
    by = {name for name in parts if name.startswith("BY")} - {"BYSETPOS", "BYSECOND"}
    return bool(by) and rule.frequency != "DAILY"


def _with_days(rule: Recurrence) -> Recurrence:
    """The rule with the days of DTSTART where it names none."""
    if rule.month_days or rule.weekdays:
        return rule
    match rule.frequency:
        case "YEARLY":
            return replace(rule, months=rule.months or (1,), month_days=(1,))
        case "MONTHLY":
            return replace(rule, month_days=(1,))
        case "WEEKLY":
            return replace(rule, weekdays=((0, 0),))
        case "DAILY":
            return rule
