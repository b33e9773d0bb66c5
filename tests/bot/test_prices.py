"""Prices that the shop has given before, and prices with two readings."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from bot.nlu.understanding import Act, Intent, Outcome
from tests.bot.chat import Chat, only, sale

ONE, TWO = (Act(Intent.UNKNOWN, kind=digit) for digit in "12")


def bread(count: int, amount: str | None = None, unit: str | None = None) -> Act:
    return sale(amount, "mkate", quantity=Decimal(count), unit=unit)


def at_fifty(chat: Chat, count: int = 3) -> str | None:
    return chat.hear(
        f"nimeuza mkate {count} at 50",
        bread(count),
        outcome=Outcome.ASK,
        question="unit_or_total",
        amounts=(str(count), "50"),
    )


def test_a_price_given_before_is_never_asked_again() -> None:
    chat = Chat()
    chat.hear("…", bread(3, "195"))

    said = chat.hear("…", bread(2), outcome=Outcome.ASK, question="amount")

    assert said == (
        "Nimeandika: mkate 2, Ksh 130 (Ksh 65 kila moja). Leo: Ksh 325. Kosa? Jibu FUTA."
    )


def test_the_price_of_another_unit_is_not_the_price() -> None:
    chat = Chat()
    chat.hear("…", bread(3, "195"))

    said = chat.hear("…", bread(2, unit="kreti"), outcome=Outcome.ASK, question="amount")

    assert said == "Umeuza mkate kreti 2 kwa jumla ya shilingi ngapi?"


def test_a_price_is_not_used_where_a_figure_was_unclear() -> None:
    chat = Chat()
    chat.hear("…", bread(3, "195"))

    chat.hear("…", bread(2), outcome=Outcome.ASK, question="amount_unclear")

    assert chat.raised == []


@pytest.mark.parametrize(("answer", "amount"), [(ONE, "150"), (TWO, "50")])
def test_a_price_of_each_or_of_all_is_asked_once_and_remembered(
    answer: Act, amount: str
) -> None:
    chat = Chat()

    asked = at_fifty(chat)
    chat.hear(answer.kind or "", answer)
    first = chat.raised[0].payload["amount"]
    at_fifty(chat)

    assert asked == (
        "mkate 3: Ksh 50 ni bei ya kila moja au ya zote"
        " (1 Kila moja, yaani Ksh 150, 2 Zote)? Nitakumbuka."
    )
    assert first == amount
    assert chat.raised[0].payload["amount"] == amount


def test_something_else_leaves_the_choice_open() -> None:
    chat = Chat()
    asked = at_fifty(chat)

    assert chat.hear("sijui") == asked


def test_a_list_without_a_verb_is_asked_about_once() -> None:
    chat = Chat()
    lines = [Act(Intent.UNKNOWN, Decimal(100), item=item) for item in ("chai", "mkate")]

    asked = chat.hear("chai 100\nmkate 100", *lines, outcome=Outcome.ASK, question="direction")
    chat.hear("mauzo", Act(Intent.RECORD_SALE))

    assert asked is not None
    assert asked.startswith("Mistari hii 2, Ksh 200: ni nini")
    assert [event.type for event in chat.raised] == ["SALE_RECORDED", "SALE_RECORDED"]


def test_of_a_long_list_only_the_sums_are_told() -> None:
    chat = Chat()

    said = chat.hear("…", *(sale("10", f"kitu {n}") for n in range(13)), unread=(2, 5))

    assert said == (
        "Nimeandika: mauzo 13, Ksh 130. Leo: Ksh 130. La mwisho lina kosa? Jibu FUTA."
        "\nSijaelewa mistari ya 2, 5: tafadhali itume tena."
    )


def test_one_missing_amount_of_a_list_does_not_hold_up_the_rest() -> None:
    chat = Chat()

    chat.hear("…", sale("100", "chai"), sale(None, "mkate"))
    chat.hear("65", only("65"))

    assert [event.payload["amount"] for event in chat.shop.raised] == ["100", "65"]


def test_a_line_of_a_list_without_a_price_is_booked_at_the_known_one() -> None:
    chat = Chat()
    chat.hear("…", bread(3, "195"))

    said = chat.hear("…", sale("300", line=2), replace(bread(2), line=3))

    assert [event.payload["amount"] for event in chat.raised] == ["300", "130"]
    assert said is not None
    assert "Ksh 130" in said


def test_a_line_of_a_list_whose_price_nobody_knows_is_asked_about() -> None:
    chat = Chat()

    said = chat.hear("…", sale("300", line=2), replace(bread(2), line=3))

    assert [event.payload["amount"] for event in chat.raised] == ["300"]
    assert said is not None
    assert said.endswith("Umeuza mkate 2 kwa jumla ya shilingi ngapi?")


def test_such_a_line_beside_lines_that_were_not_read_is_booked_all_the_same() -> None:
    chat = Chat()
    chat.hear("…", bread(3, "195"))

    said = chat.hear("…", sale("300", line=2), replace(bread(2), line=4), unread=(3,))

    assert len(chat.raised) == 2
    assert said is not None
    assert "Sijaelewa" in said
