"""When people may be written to, as a table."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from engine.outbound.hours import Occasion, until_open

NAIROBI = ZoneInfo("Africa/Nairobi")


@pytest.mark.parametrize(
    ("occasion", "clock", "wait"),
    [
        ("reply", "03:00", "0:00"),
        ("asked", "23:59", "0:00"),
        ("reminder", "06:59", "0:01"),
        ("reminder", "07:00", "0:00"),
        ("reminder", "19:59", "0:00"),
        ("reminder", "20:00", "11:00"),
        ("reminder", "00:00", "7:00"),
        ("unasked", "07:59", "0:01"),
        ("unasked", "08:00", "0:00"),
        ("unasked", "17:59", "0:00"),
        ("unasked", "18:00", "14:00"),
        ("unasked", "23:30", "8:30"),
    ],
)
def test_the_hours_are_those_of_the_shops_clock(occasion: str, clock: str, wait: str) -> None:
    now = datetime.fromisoformat(f"2026-11-23T{clock}:00+03:00")
    hours, minutes = map(int, wait.split(":"))

    assert until_open(Occasion(occasion), now, NAIROBI) == timedelta(
        hours=hours, minutes=minutes
    )


def test_the_same_moment_is_day_in_one_zone_and_night_in_another() -> None:
    now = datetime.fromisoformat("2026-11-23T08:30:00+03:00")

    assert until_open(Occasion.UNASKED, now, NAIROBI) == timedelta(0)
    assert until_open(Occasion.UNASKED, now, ZoneInfo("Africa/Lagos")) == timedelta(hours=1.5)
