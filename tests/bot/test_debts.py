"""Debts in a chat."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from bot.nlu.understanding import Act, Intent, Outcome
from tests.bot.chat import Chat, named, only, sale

YES, NO = Act(Intent.APPROVE), Act(Intent.REJECT)
WHO_OWES = Act(Intent.WHO_OWES)


def lent(party: str | None = "Asha", amount: str | None = "200", **said: Any) -> Act:
    exact = Decimal(amount) if amount else None
    return Act(Intent.RECORD_DEBT, amount=exact, party=party, **said)


def paid(party: str | None = "Asha", amount: str | None = "150", **said: Any) -> Act:
    exact = Decimal(amount) if amount else None
    return Act(Intent.DEBT_PAID, amount=exact, party=party, **said)


def owed(amount: str = "1000", party: str = "Kamau") -> Act:
    return Act(Intent.RECORD_PAYABLE, amount=Decimal(amount), party=party)


def repaid(amount: str = "400", party: str = "Kamau") -> Act:
    return Act(Intent.PAYABLE_PAID, amount=Decimal(amount), party=party)


def test_the_event_of_a_debt_names_the_customer_and_the_goods() -> None:
    chat = Chat()

    chat.hear("…", lent(item="sukari", payment="credit"))

    assert chat.raised[0].payload == {
        "amount": "200",
        "currency": "KES",
        "business_date": "2026-11-24",
        "lines": [{"item": "sukari", "amount": "200"}],
        "customer": None,
        "name": "Asha",
    }


def test_a_known_customer_is_named_by_id() -> None:
    chat = Chat()
    chat.hear("…", lent())

    chat.hear("…", paid(payment="mobile"))

    (event,) = chat.raised
    assert event.type == "DEBT_PAID"
    assert event.payload["customer"] == str(chat.shop.people["Asha"])
    assert event.payload["payment"] == "mobile"


def test_the_event_of_what_we_owe_names_a_supplier() -> None:
    chat = Chat()

    chat.hear("…", owed())

    assert chat.raised[0].type == "PAYABLE_RECORDED"
    assert chat.raised[0].payload["supplier"] is None
    assert chat.raised[0].payload["name"] == "Kamau"


def test_two_lines_about_one_person_add_up() -> None:
    chat = Chat()

    said = chat.hear("…", lent(), lent(amount="300"))

    assert said is not None
    assert "Sasa Asha anadaiwa Ksh 500." in said


def test_of_a_long_list_only_the_sums_are_told() -> None:
    chat = Chat()

    said = chat.hear("…", *(lent(f"Mtu {letter}") for letter in "ABCD"), unread=(3,))

    assert said == (
        "Nimeandika: madeni 4, Ksh 800. Kosa? Jibu FUTA."
        "\nSijaelewa mstari wa 3: tafadhali utume tena."
    )


def test_lines_that_could_not_be_read_are_named_once() -> None:
    chat = Chat()

    said = chat.hear("…", sale("300"), lent(), unread=(3,))

    assert said is not None
    assert said.count("mstari wa 3") == 1


def test_a_debt_without_an_amount_asks_for_it() -> None:
    chat = Chat()

    asked = chat.hear(
        "…", lent(amount=None, item="sukari"), outcome=Outcome.ASK, question="amount"
    )
    chat.hear("200", only("200"))

    assert asked == "Asha anadaiwa shilingi ngapi?"
    assert chat.raised[0].payload["amount"] == "200"


def test_goods_on_credit_cost_what_they_cost_before() -> None:
    chat = Chat()
    chat.hear("…", sale("300", quantity=Decimal(2), unit="kilo"))
    goods = lent(amount=None, item="sukari", quantity=Decimal(3), unit="kilo")

    chat.hear("…", goods, outcome=Outcome.ASK, question="amount")

    assert chat.raised[0].payload["amount"] == "450"


def test_a_debt_without_a_name_asks_whose_it_is() -> None:
    chat = Chat()

    asked = chat.hear("…", lent(None), outcome=Outcome.ASK, question="debtor")
    chat.hear("Juma", named("Juma"))

    assert asked == "Nani anadaiwa: deni, Ksh 200? Andika jina."
    assert chat.raised[0].payload["name"] == "Juma"


def test_what_is_not_a_name_leaves_the_question_open() -> None:
    chat = Chat()
    asked = chat.hear("…", lent(None), outcome=Outcome.ASK, question="debtor")

    assert chat.hear("👍", named("👍")) == asked


@pytest.mark.parametrize(("answer", "events"), [("1", ["DEBT_RECORDED"]), ("2", [])])
def test_what_may_not_have_happened_is_asked(answer: str, events: list[str]) -> None:
    chat = Chat()
    chat.hear("…", lent(), outcome=Outcome.ASK, question="done")

    chat.hear(answer, Act(Intent.UNKNOWN, kind=answer))

    assert [event.type for event in chat.raised] == events


@pytest.mark.parametrize(
    ("answer", "events"), [("1", ["DEBT_RECORDED"]), ("2", ["SALE_RECORDED"]), ("3", [])]
)
def test_a_verb_with_two_directions_is_asked(answer: str, events: list[str]) -> None:
    chat = Chat()
    chat.hear("…", lent(), outcome=Outcome.ASK, question="direction")

    chat.hear(answer, Act(Intent.UNKNOWN, kind=answer))

    assert [event.type for event in chat.raised] == events


def test_paying_somebody_whom_we_owe_is_that_debt() -> None:
    chat = Chat()
    chat.hear("…", owed())

    said = chat.hear("…", repaid(), outcome=Outcome.ASK, question="direction")

    assert said == (
        "Nimeandika: umemlipa Kamau Ksh 400. Sasa Kamau anakudai Ksh 600. Kosa? Jibu FUTA."
    )


def test_an_expense_paid_to_somebody_whom_we_owe_is_that_debt() -> None:
    chat = Chat()
    chat.hear("…", owed())

    chat.hear("…", Act(Intent.RECORD_EXPENSE, amount=Decimal(400), party="Kamau"))

    assert chat.raised[0].type == "PAYABLE_PAID"


def test_paying_somebody_whom_we_do_not_owe_is_asked() -> None:
    chat = Chat()

    chat.hear("…", repaid(), outcome=Outcome.ASK, question="direction")

    assert chat.raised == []


@pytest.mark.parametrize(
    ("answer", "amounts"), [("1", ["200", "50"]), ("2", ["200"]), ("3", [])]
)
def test_more_than_is_owed_is_asked_about(answer: str, amounts: list[str]) -> None:
    chat = Chat()
    chat.hear("…", lent())

    chat.hear("…", paid(amount="250"))
    chat.hear(answer, Act(Intent.UNKNOWN, kind=answer))

    assert [event.payload["amount"] for event in chat.raised] == amounts


def test_a_payment_counts_against_the_debt_of_the_same_message() -> None:
    chat = Chat()

    said = chat.hear("…", lent(), paid())

    assert said is not None
    assert "Sasa Asha anadaiwa Ksh 50." in said


def test_who_cleared_the_debt_paid_all_of_it() -> None:
    chat = Chat()
    chat.hear("…", lent())

    chat.hear("…", paid(amount=None))

    assert chat.raised[0].payload["amount"] == "200"


def test_who_cleared_a_debt_that_is_not_there_is_asked_for_the_amount() -> None:
    chat = Chat()

    assert chat.hear("…", paid(amount=None)) == "Asha amelipa shilingi ngapi?"


def test_an_open_question_may_be_left() -> None:
    chat = Chat()
    chat.hear("…", paid())

    assert chat.hear("hapana", NO) == "Sawa, sijaandika Asha: malipo ya deni, Ksh 150."


def test_a_report_leaves_the_question_open() -> None:
    chat = Chat()
    asked = chat.hear("…", paid())

    said = chat.hear("madeni", WHO_OWES)

    assert said == f"Humdai mtu yeyote.\nHudaiwi na mtu.\n{asked}"


def test_a_new_debt_is_booked_while_a_question_is_open() -> None:
    chat = Chat()
    asked = chat.hear("…", paid())

    said = chat.hear("…", lent("Juma"))

    assert chat.raised[0].payload["name"] == "Juma"
    assert said is not None
    assert asked is not None
    assert said.endswith(asked)


def test_the_debtors_of_a_long_list_are_counted() -> None:
    chat = Chat()
    people = [
        "Asha",
        "Juma",
        "Neema",
        "Zawadi",
        "Otieno",
        "Wanjiru",
        "Kiptoo",
        "Rehema",
        "Makena",
        "Baraka",
    ]
    for number, name in enumerate(people):
        chat.hear("…", lent(name, amount=str(100 + number)))

    said = chat.hear("madeni", WHO_OWES)

    assert said is not None
    assert said.startswith("Unadai Ksh 1,045: Baraka Ksh 109 (leo), ")
    assert "na wengine 2." in said


def test_the_name_and_nothing_else_asks_for_the_statement() -> None:
    chat = Chat()
    chat.hear("…", lent(item="sukari"))
    chat.wait(days=2)

    asked = lent(amount=None)
    said = chat.hear("deni la Asha", asked, outcome=Outcome.ASK, question="amount")

    assert said == "Asha anadaiwa Ksh 200 (siku 2).\n24 Nov 2026: sukari, Ksh 200"


def test_a_debt_in_another_currency_is_asked_for_in_the_shops_own() -> None:
    chat = Chat()

    assert chat.hear("…", lent(currency="USD")) == "Asha anadaiwa shilingi ngapi?"
