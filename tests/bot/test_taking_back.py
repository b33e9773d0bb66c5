"""Taking back whole messages, quoted ones, and who may."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.day_closes import DayClose
from bot.effects import AskCorrection
from bot.nlu.understanding import Act, Intent
from tests.bot.chat import Chat, sale
from tests.bot.fakes import staff

UNDO = Act(Intent.UNDO)
BOTH = ["chai", "mkate"]
BARAKA = staff()[1]


def with_a_sale() -> Chat:
    chat = Chat()
    chat.hear("sukari", sale("300", quantity=Decimal(2), unit="kilo"))
    return chat


def with_a_list() -> Chat:
    chat = Chat()
    chat.hear("…", sale("100", "chai"), sale("65", "mkate"))
    return chat


def test_after_a_list_undo_asks_for_the_last_or_for_all() -> None:
    said = with_a_list().hear("futa", UNDO)

    assert said == (
        "Nifute nini: 1 mkate, Ksh 65 tu, 2 zote 2 za ujumbe huo (Ksh 165), 3 nisifute?"
    )


@pytest.mark.parametrize(("digit", "left"), [("1", ["chai"]), ("2", []), ("3", BOTH)])
def test_a_digit_says_what_of_a_list_is_taken_back(digit: str, left: list[str]) -> None:
    chat = with_a_list()
    chat.hear("futa", UNDO)

    chat.hear(digit, Act(Intent.UNKNOWN, kind=digit))

    assert [entry.item for entry in chat.shop.entries] == left


def test_what_is_no_digit_leaves_the_question_open() -> None:
    chat = with_a_list()
    asked = chat.hear("futa", UNDO)

    assert chat.hear("sijui") == asked


@pytest.mark.parametrize(
    "act", [Act(Intent.UNDO, item="chai"), Act(Intent.UNDO, amount=Decimal(100))]
)
def test_one_of_a_list_may_be_named(act: Act) -> None:
    chat = with_a_list()

    chat.hear("futa chai", act)

    assert [entry.item for entry in chat.shop.entries] == ["mkate"]


def test_a_quoted_receipt_names_the_entry() -> None:
    chat = with_a_sale()
    chat.hear("…", sale("65", "mkate"))

    said = chat.hear("futa", UNDO, quoted="receipt-1")

    assert said == "Nimefuta: sukari kilo 2, Ksh 300. Leo: Ksh 65."


def test_a_quoted_receipt_is_taken_back_only_once() -> None:
    chat = with_a_sale()
    chat.hear("…", sale("65", "mkate"))
    chat.hear("futa", UNDO, quoted="receipt-1")

    said = chat.hear("futa", UNDO, quoted="receipt-1")

    assert said == "Hakuna kitu cha ujumbe huo kilichobaki kwenye daftari."
    assert chat.raised == []


def test_a_quoted_list_is_asked_about_and_remembered() -> None:
    chat = with_a_list()
    chat.hear("…", sale("300"))
    chat.hear("futa", UNDO, quoted="receipt-1")

    chat.hear("2", Act(Intent.UNKNOWN, kind="2"))

    assert [entry.item for entry in chat.shop.entries] == ["sukari"]


def test_quoting_another_receipt_begins_anew() -> None:
    chat = with_a_list()
    chat.hear("…", sale("300"))
    chat.hear("futa", UNDO, quoted="receipt-1")

    chat.hear("futa", UNDO, quoted="receipt-2")

    assert [entry.item for entry in chat.shop.entries] == BOTH


def test_staff_put_right_what_they_wrote_the_same_day() -> None:
    chat = Chat()
    chat.hand_over(BARAKA)
    chat.hear("…", sale("300"))

    chat.hear("futa", UNDO)

    assert chat.shop.entries == []


def test_what_is_too_old_for_staff_is_asked_of_the_owner() -> None:
    chat = Chat()
    chat.hand_over(BARAKA)
    chat.hear("…", sale("300"))
    chat.wait(days=1, minutes=1)

    said = chat.hear("badilisha 350", Act(Intent.CORRECT, amount=Decimal(350)))

    assert chat.raised == []
    (wish,) = chat.shop.wishes
    assert isinstance(wish, AskCorrection)
    assert (wish.amount, wish.by and wish.by.payload["amount"]) == (Decimal(350), "350")
    assert said == (
        "sukari, Ksh 300 ni ya zamani, huwezi kuibadili peke yako. Nimemwuliza Amina."
    )


def test_what_staff_wrote_on_a_day_that_is_closed_is_asked_of_the_owner() -> None:
    chat = Chat()
    chat.hand_over(BARAKA)
    chat.hear("…", sale("300"))
    day = date(2026, 11, 24)
    chat.shop.closes[day] = DayClose("Amina", Decimal(300), Decimal(300))

    chat.hear("futa", UNDO)

    assert chat.raised == []
    assert [type(wish) for wish in chat.shop.wishes] == [AskCorrection]


def test_the_window_of_staff_is_the_shops_to_set() -> None:
    chat = Chat()
    chat.hand_over(BARAKA)
    assert chat.shop.organization is not None
    chat.shop.organization = replace(chat.shop.organization, correction_hours=1)
    chat.hear("…", sale("300"))
    chat.wait(hours=2)

    chat.hear("futa", UNDO)

    assert [type(wish) for wish in chat.shop.wishes] == [AskCorrection]


def test_the_owner_changes_what_is_old_herself() -> None:
    chat = Chat()
    chat.hear("…", sale("300"))
    chat.wait(days=3)

    chat.hear("futa", UNDO)

    assert chat.shop.entries == []


def test_staff_put_right_today_what_they_wrote_today_about_yesterday() -> None:
    chat = Chat()
    chat.hand_over(BARAKA)
    chat.hear("…", sale("300", date=date(2026, 11, 23)))

    chat.hear("futa", UNDO)

    assert chat.shop.entries == []


def test_staff_may_not_change_what_others_wrote() -> None:
    chat = with_a_sale()
    chat.hand_over(BARAKA)

    said = chat.hear("futa", UNDO, quoted="receipt-1")

    assert said is not None
    assert "ni Amina tu" in said
    assert chat.raised == []


def test_a_debt_taken_back_is_no_longer_owed() -> None:
    chat = Chat()
    chat.hear("…", Act(Intent.RECORD_DEBT, amount=Decimal(200), party="Asha"))

    said = chat.hear("futa", UNDO)

    assert said == "Nimefuta: Asha: deni, Ksh 200. Sasa Asha hana deni."
