"""The span of days that a report is about, and the one to compare it with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Self

DAY = timedelta(days=1)
WEEK = timedelta(days=7)


class Span(StrEnum):
    """How long a period is."""

    DAY = "day"
    WEEK = "week"
    """From Monday to Sunday."""
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Period:
    """A day, week, month or year; `last` is today while it is running. Both days are in it."""

    span: Span
    first: date
    last: date
    today: date

    @classmethod
    def around(cls, span: Span, day: date, today: date) -> Self:
        """The period of this length that a day lies in, as far as it has come."""
        first, end = _bounds(span, day)
        last = min(end, today) if first <= today else end
        return cls(span, first, last, today)

    @property
    def is_running(self) -> bool:
        """Whether today belongs to it."""
        return self.first <= self.today <= self.last

    def before(self) -> Period:
        """The one before; of a running period as many days as have come."""
        first, end = _bounds(self.span, self.first - DAY)
        if not self.is_running:
            return Period(self.span, first, end, self.today)
        return Period(self.span, first, min(end, first + (self.last - self.first)), self.today)

    def a_week_before(self) -> Period:
        """The same days, a week earlier."""
        return replace(self, first=self.first - WEEK, last=self.last - WEEK)


def _bounds(span: Span, day: date) -> tuple[date, date]:
    match span:
        case Span.DAY:
            return day, day
        case Span.WEEK:
            monday = day - timedelta(days=day.weekday())
            return monday, monday + WEEK - DAY
        case Span.MONTH:
            first = day.replace(day=1)
            return first, (first + timedelta(days=31)).replace(day=1) - DAY
        case Span.YEAR:
            return date(day.year, 1, 1), date(day.year, 12, 31)
