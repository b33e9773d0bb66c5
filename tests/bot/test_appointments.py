"""The diary in a chat: what is asked, of whom, and what may not be done."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from bot.diary import Appointment
from bot.i18n import wording
from bot.nlu.understanding import Act, Intent
from bot.report import evening
from tests.bot.chat import MORNING, TRANSLATIONS, Chat
from tests.bot.fakes import FakeShop, duka_la_amina

TOMORROW = MORNING + timedelta(days=1)


def book(party: str | None = "Asha", **said: Any) -> Act:
    """A wish to book as the reader reads it."""
    return Act(Intent.SCHEDULE_APPOINTMENT, party=party, when=TOMORROW, **said)


def known(*names: str) -> Chat:
    """A shop with these customers."""
    people = {name: UUID(int=500 + place) for place, name in enumerate(names)}
    return Chat(FakeShop(people=people))


def test_which_of_two_customers_of_a_name_is_asked_and_chosen_by_digit() -> None:
    chat = known("Asha Otieno", "Asha Mwangi")

    asked = chat.hear("…", book())
    assert asked is not None
    assert asked.startswith("Miadi ni ya Asha yupi: 1 Asha Mwangi, 2 Asha Otieno, 3 mtu mpya?")
    chat.hear("2", Act(Intent.UNKNOWN, kind="2"))

    assert chat.raised[0].payload["name"] == "Asha Otieno"
    assert chat.raised[0].payload["customer"] == str(UUID(int=500))


def test_somebody_new_of_a_known_name_is_written_in() -> None:
    chat = known("Asha Otieno", "Asha Mwangi")
    chat.hear("…", book())
    said = chat.hear("3", Act(Intent.UNKNOWN, kind="3"))

    assert chat.raised[0].payload["customer"] is None
    assert said is not None
    assert "Asha ni mpya kwenye daftari." in said


def test_the_name_a_customer_is_known_by_is_echoed() -> None:
    said = known("Asha Otieno").hear("…", book())

    assert said is not None
    assert said.startswith("Miadi imeandikwa: Asha Otieno,")


def test_a_viewer_may_look_and_not_book() -> None:
    chat = Chat(FakeShop(organization=duka_la_amina("VIEWER")))

    chat.hear("…", book())
    assert chat.raised == []
    assert "Huna miadi yoyote." in str(chat.hear("miadi", Act(Intent.APPOINTMENTS)))


@pytest.mark.parametrize(("minutes", "asked"), [(29, True), (-29, True), (30, False)])
def test_only_a_time_that_overlaps_is_asked_about(minutes: int, asked: bool) -> None:
    chat = Chat(FakeShop())
    at = TOMORROW + timedelta(minutes=minutes)
    chat.shop.diary.appointments.append(Appointment(UUID(int=7), UUID(int=8), "Zuhura", at))

    said = chat.hear("…", book())

    assert (chat.raised == []) is asked
    assert ("Wakati huo una Zuhura" in str(said)) is asked


def test_another_hour_answers_the_question_about_two_who_meet() -> None:
    chat = Chat(FakeShop())
    chat.shop.diary.appointments.append(
        Appointment(UUID(int=7), UUID(int=8), "Zuhura", TOMORROW)
    )
    chat.hear("…", book())

    later = TOMORROW + timedelta(hours=2)
    chat.hear("…", Act(Intent.SCHEDULE_APPOINTMENT, when=later))

    assert [event.payload["at"] for event in chat.raised] == [later.isoformat()]
    assert chat.raised[0].payload["name"] == "Asha"


def test_an_undo_after_a_sale_does_not_touch_the_diary() -> None:
    chat = Chat(FakeShop())
    chat.hear("…", book())
    chat.hear("…", Act(Intent.RECORD_SALE, amount=None, item="mkate"))
    chat.hear("hapana", Act(Intent.REJECT))

    chat.hear("futa sukari", Act(Intent.UNDO, item="sukari"))

    assert not any(event.type.startswith("APPOINTMENT") for event in chat.raised)


def test_an_undo_does_not_reach_an_appointment_that_is_over() -> None:
    chat = Chat(FakeShop())
    chat.hear("…", book())
    chat.wait(days=2)

    assert chat.hear("futa", Act(Intent.UNDO)) == "Hakuna ulichoandika cha kufuta."


def test_the_evening_summary_names_who_comes_tomorrow() -> None:
    shop = FakeShop()
    for hour, name in ((0, "Asha"), (1, "Zuhura"), (24, "Musa")):
        at = TOMORROW + timedelta(hours=hour)
        shop.diary.appointments.append(Appointment(UUID(int=hour), UUID(int=8), name, at))

    said = wording(evening(shop, MORNING.replace(hour=20)), "en", TRANSLATIONS)

    assert "Appointments tomorrow: Asha 09:00; Zuhura 10:00." in said
    assert "Musa" not in said


def test_what_nobody_has_booked_cannot_be_moved() -> None:
    chat = Chat(FakeShop())

    said = chat.hear("…", Act(Intent.RESCHEDULE_APPOINTMENT, party="Asha", when=TOMORROW))

    assert said == "Sioni miadi ya Asha."


def test_to_remind_somebody_else_is_no_answer_to_when_mine_shall_come() -> None:
    chat = Chat(FakeShop())
    chat.hear("nikumbushe kufunga duka", Act(Intent.REMIND, item="kufunga duka", kind="self"))

    said = chat.hear(
        "mkumbushe Ali kesho", Act(Intent.REMIND, party="Ali", kind="debt", when=TOMORROW)
    )

    assert chat.shop.wishes == []
    assert said is not None
    assert said.endswith("(kufunga duka)?")
