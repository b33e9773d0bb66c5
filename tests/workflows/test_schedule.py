"""Schedules: recurrence rules on the shop's clock."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from dateutil.rrule import rrulestr
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.workflows import occurrences
from engine.workflows.occurrences import fits, wall_times
from engine.workflows.recurrence import PARTS, Recurrence, read
from engine.workflows.schedule import Schedule, ScheduleError, parse

BERLIN = "Europe/Berlin"
NAIROBI = "Africa/Nairobi"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def next_times(rule: Schedule, moment: str, count: int) -> list[str]:
    found, now = [], at(moment)
    for _ in range(count):
        following = rule.after(now)
        if following is None:
            break
        found.append(f"{following:%Y-%m-%dT%H:%M}")
        now = following
    return found


def count_days(monkeypatch: pytest.MonkeyPatch) -> list[date]:
    looked: list[date] = []

    def counting(rule: Recurrence, day: date) -> bool:
        looked.append(day)
        return fits(rule, day)

    monkeypatch.setattr(occurrences, "fits", counting)
    return looked


def test_every_evening_at_eight_is_five_o_clock_in_utc_in_nairobi() -> None:
    evenings = parse("RRULE:FREQ=DAILY;BYHOUR=20", NAIROBI)

    times = next_times(evenings, "2026-11-26T12:00:00+03:00", 2)

    assert times == ["2026-11-26T17:00", "2026-11-27T17:00"]


def test_the_next_time_is_strictly_after() -> None:
    evenings = parse("RRULE:FREQ=DAILY;BYHOUR=20", NAIROBI)

    assert evenings.after(at("2026-11-26T17:00:00+00:00")) == at("2026-11-27T17:00:00+00:00")


def test_the_wall_clock_is_kept_when_summer_ends() -> None:
    evenings = parse("RRULE:FREQ=DAILY;BYHOUR=20", BERLIN)

    times = next_times(evenings, "2026-10-24T12:00:00+00:00", 2)

    assert times == ["2026-10-24T18:00", "2026-10-25T19:00"]


def test_a_time_that_spring_skips_comes_an_hour_later() -> None:
    nights = parse("RRULE:FREQ=DAILY;BYHOUR=2;BYMINUTE=30", BERLIN)

    times = next_times(nights, "2026-03-28T12:00:00+00:00", 2)

    assert times == ["2026-03-29T01:30", "2026-03-30T00:30"]


def test_a_time_that_comes_twice_in_autumn_counts_once() -> None:
    nights = parse("RRULE:FREQ=DAILY;BYHOUR=2;BYMINUTE=30", BERLIN)

    times = next_times(nights, "2026-10-24T12:00:00+00:00", 2)

    assert times == ["2026-10-25T00:30", "2026-10-26T01:30"]


def test_two_times_that_spring_makes_one_moment_come_once_and_in_order() -> None:
    quarters = parse("RRULE:FREQ=DAILY;BYHOUR=2,3;BYMINUTE=0,45", BERLIN)

    times = next_times(quarters, "2026-03-28T12:00:00+00:00", 3)

    assert times == ["2026-03-29T01:00", "2026-03-29T01:45", "2026-03-30T00:00"]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("RRULE:FREQ=WEEKLY", ["2026-11-30T00:00", "2026-12-07T00:00"]),
        ("RRULE:FREQ=WEEKLY;BYDAY=SA,SU;BYHOUR=9", ["2026-11-28T09:00", "2026-11-29T09:00"]),
        ("RRULE:FREQ=MONTHLY", ["2026-12-01T00:00", "2027-01-01T00:00"]),
        (
            "RRULE:FREQ=MONTHLY;BYMONTHDAY=-1;BYHOUR=18",
            ["2026-11-30T18:00", "2026-12-31T18:00"],
        ),
        ("RRULE:FREQ=MONTHLY;BYDAY=-1FR;BYHOUR=17", ["2026-11-27T17:00", "2026-12-25T17:00"]),
        (
            "RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
            ["2026-11-30T00:00", "2026-12-31T00:00"],
        ),
        ("RRULE:FREQ=YEARLY", ["2027-01-01T00:00", "2028-01-01T00:00"]),
        ("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", ["2028-02-29T00:00", "2032-02-29T00:00"]),
        ("RRULE:FREQ=HOURLY;INTERVAL=8", ["2026-11-26T16:00", "2026-11-27T00:00"]),
        ("RRULE:FREQ=HOURLY;BYHOUR=9,13", ["2026-11-26T13:00", "2026-11-27T09:00"]),
        ("rrule:freq=daily;byhour=13;byminute=0,30", ["2026-11-26T13:00", "2026-11-26T13:30"]),
        ("RRULE:FREQ=DAILY;BYHOUR=20;UNTIL=20261126", ["2026-11-26T20:00"]),
        ("RRULE:FREQ=DAILY;BYHOUR=20;UNTIL=20261126T195959", []),
        ("RRULE:FREQ=DAILY;BYHOUR=20;UNTIL=20261126T200000Z", ["2026-11-26T20:00"]),
    ],
)
def test_rules_say_when(rule: str, expected: list[str]) -> None:
    assert next_times(parse(rule, "UTC"), "2026-11-26T12:00:00+00:00", 2) == expected


LISTS = st.fixed_dictionaries(
    {},
    optional={
        "INTERVAL": st.integers(1, 4).map(str),
        "WKST": st.sampled_from(["MO", "SU", "WE"]),
        "BYMONTH": st.sampled_from(["1", "2,12", "5,6,7"]),
        "BYMONTHDAY": st.sampled_from(["1", "-1", "13,29", "-3,31"]),
        "BYDAY": st.sampled_from(["MO", "SU,MO,TH", "FR"]),
        "BYHOUR": st.sampled_from(["9", "8,20"]),
        "BYMINUTE": st.sampled_from(["0", "15,45"]),
        "BYSETPOS": st.sampled_from(["1", "-1", "2,-2"]),
    },
)
COUNTED = st.sampled_from(["MONTHLY;BYDAY=1MO", "MONTHLY;BYDAY=-2FR,5SU", "YEARLY;BYDAY=20MO"])


@settings(deadline=None)
@given(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]) | COUNTED, LISTS)
def test_rules_mean_what_they_mean_to_dateutil(frequency: str, parts: dict[str, str]) -> None:
    parts = {k: v for k, v in parts.items() if k != "BYDAY" or ";" not in frequency}
    text = f"FREQ={frequency}" + "".join(f";{name}={value}" for name, value in parts.items())
    try:
        rule = read(f"RRULE:{text}")
    except ScheduleError:
        return
    begin, end = datetime(2001, 1, 1), datetime(2010, 1, 1)  # noqa: DTZ001 -- Wall times.
    late = datetime(2005, 3, 17, 12)  # noqa: DTZ001 -- The same.
    theirs = rrulestr(text + ";BYSECOND=0;UNTIL=20100101", dtstart=begin)

    ours = [*wall_times(rule, begin, end)]
    assume(ours)  # Where there are none, dateutil looks on to the year 9999.

    assert ours == [*theirs]
    assert [*wall_times(rule, late, end)] == [wall for wall in ours if wall >= late]


def test_a_day_that_does_not_exist_never_comes() -> None:
    never = parse("RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", NAIROBI)

    assert never.after(at("2026-11-26T12:00:00+00:00")) is None


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "FREQ=DAILY",
        "RRULE:",
        "RRULE:BYHOUR=20",
        "RRULE:FREQ=SECONDLY",
        "RRULE:FREQ=MINUTELY;INTERVAL=30",
        "RRULE:FREQ=DAILY;COUNT=1000000000",
        "RRULE:FREQ=DAILY;FREQ=DAILY",
        "RRULE:FREQ=DAILY;INTERVAL=0",
        "RRULE:FREQ=DAILY;INTERVAL=367",
        "RRULE:FREQ=DAILY;INTERVAL=1,2",
        "RRULE:FREQ=HOURLY;INTERVAL=5",
        "RRULE:FREQ=HOURLY;INTERVAL=6;BYHOUR=5",
        "RRULE:FREQ=HOURLY;BYSETPOS=1",
        "RRULE:FREQ=DAILY;BYHOUR=24",
        "RRULE:FREQ=DAILY;BYHOUR=x",
        "RRULE:FREQ=DAILY;BYHOUR=" + "1" * 400,
        "RRULE:FREQ=DAILY;BYHOUR=" + "1," * 400,
        "RRULE:FREQ=DAILY;BYMINUTE=0,10",
        "RRULE:FREQ=DAILY;BYMINUTE=0,50",
        "RRULE:FREQ=DAILY;BYSECOND=0,30",
        "RRULE:FREQ=YEARLY;BYHOUR=0,1,2,3,4",
        "RRULE:FREQ=WEEKLY;BYDAY=1MO",
        "RRULE:FREQ=MONTHLY;BYDAY=54MO",
        "RRULE:FREQ=MONTHLY;BYDAY=XX",
        "RRULE:FREQ=WEEKLY;BYMONTHDAY=1",
        "RRULE:FREQ=MONTHLY;BYMONTHDAY=0",
        "RRULE:FREQ=MONTHLY;BYSETPOS=1",
        "RRULE:FREQ=DAILY;UNTIL=tomorrow",
        "RRULE:FREQ=DAILY;UNTIL=20261341",
        "RRULE:FREQ=WEEKLY;WKST=XX",
        "RRULE:FREQ=YEARLY;BYEASTER=0",
    ],
)
def test_what_a_schedule_may_not_be_is_refused(rule: str) -> None:
    with pytest.raises(ScheduleError):
        parse(rule, NAIROBI)


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../../etc/passwd", "\x00"])
def test_a_zone_that_is_none_is_refused(zone: str) -> None:
    with pytest.raises(ScheduleError, match="timezone"):
        parse("RRULE:FREQ=DAILY", zone)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ScheduleError, match="no zone"):
        parse("RRULE:FREQ=DAILY", NAIROBI).after(datetime(2026, 1, 1))  # noqa: DTZ001


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+00:00", "9999-12-31T23:59:59+00:00"])
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_the_ends_of_the_calendar_raise_nothing(moment: str, zone: str) -> None:
    found = parse("RRULE:FREQ=DAILY", zone).after(datetime.fromisoformat(moment))

    assert found is None or found.year in {2000, 2001}


HOURS = ",".join(map(str, range(24)))
BUSIEST = [
    f"RRULE:FREQ=DAILY;BYHOUR={HOURS};BYMINUTE=0,15,30,45",
    f"RRULE:FREQ=WEEKLY;INTERVAL=52;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYHOUR={HOURS}",
    "RRULE:FREQ=MONTHLY;INTERVAL=12;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYHOUR=0,6,12,18",
    "RRULE:FREQ=YEARLY;INTERVAL=4;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYHOUR=0,6,12,18",
    "RRULE:FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYHOUR=0,1,2,3",
]


@pytest.mark.parametrize("text", BUSIEST)
@pytest.mark.parametrize("day", ["2026-01-01", "2026-06-30", "2028-12-31", "2032-12-31"])
def test_the_busiest_rules_look_at_two_periods_at_most(
    text: str, day: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = count_days(monkeypatch)

    assert parse(text, "UTC").after(at(f"{day}T23:50:00Z")) is not None
    assert len(looked) <= 2 * 366


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;INTERVAL=7;BYDAY=TU",
        "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=300",
        "FREQ=MONTHLY;BYDAY=6MO",
        "FREQ=YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=29",
    ],
)
def test_a_rule_that_never_comes_is_given_up_after_counted_days(
    rule: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = count_days(monkeypatch)

    assert parse(f"RRULE:{rule}", "UTC").after(at("2026-11-26T12:00:00Z")) is None
    assert len(looked) <= 15 * 366


VALUES = st.sampled_from(
    ["1", "0", "-1", "MO", "-1FR", "DAILY", "YEARLY", "HOURLY", "2,31", "99"]
)
TEXTS = st.lists(st.tuples(st.sampled_from(sorted(PARTS)), VALUES | st.text(max_size=6))).map(
    lambda parts: "RRULE:FREQ=WEEKLY;" + ";".join(f"{name}={value}" for name, value in parts)
)


@settings(deadline=None)
@given(st.text(max_size=80) | TEXTS, st.datetimes(timezones=st.just(UTC)))
def test_any_text_is_a_schedule_or_is_refused(text: str, moment: datetime) -> None:
    try:
        rule = parse(text, BERLIN)
    except ScheduleError:
        return
    following = rule.after(moment)

    assert following is None or following > moment
