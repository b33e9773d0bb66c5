"""Days and hours as they are said, on a Monday at ten in the morning."""

from __future__ import annotations

import pytest

from bot.nlu.understanding import Awaiting, Intent, Outcome
from tests.nlu.reading import act, read


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("Jane on the 30th at 3.30pm", "2026-11-30T15:30"),
        ("Jane the 5th 9am", "2026-12-05T09:00"),
        ("Jane next Monday 9am", "2026-11-30T09:00"),
        ("Jane 9am Monday next", "2026-11-30T09:00"),
        ("Jane Monday 9am", "2026-11-30T09:00"),
        ("Jane wiki 3 zijazo saa tatu asubuhi", "2026-12-14T09:00"),
        ("Jane 3 weeks from now 9am", "2026-12-14T09:00"),
        ("Jane kesho saa nne ya asubuhi", "2026-11-24T10:00"),
        ("Jane kesho saa 15", "2026-11-24T15:00"),
        ("Jane kesho saa 13.30", "2026-11-24T13:30"),
        ("Jane kesho saa 4.30 asubuhi", "2026-11-24T10:30"),
        ("Jane kesho saa 10:30 pm", "2026-11-24T22:30"),
        ("Jane kesho saa 4 pm", "2026-11-24T16:00"),
        ("Jane kesho saa tatu na dakika kumi asubuhi", "2026-11-24T09:10"),
        ("Jane tomorrow 3:30 in the afternoon", "2026-11-24T15:30"),
        ("Jane tomorrow 3:30 afternoon", "2026-11-24T15:30"),
        ("Jane tomorrow 3:30 pm", "2026-11-24T15:30"),
        ("Jane tomorrow ten past six pm", "2026-11-24T18:10"),
        ("Jane tomorrow half past eleven at night", "2026-11-24T23:30"),
        ("Jane tomorrow 8 o'clock in the morning", "2026-11-24T08:00"),
        ("Jane tomorrow at 6 in the evening", "2026-11-24T18:00"),
        ("Jane tomorrow evening half past six", "2026-11-24T18:30"),
        ("Jane tomorrow seven forty pm", "2026-11-24T19:40"),
    ],
)
def test_an_hour_is_read_in_the_clock_it_is_said_in(text: str, when: str) -> None:
    booked = act(text)

    assert (booked.intent, booked.party) == (Intent.SCHEDULE_APPOINTMENT, "Jane")
    assert booked.when is not None
    assert booked.when.isoformat().startswith(when)


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("Jane tomorrow at 8 o'clock", ("08:00", "20:00")),
        ("Jane tomorrow half past eight", ("08:30", "20:30")),
        ("Jane kesho saa nne", ("10:00", "22:00")),
    ],
)
def test_an_hour_of_two_readings_is_asked_about(text: str, times: tuple[str, str]) -> None:
    understood = read(text)

    assert understood.question == "hour"
    assert tuple(f"{moment:%H:%M}" for moment in understood.times) == times


@pytest.mark.parametrize(
    "text",
    [
        "Jane tomorrow 25:99",
        "Jane tomorrow half past zero",
        "Jane kesho saa 25",
        "saa sifuri kesho",
    ],
)
def test_an_hour_that_no_clock_shows_is_no_hour(text: str) -> None:
    assert read(text).times == ()


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("remind me in a quarter of an hour", "2026-11-23T10:15"),
        ("remind me in one and a half hours", "2026-11-23T11:30"),
        ("nikumbushe baada ya moja na nusu saa", "2026-11-23T11:30"),
        ("nikumbushe mwisho wa mwezi saa tatu asubuhi kulipa", "2026-11-30T09:00"),
    ],
)
def test_a_wait_and_the_end_of_a_month_are_moments(text: str, when: str) -> None:
    reminder = act(text)

    assert reminder.when is not None
    assert reminder.when.isoformat().startswith(when)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("sold sugar 500 3 days ago", "2026-11-20"),
        ("niliuza sukari 500 siku 3 zilizopita", "2026-11-20"),
        ("niliuza 900 mwezi jana", "2026-10-23"),
        ("sold sugar 500 2 weeks ago", "2026-11-09"),
    ],
)
def test_a_day_that_is_counted_back_counts_no_goods(text: str, day: str) -> None:
    sold = act(text)

    assert (str(sold.date), sold.quantity, sold.unit) == (day, None, None)


@pytest.mark.parametrize("text", ["sold soap 150 in 9999 weeks", "tarehe 31 mwezi wa 2"])
def test_a_day_that_no_calendar_has_is_none(text: str) -> None:
    assert read(text).dates == ()


