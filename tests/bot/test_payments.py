"""Forwarded payment texts in a chat."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.nlu.understanding import Act, Intent, Outcome
from tests.bot.chat import MORNING, Chat
from tests.bot.fakes import FakeShop, duka_la_amina

NO = Act(Intent.REJECT)


def text(kind: str = "received", amount: str = "500", **said: Any) -> Act:
    facts = {
        "provider": "mpesa_ke",
        "code": "UJ1",
        "party": "ASHA OTIENO",
        "when": MORNING - timedelta(minutes=5),
        "payment": "mobile",
        "currency": "KES",
    }
    act = {**facts, **said}
    return Act(Intent.MOBILE_MONEY, amount=Decimal(amount), kind=kind, **act)


def pick(chat: Chat, digit: int) -> str | None:
    return chat.hear(str(digit), Act(Intent.UNKNOWN, kind=str(digit)))


def with_debt(party: str, amount: str, intent: Intent = Intent.RECORD_DEBT) -> Chat:
    chat = Chat()
    chat.hear("…", Act(intent, amount=Decimal(amount), party=party))
    return chat


def booked(chat: Chat) -> list[tuple[str, object]]:
    return [(event.type, event.payload["amount"]) for event in chat.raised]


def test_money_that_came_is_claimed_at_once_and_booked_after_one_question() -> None:
    chat = Chat()

    chat.hear("…", text())
    claimed = booked(chat)
    pick(chat, 1)

    assert claimed == [("PAYMENT_CLAIMED", "500")]
    assert booked(chat) == [("SALE_RECORDED", "500")]
    assert chat.raised[0].payload["payment"] == "mobile"


def test_it_is_booked_on_the_day_it_came() -> None:
    chat = Chat()
    chat.hear("…", text(when=MORNING - timedelta(days=2)))

    pick(chat, 1)

    assert chat.raised[0].payload["business_date"] == "2026-11-22"


def test_nothing_is_booked_on_a_day_to_come() -> None:
    chat = Chat()
    chat.hear("…", text(when=MORNING + timedelta(days=30)))

    pick(chat, 1)

    assert chat.raised[0].payload["business_date"] == "2026-11-24"


def test_neither_books_nothing() -> None:
    chat = Chat()
    chat.hear("…", text())

    assert pick(chat, 2) == "Sawa, sijaandika kitu kwa UJ1."
    assert chat.raised == []


def test_a_debtor_of_that_name_is_offered_first() -> None:
    chat = with_debt("Asha", "500")

    asked = chat.hear("…", text())
    pick(chat, 1)

    assert asked is not None
    assert "1 Asha analipa deni lake la Ksh 500" in asked
    assert booked(chat) == [("DEBT_PAID", "500")]


def test_more_than_the_debt_is_shared() -> None:
    chat = with_debt("Asha", "300")
    chat.hear("…", text())

    pick(chat, 1)

    assert booked(chat) == [("DEBT_PAID", "300"), ("SALE_RECORDED", "200")]


def test_a_sale_may_be_named() -> None:
    chat = with_debt("Asha", "500")
    chat.hear("…", text())

    chat.hear("mauzo", Act(Intent.RECORD_SALE))

    assert booked(chat) == [("SALE_RECORDED", "500")]


@pytest.mark.parametrize("kind", ["sent", "paybill", "till", "airtime"])
@pytest.mark.parametrize(
    ("digit", "event"),
    [(1, "EXPENSE_RECORDED"), (2, "PURCHASE_RECORDED"), (3, "DRAWING_RECORDED")],
)
def test_money_that_went_is_asked_for_its_purpose(kind: str, digit: int, event: str) -> None:
    chat = Chat()
    chat.hear("…", text(kind))

    pick(chat, digit)

    assert booked(chat) == [(event, "500")]


def test_a_supplier_of_that_name_is_offered() -> None:
    chat = with_debt("Kamau", "600", Intent.RECORD_PAYABLE)

    asked = chat.hear("…", text("sent", party="JOHN KAMAU"))
    pick(chat, 5)

    assert asked is not None
    assert "5 Unamlipa Kamau anayekudai Ksh 600" in asked
    assert booked(chat) == [("PAYABLE_PAID", "500")]


def test_a_digit_that_was_not_offered_is_no_answer() -> None:
    chat = Chat()
    asked = chat.hear("…", text("sent"))

    assert pick(chat, 5) == asked


def test_a_code_counts_once_for_ever() -> None:
    chat = Chat()
    chat.hear("…", text())
    pick(chat, 1)
    chat.wait(days=400)

    said = chat.hear("…", text())

    assert chat.raised == []
    assert said == "UJ1 (Ksh 500, 24 Nov 2026) iko tayari kwenye daftari: uliituma."


def test_the_same_text_twice_in_one_message_is_claimed_once() -> None:
    chat = Chat()

    chat.hear("…", text(), text())

    assert booked(chat) == [("PAYMENT_CLAIMED", "500")]


def test_several_texts_are_asked_about_one_after_the_other() -> None:
    chat = Chat()
    chat.hear("…", text(), text(code="UJ2", amount="70"))

    said = pick(chat, 1)
    pick(chat, 1)

    assert said is not None
    assert "UJ2 inadai Ksh 70" in said
    assert booked(chat) == [("SALE_RECORDED", "70")]


def test_the_same_text_again_does_not_answer_its_own_question() -> None:
    chat = Chat()
    asked = chat.hear("…", text())

    said = chat.hear("…", text())

    assert said is not None
    assert said.endswith(asked or "?")
    assert chat.raised == []


def test_a_known_code_with_another_amount_is_a_warning() -> None:
    chat = Chat()
    chat.hear("…", text())
    pick(chat, 1)

    said = chat.hear("…", text(amount="5000"))

    assert said is not None
    assert said.startswith("Angalia, ujumbe huu unaweza kuwa wa uongo")
    assert chat.raised == []


def test_a_text_that_asks_for_money_back_is_a_warning() -> None:
    chat = Chat()

    said = chat.hear("…", text(), outcome=Outcome.ASK, question="suspect_payment")

    assert said is not None
    assert "unaomba pesa irudishwe" in said
    assert chat.raised[0].payload["flags"] == ["return_demanded"]


def test_without_a_code_nothing_is_kept() -> None:
    chat = Chat()

    said = chat.hear("…", text(code=None))

    assert said is not None
    assert "hauna namba ya muamala" in said
    assert chat.raised == []


def test_a_withdrawal_costs_its_fee() -> None:
    chat = Chat()

    chat.hear("… Transaction cost, Ksh29.00.", text("withdraw"))

    assert booked(chat) == [("PAYMENT_CLAIMED", "500"), ("EXPENSE_RECORDED", "29")]


@pytest.mark.parametrize("kind", ["withdraw", "deposit", "reversal", "other"])
def test_what_moves_no_money_of_the_shop_is_claimed_and_not_booked(kind: str) -> None:
    chat = Chat()

    chat.hear("…", text(kind))

    assert booked(chat) == [("PAYMENT_CLAIMED", "500")]
    assert chat.conversation.floor is None


@pytest.mark.parametrize("kind", ["failed", "balance"])
def test_what_moves_no_money_at_all_is_not_even_claimed(kind: str) -> None:
    chat = Chat()

    chat.hear("…", text(kind, code=None))

    assert chat.raised == []


def test_another_currency_is_claimed_and_not_booked() -> None:
    chat = Chat()

    said = chat.hear("…", text(currency="TZS"))

    assert said == "Daftari hili ni la KES, kwa hiyo sijaandika kitu cha ujumbe huo."
    assert chat.conversation.floor is None


def test_the_question_may_be_left() -> None:
    chat = Chat()
    chat.hear("…", text())

    assert chat.hear("hapana", NO) == "Sawa, sijaandika kitu kwa UJ1."


def test_a_viewer_claims_nothing() -> None:
    chat = Chat(FakeShop(organization=duka_la_amina(role="VIEWER")))

    chat.hear("…", text())

    assert chat.raised == []


def test_who_became_a_viewer_books_nothing() -> None:
    chat = Chat()
    chat.hear("…", text())
    chat.shop.organization = duka_la_amina(role="VIEWER")

    pick(chat, 1)

    assert chat.raised == []
