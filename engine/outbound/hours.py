"""When people may be written to: by what it is that is written, on the shop's own clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

NO_WAIT = timedelta(0)


class Occasion(StrEnum):
    """Why somebody is written to; it decides at which hours."""

    REPLY = "reply"
    """The answer to what they have just said."""
    ASKED = "asked"
    """What they have asked for: a summary at their hour, a question of a rule of theirs."""
    REMINDER = "reminder"
    """Reminders and receipts: about something of their own."""
    UNASKED = "unasked"
    """Anything else."""


OPEN: Mapping[Occasion, tuple[time, time]] = {
    Occasion.REMINDER: (time(7), time(20)),
    Occasion.UNASKED: (time(8), time(18)),
}
"""From when, and until before when; what is missing here goes at any hour."""


def until_open(occasion: Occasion, now: datetime, zone: ZoneInfo) -> timedelta:
    """How long to wait until such a message may go; zero for one that may go now."""
    if occasion not in OPEN:
        return NO_WAIT
    opens, closes = OPEN[occasion]
    local = now.astimezone(zone)
    if opens <= local.time() < closes:
        return NO_WAIT
    day = local.date() + timedelta(days=local.time() >= closes)
    return datetime.combine(day, opens, zone) - now
