"""What is asked before a sale or an expense is booked."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.nlu.understanding import Act, Intent, Outcome
from tests.bot.chat import Chat, only, sale


def test_a_missing_amount_is_asked_for_and_then_booked() -> None:
    chat = Chat()

    asked = chat.hear("nimeuza sukari kilo 2", sale(None, quantity=Decimal(2), unit="kilo"))
    said = chat.hear("300", only("300"))

    assert asked == "Umeuza sukari kilo 2 kwa jumla ya shilingi ngapi?"
    assert said == "Nimeandika: sukari kilo 2, Ksh 300. Leo: Ksh 300. Kosa? Jibu FUTA."
    assert chat.conversation.floor is None


def test_what_has_two_readings_is_asked_and_not_booked() -> None:
    chat = Chat()
    act = sale("50", "mkate", quantity=Decimal(3))

    asked = chat.hear("mikate 3 at 50", act, outcome=Outcome.ASK)

    assert chat.raised == []
    assert asked == "Umeuza mkate 3 kwa jumla ya shilingi ngapi?"


def test_several_missing_amounts_are_asked_one_after_the_other() -> None:
    chat = Chat()
    chat.hear("nimeuza sukari na mkate", sale(), sale(None, "mkate"))

    said = chat.hear("300", only("300"))

    assert said is not None
    assert said.endswith("\nUmeuza mkate kwa jumla ya shilingi ngapi?")
    assert len(chat.raised) == 1


def test_a_new_sale_does_not_answer_the_open_question() -> None:
    chat = Chat()
    chat.hear("nimeuza sukari", sale())

    said = chat.hear("nimeuza mkate 50", sale("50", "mkate"))

    assert chat.raised[0].payload["amount"] == "50"
    assert said == (
        "Nimeandika: mkate, Ksh 50. Leo: Ksh 50. Kosa? Jibu FUTA."
        "\nUmeuza sukari kwa jumla ya shilingi ngapi?"
    )


def test_a_question_about_the_day_is_answered_and_the_amount_asked_again() -> None:
    chat = Chat()
    chat.hear("nimeuza sukari", sale())

    said = chat.hear("leo?", Act(Intent.SUMMARY))

    assert said == (
        "Leo: mauzo Ksh 0, matumizi Ksh 0.\nUmeuza sukari kwa jumla ya shilingi ngapi?"
    )


def test_no_or_undo_drops_what_waits_for_its_amount() -> None:
    chat = Chat()
    chat.hear("nimeuza mkate 50", sale("50", "mkate"))
    chat.hear("nimeuza sukari", sale())

    said = chat.hear("futa", Act(Intent.UNDO))

    assert said == "Sawa, sijaandika sukari."
    assert chat.raised == []
    assert chat.conversation.floor is None


def test_another_currency_is_never_booked_as_the_shops_own() -> None:
    chat = Chat()

    asked = chat.hear("nimeuza dola 5", sale("5", currency="USD"))
    said = chat.hear("650", only("650"))

    assert asked == "Daftari hili ni la KES. Ilikuwa KES ngapi?"
    assert said is not None
    assert "Ksh 650" in said


ONE_LINE = (sale("300"), sale(None, "mkate"))


def test_while_the_reader_asks_nothing_of_its_line_is_booked() -> None:
    chat = Chat()

    asked = chat.hear("sukari 300, mkate", *ONE_LINE, outcome=Outcome.ASK, question="amount")
    assert chat.raised == []
    said = chat.hear("65", only("65"))

    assert asked == "Umeuza mkate kwa jumla ya shilingi ngapi?"
    assert said is not None
    assert said.startswith("Nimeandika: mkate, Ksh 65; sukari, Ksh 300.")


def test_what_waited_in_company_is_dropped_in_company() -> None:
    chat = Chat()
    chat.hear("sukari 300, mkate", *ONE_LINE, outcome=Outcome.ASK, question="amount")

    assert chat.hear("futa", Act(Intent.UNDO)) == "Sawa, sijaandika mkate, sukari."
    assert chat.conversation.floor is None


def test_a_line_of_which_only_a_part_has_a_direction_is_not_understood() -> None:
    chat = Chat()
    acts = (Act(Intent.UNKNOWN, item="UJ2"), sale("2547", None))

    said = chat.hear("UJ2 …", *acts, outcome=Outcome.ASK, question="amount_unclear")

    assert chat.raised == []
    assert said is not None
    assert said.startswith("Samahani, sijaelewa")


@pytest.mark.parametrize(
    ("answer", "event"),
    [("1", "SALE_RECORDED"), ("2", "EXPENSE_RECORDED"), ("3", "PURCHASE_RECORDED")],
)
def test_goods_and_an_amount_may_have_come_in_or_gone_out(answer: str, event: str) -> None:
    chat = Chat()
    act = Act(Intent.UNKNOWN, amount=Decimal(50), item="mkate")

    asked = chat.hear("mkate 50", act, outcome=Outcome.ASK, question="direction")
    chat.hear(answer, Act(Intent.UNKNOWN, kind=answer))

    assert asked == (
        "mkate, Ksh 50: ni nini (1 Mauzo, 2 Matumizi, 3 Manunuzi ya bidhaa, 4 Nyingine)?"
    )
    assert [raised.type for raised in chat.raised] == [event]


def test_what_is_neither_is_not_written_down() -> None:
    chat = Chat()
    act = Act(Intent.UNKNOWN, amount=Decimal(50), item="mkate")
    chat.hear("mkate 50", act, outcome=Outcome.ASK, question="direction")

    assert chat.hear("4", Act(Intent.UNKNOWN, kind="4")) == "Sawa, sijaandika mkate."


def test_a_direction_settled_may_leave_the_amount_open() -> None:
    chat = Chat()
    act = Act(Intent.UNKNOWN, item="mkate", unit_price=Decimal(50))
    chat.hear("mkate @50", act, outcome=Outcome.ASK, question="direction")

    said = chat.hear("1", Act(Intent.UNKNOWN, kind="1"))

    assert said == "Umeuza mkate kwa jumla ya shilingi ngapi?"


def test_a_habit_is_booked_only_when_it_was_done() -> None:
    chat = Chat()

    asked = chat.hear(
        "nauza mkate 50", sale("50", "mkate"), outcome=Outcome.ASK, question="done"
    )
    assert chat.raised == []
    chat.hear("ndiyo", Act(Intent.APPROVE))

    assert asked == "Umeshauza: mkate, Ksh 50 (1 Ndiyo, 2 Hapana)?"
    assert chat.raised[0].type == "SALE_RECORDED"


def test_a_habit_that_was_not_done_is_not_written_down() -> None:
    chat = Chat()
    chat.hear("nauza mkate 50", sale("50", "mkate"), outcome=Outcome.ASK, question="done")

    assert chat.hear("2", Act(Intent.REJECT)) == "Sawa, sijaandika mkate."
    assert chat.raised == []


def test_a_price_without_a_verb_is_asked_for_its_direction_and_then_for_the_total() -> None:
    chat = Chat()
    act = Act(Intent.UNKNOWN, item="mkate", quantity=Decimal(3))

    asked = chat.hear("3 bread at 50", act, outcome=Outcome.ASK, question="unit_or_total")
    then = chat.hear("2", Act(Intent.UNKNOWN, kind="2"))

    assert asked == "mkate 3: ni nini (1 Mauzo, 2 Matumizi, 3 Manunuzi ya bidhaa, 4 Nyingine)?"
    assert then == "Umelipa jumla ya shilingi ngapi kwa mkate 3?"


def test_an_amount_without_goods_is_a_sale_of_something() -> None:
    chat = Chat()

    asked = chat.hear("nimeuza", sale(None, None))
    said = chat.hear("500", only("500"))

    assert asked == "Umeuza kwa jumla ya shilingi ngapi?"
    assert said == "Nimeandika: mauzo, Ksh 500. Leo: Ksh 500. Kosa? Jibu FUTA."


def test_what_the_reader_asks_about_is_asked_even_where_nothing_is_missing() -> None:
    chat = Chat()

    asked = chat.hear("…", sale("50", "mkate"), outcome=Outcome.ASK, question="quantity")
    chat.hear("60", only("60"))

    assert asked == "Umeuza mkate kwa jumla ya shilingi ngapi?"
    assert chat.raised[0].payload["amount"] == "60"
