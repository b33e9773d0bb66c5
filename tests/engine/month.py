"""A month of a shop's diary: what is planned, and which messages must come of it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY, EARLY, GRACE = timedelta(hours=24), timedelta(hours=2), timedelta(minutes=30)
SOON = timedelta(minutes=10)
"""How long anybody takes to answer."""
DAYS, STOPS = 30, 4
Span = tuple[datetime, datetime, datetime]
"""From when until when which time stands."""


@dataclass
class Planned:
    """One appointment: when it is booked, its times one after another, how it ends.

    `moves` are (when it is told, the new time); `ends` is (when, CANCELLED or KEPT).
    """

    name: str
    phone: str | None
    booked: datetime
    at: datetime
    moves: list[tuple[datetime, datetime]] = field(default_factory=list)
    ends: tuple[datetime, str] | None = None
    will_come: bool | None = None
    came: bool | None = None
    stops: bool = False
    """Whether the customer wants to hear nothing, soon after it is booked."""

    def spans(self) -> Iterator[Span]:
        """From when until when which time stood."""
        steps = [(self.booked, self.at), *self.moves]
        over = self.ends[0] if self.ends else datetime.max.replace(tzinfo=self.at.tzinfo)
        for place, (since, at) in enumerate(steps):
            until = steps[place + 1][0] if place + 1 < len(steps) else over
            yield since, min(until, over), at


def plan(seed: int, zone: ZoneInfo, first: date, phones: Iterator[str]) -> list[Planned]:
    """A month of appointments, an hour apart, of which some are moved, cancelled or missed."""
    chance = random.Random(seed)  # noqa: S311 -- A test's own luck.
    hours = [
        datetime.combine(first + timedelta(days=day), time(hour, chance.randrange(50)), zone)
        for day in range(2, DAYS)
        for hour in range(9, 18, 2)
    ]
    return [
        _planned(chance, place, at, next(phones))
        for place, at in enumerate(sorted(chance.sample(hours, 40)))
    ]


def expected(one: Planned, owner: str, zone: ZoneInfo) -> Iterator[tuple[str, str]]:
    """Every message about an appointment: to whom, and how it begins."""
    for since, until, at in one.spans():
        if not one.stops:
            yield from _ahead(one, owner, zone, (since, until, at))
        if since < at + GRACE < until:
            yield owner, f"Did {one.name} come ({_day(at, zone)}"
            if one.came is False and one.phone and not one.stops:
                yield one.phone, f"We missed you on {_day(at, zone)}."


def _ahead(one: Planned, owner: str, zone: ZoneInfo, span: Span) -> Iterator[tuple[str, str]]:
    """What is sent before the appointment begins."""
    since, until, at = span
    asked, reminded = since < at - DAY < until, since < at - EARLY < until
    today = f"comes today at {_hour(at, zone)}."
    if one.phone is None:
        if asked:
            yield owner, f"Reminder: {one.name} comes on {_day(at, zone)}"
        elif reminded:
            yield owner, f"Reminder: {one.name} {today}"
        return
    if asked:
        yield one.phone, f"Your appointment is on {_day(at, zone)} at {_hour(at, zone)}."
    if asked and one.will_come is False:
        yield owner, f"{one.name} cannot come on {_day(at, zone)}"
    elif reminded:
        yield one.phone, f"We expect you today at {_hour(at, zone)}."


def _planned(chance: random.Random, place: int, at: datetime, phone: str) -> Planned:
    ahead = chance.choice([timedelta(hours=1), timedelta(hours=5), timedelta(days=2)])
    one = Planned(
        name=f"Customer{chr(65 + place // 26)}{chr(97 + place % 26)}",
        phone=phone if place % 3 else None,
        booked=at - ahead,
        at=at,
        will_come=chance.choice([True, False, None]),
        came=chance.choice([True, False, None]),
        stops=place % 6 == STOPS,
    )
    fate = chance.choice(["moved", "cancelled", "kept", "left", "left"])
    told = at - timedelta(minutes=50)
    if fate == "moved":
        one.moves.append((told, at + timedelta(minutes=chance.choice([61, 60 * 30 + 1]))))
    elif fate == "cancelled":
        one.ends = (told, "CANCELLED")
    elif fate == "kept":
        one.ends = (at + SOON, "KEPT")
    return one


def _day(at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    return f"{local.day} {local:%b %Y}"


def _hour(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%H:%M}"