@pytest.mark.parametrize("text", ["sold the 3rd batch 500", "sold 3rd batch 500"])
def test_the_third_of_some_things_is_no_day(text: str) -> None:
    assert read(text).dates == ()


def test_three_quarters_of_a_unit_are_no_hour() -> None:
    understood = read("nimeuza robo tatu kilo ya chai 90")

    assert understood.times == ()
    assert str(understood.acts[0].quantity) == "0.75"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Otieno hawezi kuja kesho", Intent.CANCEL_APPOINTMENT),
        ("Otieno atakuja kesho saa nne asubuhi", Intent.SCHEDULE_APPOINTMENT),
        ("sogeza Otieno Ijumaa", Intent.RESCHEDULE_APPOINTMENT),
        (
            "Otieno atakuja kesho kutoka saa tatu hadi saa nne asubuhi",
            Intent.RESCHEDULE_APPOINTMENT,
        ),
        ("reminder ya Otieno", Intent.REMIND),
    ],
)
def test_who_comes_when_goes_into_the_diary(text: str, intent: Intent) -> None:
    assert act(text).intent is intent


@pytest.mark.parametrize(
    ("text", "question"),
    [("kesho saa nne asubuhi", "customer"), ("kesho saa nne", "hour")],
)
def test_an_appointment_without_a_name_or_an_hour_asks_for_it(text: str, question: str) -> None:
    assert read(text).question == question


@pytest.mark.parametrize("text", ["mkumbushe tu", "Otieno hawezi kuja"])
def test_a_wish_for_the_diary_that_names_nothing_is_left_alone(text: str) -> None:
    assert read(text).outcome is Outcome.NONE


def test_another_hour_of_two_readings_is_asked_about() -> None:
    assert read("kesho saa nne", awaiting=Awaiting.APPOINTMENT).question == "hour"


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("Jane saa tatu ya kesho", ("09:00", "21:00")),
        ("Jane kesho saa tatu na Rose", ("09:00", "21:00")),
        ("Jane kesho saa moja alfajiri", ("07:00", "19:00")),
        ("Jane tomorrow at 12 in the evening", ("00:00", "12:00")),
    ],
)
def test_what_stands_beside_an_hour_need_not_settle_it(
    text: str, times: tuple[str, str]
) -> None:
    understood = read(text)

    assert understood.question == "hour"
    assert tuple(f"{moment:%H:%M}" for moment in understood.times) == times


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("Jane kesho saa 4:30 asubuhi", "10:30"),
        ("kesho Jane at 8 o'clock evening", "20:00"),
    ],
)
def test_a_part_of_the_day_settles_an_hour(text: str, when: str) -> None:
    assert [f"{moment:%H:%M}" for moment in read(text).times] == [when]


@pytest.mark.parametrize("text", ["tarehe 0", "Jane tomorrow at"])
def test_half_a_date_or_hour_is_none(text: str) -> None:
    assert read(text).times == ()


def test_a_reminder_leaves_the_part_of_the_day_out_of_its_errand() -> None:
    assert act("remind me at 7 in the evening to eat").item == "eat"


@pytest.mark.parametrize(
    ("text", "amount", "day"),
    [
        ("niliuza sukari 300 wiki iliyopita", "300", "2026-11-16"),
        ("niliuza sukari 2 300 wiki iliyopita", "300", "2026-11-16"),
        ("niliuza sukari 300 mwezi uliopita", "300", "2026-10-23"),
        ("sold rice 300 last week", "300", "2026-11-16"),
        ("sold rice 300 2 weeks ago", "300", "2026-11-09"),
    ],
)
def test_a_sum_before_last_week_counts_no_weeks(text: str, amount: str, day: str) -> None:
    sold = act(text)

    assert (str(sold.amount), str(sold.date)) == (amount, day)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("remind me tomorrow at ten to five pm to call", "2026-11-24T16:50"),
        ("remind me tomorrow at quarter to five pm to call", "2026-11-24T16:45"),
        ("nikumbushe baada ya dk 20 kufunga", "2026-11-23T10:20"),
        ("nikumbushe baada ya lisaa limoja kufunga", "2026-11-23T11:00"),
        ("weka mkutano tarehe 12 mwezi wa mei saa nne asubuhi", "2027-05-12T10:00"),
        ("tarehe 12 mwezi wa tano saa nne asubuhi ukaguzi wa mizani", "2027-05-12T10:00"),
    ],
)
def test_minutes_months_and_matters_are_said_in_many_ways(text: str, when: str) -> None:
    assert f"{act(text).when:%Y-%m-%dT%H:%M}" == when
