"""The diary on a real database: booked, moved, cancelled, asked about, reminded of."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.engine.keeper import Keeper, keeper
from tests.engine.visits import (
    DAY,
    HOUR,
    books,
    changes,
    has_phone,
    later,
    moves,
    status,
    switches_on,
)
from tests.engine.world import AMINA, ASHA, World


@pytest.fixture(name="amina")
def _amina(world: World) -> Keeper:
    return keeper(world, AMINA, "Duka la Amina")


def test_an_appointment_follows_from_its_events(amina: Keeper) -> None:
    at = amina.world.now[0] + 3 * DAY
    asha = books(amina, "Asha", at, service="braids")
    moves(amina, asha, at + HOUR)
    changes(amina, "CONFIRMED", asha)

    with amina.asks() as shop:
        (one,) = shop.diary.between(amina.world.now[0])
    assert (one.name, one.at, one.service, one.status) == (
        "Asha", at + HOUR, "braids", "confirmed",
    )  # fmt: skip


def test_events_of_an_appointment_tell_all_that_is_known_of_it(amina: Keeper) -> None:
    at = amina.world.now[0] + 3 * DAY
    asha = books(amina, "Asha", at)
    changes(amina, "CANCELLED", asha)

    (told,) = amina.told("APPOINTMENT_CANCELLED")
    assert (told["appointment"], told["name"], told["at"]) == (
        str(asha), "Asha", at.isoformat(),
    )  # fmt: skip
    assert told["customer"] == str(amina.world.ids("select id from customers")[0])


@pytest.mark.parametrize("what", ["CONFIRMED", "KEPT", "MISSED"])
def test_what_is_cancelled_stays_cancelled(amina: Keeper, what: str) -> None:
    asha = books(amina, "Asha", amina.world.now[0] + DAY)
    changes(amina, "CANCELLED", asha)
    changes(amina, what, asha)

    assert status(amina.world, asha) == "cancelled"


def test_a_customer_is_asked_the_day_before_and_reminded_two_hours_before(
    amina: Keeper,
) -> None:
    switches_on(amina, "appointment")
    asha = books(amina, "Asha", amina.world.now[0] + 3 * DAY)
    has_phone(amina, "Asha", ASHA)

    asked = later(amina, days=2)
    assert [to for to, _ in asked] == [ASHA]
    assert asked[0][1] == (
        "Duka la Amina: Your appointment is on 26 Nov 2026 at 10:00. Will you come"
        " (1 Yes, 2 No)?\nReply STOP to get no more messages."
    )
    amina.world.says(ASHA, "yes")

    assert status(amina.world, asha) == "confirmed"
    assert later(amina, hours=22) == [(ASHA, "Duka la Amina: We expect you today at 10:00.")]
    assert later(amina, days=2) == []


def test_who_says_no_is_told_to_the_owner_and_not_reminded_again(amina: Keeper) -> None:
    switches_on(amina, "appointment")
    asha = books(amina, "Asha", amina.world.now[0] + 3 * DAY)
    has_phone(amina, "Asha", ASHA)
    later(amina, days=2)

    answered = amina.world.says(ASHA, "no")

    assert any(text.startswith("Asha cannot come on 26 Nov 2026") for text in answered)
    assert status(amina.world, asha) == "scheduled"
    assert later(amina, days=2) == []


def test_a_customer_without_a_phone_is_named_to_the_owner(amina: Keeper) -> None:
    switches_on(amina, "appointment")
    books(amina, "Asha", amina.world.now[0] + 3 * DAY)

    ((to, text),) = later(amina, days=2)

    assert to == AMINA
    assert text.startswith("Reminder: Asha comes on 26 Nov 2026 at 10:00.")
    assert later(amina, days=2) == []


def test_what_is_booked_late_is_reminded_of_once_and_what_is_at_once_not(
    amina: Keeper,
) -> None:
    switches_on(amina, "appointment")
    books(amina, "Asha", amina.world.now[0] + 5 * HOUR)
    books(amina, "Zuhura", amina.world.now[0] + HOUR)

    assert [text[:32] for _, text in later(amina, hours=6)] == [
        "Reminder: Asha comes today at 15"
    ]


@pytest.mark.parametrize("what", ["CANCELLED", "KEPT", "MISSED"])
def test_what_is_over_is_not_reminded_of(amina: Keeper, what: str) -> None:
    switches_on(amina, "appointment")
    asha = books(amina, "Asha", amina.world.now[0] + 3 * DAY)
    changes(amina, what, asha)

    assert later(amina, days=4) == []


@pytest.mark.parametrize("days", [1.5, 5])
def test_what_is_moved_is_reminded_of_at_its_new_time_alone(amina: Keeper, days: float) -> None:
    switches_on(amina, "appointment")
    start = amina.world.now[0]
    asha = books(amina, "Asha", start + 3 * DAY)
    moves(amina, asha, start + timedelta(days=days))

    said = [text for hour in range(24 * 7) for _, text in later(amina, hours=1) if hour >= 0]

    assert len(said) == 1
    assert f"{start + timedelta(days=days) + 3 * HOUR:%H:%M}" in said[0]


def test_who_booked_is_asked_whether_the_customer_came(amina: Keeper) -> None:
    switches_on(amina, "missed")
    asha = books(amina, "Asha", amina.world.now[0] + HOUR)
    assert later(amina, hours=1) == []

    asked = later(amina, minutes=30)
    assert asked == [(AMINA, "Did Asha come (23 Nov 2026, 11:00; 1 Yes, 2 No)?")]
    amina.world.says(AMINA, "1")

    assert status(amina.world, asha) == "kept"
    assert len(amina.told("APPOINTMENT_KEPT")) == 1


def test_without_an_answer_nobody_is_marked_and_nobody_written_to(amina: Keeper) -> None:
    switches_on(amina, "missed")
    asha = books(amina, "Asha", amina.world.now[0] + HOUR)
    has_phone(amina, "Asha", ASHA)

    later(amina, hours=1.5)

    assert later(amina, days=2) == []
    assert status(amina.world, asha) == "scheduled"


def test_who_did_not_come_is_written_to_once_the_next_morning(amina: Keeper) -> None:
    switches_on(amina, "missed")
    asha = books(amina, "Asha", amina.world.now[0] + HOUR)
    has_phone(amina, "Asha", ASHA)
    later(amina, hours=1.5)
    amina.world.says(AMINA, "no")
    assert status(amina.world, asha) == "missed"

    assert later(amina, hours=12) == []
    ((to, text),) = later(amina, hours=12)

    assert to == ASHA
    assert "We missed you on 23 Nov 2026" in text
    assert later(amina, days=3) == []


def test_who_was_marked_by_hand_is_not_asked_about(amina: Keeper) -> None:
    switches_on(amina, "missed")
    asha = books(amina, "Asha", amina.world.now[0] + HOUR)
    changes(amina, "KEPT", asha)

    assert later(amina, days=1) == []


def test_a_clinics_reminder_says_nothing_of_what_it_is_for(amina: Keeper) -> None:
    switches_on(amina, "clinic")
    books(amina, "Asha", amina.world.now[0] + 2 * DAY, service="malaria")
    has_phone(amina, "Asha", ASHA)

    ((to, text),) = later(amina, days=1)

    assert to == ASHA
    assert "malaria" not in text
    assert later(amina, days=2) == []


def test_the_neighbour_sees_no_appointment(amina: Keeper) -> None:
    books(amina, "Asha", amina.world.now[0] + DAY)
    chausiku = keeper(amina.world, "+254733000003", "Jirani")

    with chausiku.asks() as shop:
        assert shop.diary.between(amina.world.now[0]) == []
