"""Closing the day: counted cash beside what there should be, in all and by person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from bot.nlu.understanding import Act, Intent
from tests.bot.chat import Chat, expense, only, sale
from tests.bot.fakes import FakeShop, duka_la_amina

CLOSE = Act(Intent.CLOSE_DAY)
AMINA, BARAKA = UUID(int=1), UUID(int=3)
COUNT = "Umehesabu pesa taslimu kiasi gani?"
SHARE = "Kati ya hizo, za Baraka ni kiasi gani (HAPANA kama zote ziko pamoja)?"


def both_sold() -> Chat:
    """Amina took 300, Baraka 500."""
    chat = Chat()
    chat.hear("x", sale("300"))
    chat.hear("x", sale("500"))
    chat.shop.entries[-1] = replace(chat.shop.entries[-1], person_id=BARAKA)
    return chat


def closed(chat: Chat) -> dict[str, Any]:
    (event,) = chat.raised
    assert event.type == "DAY_CLOSED"
    return dict(event.payload)


def test_only_cash_is_expected_in_the_till() -> None:
    chat = Chat()
    chat.hear("x", sale("300"))
    chat.hear("x", sale("900", payment="mobile"))
    chat.hear("x", expense("50"))

    chat.hear("funga siku", CLOSE)
    chat.hear("250", only("250"))

    assert closed(chat)["expected"] == "250"
    assert closed(chat)["difference"] == "0"


def test_cash_named_at_once_closes_at_once() -> None:
    chat = Chat()
    chat.hear("x", sale("300"))

    chat.hear("funga siku 280", replace(CLOSE, amount=only("280").amount))

    assert closed(chat) == {
        "business_date": "2026-11-24",
        "expected": "300",
        "counted": "280",
        "difference": "-20",
        "by_person": [
            {
                "person": str(AMINA),
                "expected": "300",
                "counted": "280",
                "difference": "-20",
            }
        ],
    }


def test_an_empty_till_is_an_answer() -> None:
    chat = Chat()
    chat.hear("funga siku", CLOSE)

    assert chat.hear("0", only("0")) == (
        "Siku imefungwa, 24 Nov 2026: zimehesabiwa Ksh 0, zilitarajiwa Ksh 0, hakuna pungufu."
        "\nKosa? Andika FUNGA SIKU tena."
    )


def test_where_several_took_cash_each_one_is_asked_for() -> None:
    chat = both_sold()

    assert chat.hear("funga siku", CLOSE) == COUNT
    assert chat.hear("780", only("780")) == SHARE
    assert chat.hear("450", only("450")) == (
        "Siku imefungwa, 24 Nov 2026: zimehesabiwa Ksh 780, zilitarajiwa Ksh 800,"
        " pungufu Ksh 20.\n"
        "Kila mtu: Amina: zaidi Ksh 30; Baraka: pungufu Ksh 50.\n"
        "Kosa? Andika FUNGA SIKU tena."
    )
    assert [one["difference"] for one in closed(chat)["by_person"]] == ["30", "-50"]


def test_one_till_for_all_tells_of_nobody() -> None:
    chat = both_sold()
    chat.hear("funga siku", CLOSE)
    chat.hear("780", only("780"))

    said = chat.hear("hapana", Act(Intent.REJECT))

    assert said is not None
    assert "Kila mtu" not in said
    assert closed(chat)["by_person"] == [
        {"person": str(AMINA), "expected": "300"},
        {"person": str(BARAKA), "expected": "500"},
    ]


def test_a_share_larger_than_the_whole_is_asked_again() -> None:
    chat = both_sold()
    chat.hear("funga siku", CLOSE)
    chat.hear("780", only("780"))

    assert chat.hear("900", only("900")) == f"Hiyo ni zaidi ya Ksh 780 zilizobaki.\n{SHARE}"
    assert chat.raised == []


def test_an_earlier_day_can_be_closed() -> None:
    chat = Chat()
    yesterday = date(2026, 11, 23)

    assert chat.hear("funga jana", replace(CLOSE, date=yesterday)) == (
        "Mwisho wa 23 Nov 2026 ulihesabu pesa taslimu kiasi gani?"
    )


def test_something_else_meanwhile_is_done_and_the_question_repeated() -> None:
    chat = Chat()
    chat.hear("funga siku", CLOSE)

    said = chat.hear("nimeuza mkate kwa 50", sale("50", "mkate"))

    assert said is not None
    assert said.startswith("Nimeandika: mkate, Ksh 50.")
    assert said.endswith(COUNT)


@pytest.mark.parametrize("words", ["funga siku", "funga siku 300"])
def test_a_viewer_closes_nothing(words: str) -> None:
    chat = Chat(FakeShop(organization=duka_la_amina("VIEWER")))

    chat.hear(words, CLOSE)

    assert chat.raised == []
