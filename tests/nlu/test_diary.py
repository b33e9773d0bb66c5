from __future__ import annotations

import pytest

from bot.nlu.understanding import Awaiting, Intent, Outcome
from tests.nlu.reading import act, read

BOOK = Intent.SCHEDULE_APPOINTMENT


def times(text: str) -> list[str]:
    return [f"{moment:%H:%M}" for moment in read(text, awaiting=Awaiting.TIME).times]


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("saa tatu asubuhi", "09:00"),
        ("saa kumi na moja alfajiri", "05:00"),
        ("saa saba mchana", "13:00"),
        ("saa kumi na mbili jioni", "18:00"),
        ("saa mbili usiku", "20:00"),
        ("saa sita usiku", "00:00"),
        ("saa nne na robo asubuhi", "10:15"),
        ("saa tano kasoro dakika kumi asubuhi", "10:50"),
        ("asubuhi saa nne unusu", "10:30"),
    ],
)
def test_hours_in_words_count_from_sunrise(text: str, hour: str) -> None:
    assert times(text) == [hour]


@pytest.mark.parametrize(
    ("text", "hour"),
    [("saa 11 asubuhi", "11:00"), ("saa 3 asubuhi", "09:00"), ("saa 5 jioni", "17:00")],
)
def test_a_figure_is_western_only_when_the_part_of_the_day_says_so(
    text: str, hour: str
) -> None:
    assert times(text) == [hour]


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("saa 6:12 PM", "18:12"),
        ("saa 13:05:09", "13:05"),
        ("9am", "09:00"),
        ("16:20", "16:20"),
        ("half past eight pm", "20:30"),
        ("quarter to ten am", "09:45"),
        ("noon", "12:00"),
    ],
)
def test_western_hours_stay_western(text: str, hour: str) -> None:
    assert times(text) == [hour]


@pytest.mark.parametrize("text", ["saa nne", "saa 3", "saa 9 usiku"])
def test_an_hour_with_two_readings_is_asked(text: str) -> None:
    assert read(text, awaiting=Awaiting.TIME).outcome is Outcome.ASK


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("remind me in two hours to lock", "2026-11-23 12:00"),
        ("remind me in an hour and a half to lock", "2026-11-23 11:30"),
        ("nikumbushe baada ya nusu saa kufunga", "2026-11-23 10:30"),
        ("nikumbushe kesho saa tatu asubuhi kulipa", "2026-11-24 09:00"),
        ("nikumbushe keshokutwa saa tatu asubuhi kulipa", "2026-11-25 09:00"),
        ("remind me on Friday at 3pm to pay", "2026-11-27 15:00"),
        ("remind me on 5th December at 10am to pay", "2026-12-05 10:00"),
        ("nikumbushe tarehe 3 mwezi wa kwanza saa nne asubuhi", "2027-01-03 10:00"),
        ("remind me tonight at 8 to lock", "2026-11-23 20:00"),
        ("remind me at 9am to open", "2026-11-24 09:00"),
    ],
)
def test_a_reminder_has_its_moment(text: str, when: str) -> None:
    done = act(text)

    assert (done.intent, f"{done.when:%Y-%m-%d %H:%M}") == (Intent.REMIND, when)


@pytest.mark.parametrize(
    ("text", "intent", "party", "when"),
    [
        ("Book Halima tomorrow 10am", BOOK, "Halima", "11-24 10:00"),
        ("J4 saa 3 asubuhi Halima", BOOK, "Halima", "11-24 09:00"),
        ("miadi ya Halima kesho saa nne asubuhi", BOOK, "Halima", "11-24 10:00"),
        ("Move Halima to Friday 2pm", Intent.RESCHEDULE_APPOINTMENT, "Halima", "11-27 14:00"),
    ],
)
def test_an_appointment_has_its_customer_and_hour(
    text: str, intent: Intent, party: str, when: str
) -> None:
    done = act(text)

    assert (done.intent, done.party, f"{done.when:%m-%d %H:%M}") == (intent, party, when)


def test_a_customer_without_a_name_is_asked_for() -> None:
    assert read("nina mteja saa nane mchana leo").question == "customer"


def test_an_appointment_is_cancelled_by_name_and_day() -> None:
    done = act("Futa booking ya Halima Ijumaa")

    assert (done.intent, done.party) == (Intent.CANCEL_APPOINTMENT, "Halima")
    assert str(done.date) == "2026-11-27"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("ndiyo", Intent.APPROVE),
        ("nitakuja", Intent.APPROVE),
        ("sitaweza kuja", Intent.CANCEL_APPOINTMENT),
        ("hajafika", Intent.REJECT),
        ("can we do 4pm instead", Intent.RESCHEDULE_APPOINTMENT),
    ],
)
def test_a_reminder_may_be_answered_with_a_verb(text: str, intent: Intent) -> None:
    assert act(text, awaiting=Awaiting.APPOINTMENT).intent is intent


def test_a_debtor_is_reminded_by_name() -> None:
    done = act("mkumbushe Otieno deni lake")

    assert (done.intent, done.party, done.kind) == (Intent.REMIND, "Otieno", "debt")


def test_tonight_past_midnight_is_the_next_date() -> None:
    assert f"{act('nikumbushe leo saa saba usiku kufunga').when:%d %H:%M}" == "24 01:00"


def test_tomorrow_past_midnight_asks_which_night() -> None:
    assert read("nikumbushe kesho saa sita usiku kufunga").question == "hour"


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Friday next week at 10am Halima", "2026-12-04"),
        ("wiki ijayo Jumanne saa tatu asubuhi Halima", "2026-12-01"),
        ("Halima 30/11 saa nne asubuhi", "2026-11-30"),
        ("Halima Dec 3rd 10am", "2026-12-03"),
        ("Halima baada ya siku mbili saa nne asubuhi", "2026-11-25"),
        ("Halima mwezi wa tatu tarehe 5 saa nne asubuhi", "2027-03-05"),
    ],
)
def test_a_day_is_read_in_every_way_people_say_it(text: str, date: str) -> None:
    assert str(act(text).date) == date


def test_a_part_of_the_day_without_an_hour_asks_for_the_hour() -> None:
    assert read("Halima kesho asubuhi").question == "time"
