"""When a workflow starts by the calendar: a recurrence rule in the shop's zone.

A rule of RFC 5545 counts from a DTSTART, which a workflow does not have. It is Monday,
1 January 2001, 00:00 on the shop's clock: a Monday, the first of a month and of a year at once.
So "every week" means Mondays, "every month" the first, and "every second week" is the same
weeks for everybody, whenever the workflow was published.

Times are the shop's wall clock. One that the clock skips in spring is kept at the offset from
before the change (02:30 becomes 03:30); one that comes twice in autumn counts once, the first.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from engine.workflows.occurrences import DAY, DTSTART, wall_times
from engine.workflows.recurrence import Recurrence, ScheduleError, read

__all__ = ["Schedule", "ScheduleError", "parse"]

HORIZON = timedelta(days=13 * 366)
"""Every third and every fourth year meet in twelve; a rule silent for longer is over."""
LATEST_YEAR = 9_900
FIRST = datetime.combine(DTSTART, time())
LONGEST_CHANGE = timedelta(hours=3)
"""A clock never jumps by more; within this, later wall times may be earlier moments."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """A recurrence rule in a zone."""

    source: str
    timezone: str
    _rule: Recurrence = field(repr=False, compare=False)
    _zone: ZoneInfo = field(repr=False, compare=False)

    def after(self, moment: datetime) -> datetime | None:
        """The next occurrence strictly after an aware time, in UTC; none when there is none."""
        if moment.utcoffset() is None:
            raise ScheduleError("the time to look from has no zone")
        local = _wall(moment, self._zone)
        if local is None:
            return None
        best: tuple[datetime, datetime] | None = None
        for wall in wall_times(self._rule, local - DAY, local + HORIZON):
            if best is not None and wall > best[1] + LONGEST_CHANGE:
                break
            instant = wall.replace(tzinfo=self._zone, fold=0).astimezone(UTC)
            if instant > moment and (best is None or instant < best[0]):
                best = (instant, wall)
        return best[0] if best is not None and self._runs_at(best[0]) else None

    def _runs_at(self, instant: datetime) -> bool:
        until = self._rule.until
        if until is None:
            return True
        end = until if until.tzinfo else until.replace(tzinfo=self._zone)
        return instant <= end


def parse(source: str, timezone: str) -> Schedule:
    """A schedule from "RRULE:FREQ=DAILY;BYHOUR=20" and an IANA zone."""
    try:
        zone = ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ScheduleError("the timezone is not one such as Africa/Nairobi") from error
    return Schedule(source, timezone, read(source), zone)


def _wall(moment: datetime, zone: ZoneInfo) -> datetime | None:
    """The shop's clock at a moment, not before DTSTART; none at the end of the calendar."""
    try:
        local = moment.astimezone(zone).replace(tzinfo=None)
    except OverflowError:
        return FIRST if moment.year < LATEST_YEAR else None
    return max(local, FIRST) if local.year < LATEST_YEAR else None
