"""How an approval that nobody answers climbs: which rungs, when, and when no more. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from engine.outbound.hours import Occasion, until_open
from store.organizations import Organization

CHECK_AGAIN = timedelta(seconds=1)
"""Our clock and the database's are not quite one: nothing comes back in the same moment."""


class Rung(StrEnum):
    """A further way of asking; the value is the kind of its timer."""

    SMS = "rung_sms"
    CALL = "rung_call"


CHANNELS: Mapping[Rung, str] = {Rung.SMS: "sms", Rung.CALL: "voice"}
REASONS: Mapping[Rung, str] = {Rung.SMS: "approval_sms", Rung.CALL: "approval_call"}
"""Why such a message is sent, as its row says."""

HOURS: Mapping[Rung, Occasion] = {Rung.SMS: Occasion.REMINDER, Rung.CALL: Occasion.UNASKED}
"""At whose hours a rung is climbed: an SMS reminds of something of theirs; a phone that rings
disturbs whoever sleeps, so it does not ring before eight nor after six."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How things are when a rung's time has come; `is_wanted` while the shop still wants it."""

    is_open: bool
    is_wanted: bool
    deadline: datetime
    now: datetime
    zone: ZoneInfo


def after(shop: Organization, rung: Rung) -> timedelta | None:
    """How long after an approval was asked the shop wants it asked so; None for never."""
    chosen = {
        Rung.SMS: shop.approval_sms_minutes,
        Rung.CALL: shop.approval_call_minutes,
    }[rung]
    return None if chosen is None else timedelta(minutes=chosen)


def timers(shop: Organization, lasts: timedelta) -> Iterator[tuple[Rung, timedelta]]:
    """The rungs of an approval that lasts so long, each with how long it waits."""
    for rung in Rung:
        wait = after(shop, rung)
        if wait is not None and wait < lasts:
            yield rung, wait


def wait(rung: Rung, standing: Standing) -> timedelta | None:
    """How long a rung whose time has come must still wait, zero for now; None for for ever."""
    if not (standing.is_open and standing.is_wanted):
        return None
    closed_for = until_open(HOURS[rung], standing.now, standing.zone)
    if standing.now + closed_for >= standing.deadline:
        return None
    return max(closed_for, CHECK_AGAIN) if closed_for else closed_for
