"""Payments that their provider itself tells of, and codes that a neighbour has."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from bot.nlu.understanding import Act, Intent
from tests.bot.chat import MORNING, Chat, sale
from tests.bot.fakes import FakeShop, duka_la_amina

THANKS = Act(Intent.THANKS)


def text(code: str = "QK1", amount: str = "500", kind: str = "received") -> Act:
    return Act(
        Intent.MOBILE_MONEY,
        amount=Decimal(amount),
        party="ASHA OTIENO",
        when=MORNING,
        provider="mpesa_ke",
        code=code,
        kind=kind,
    )


def paid(*codes: str) -> Chat:
    chat = Chat()
    for code in codes:
        chat.shop.is_paid(code, "500", "Asha Otieno", MORNING - timedelta(hours=1))
    return chat


def types(chat: Chat) -> list[str]:
    return [event.type for event in chat.raised]


def test_the_owner_is_asked_behind_her_next_answer_and_only_once() -> None:
    chat = paid("QK1")

    said = chat.hear("…", sale("65", "mkate"))
    assert said is not None
    assert "M-Pesa imethibitisha QK1" in said
    chat.hear("2", Act(Intent.UNKNOWN))
    again = chat.hear("…", sale("65", "mkate"))

    assert again is not None
    assert "QK1" not in again


@pytest.mark.parametrize("role", ["STAFF", "VIEWER"])
def test_nobody_else_is_asked(role: str) -> None:
    chat = paid("QK1")
    chat.shop.organization = duka_la_amina(role)

    chat.hear("ripoti", Act(Intent.SUMMARY))

    assert chat.conversation.floor is None


def test_silence_stays_silent() -> None:
    assert paid("QK1").hear("👍") is None


def test_what_is_forwarded_afterwards_is_proven_and_asked_about() -> None:
    chat = paid("QK1")

    said = chat.hear("…", text())

    assert types(chat) == ["PAYMENT_CLAIMED"]
    assert said is not None
    assert said.startswith("M-Pesa imethibitisha QK1: Ksh 500 kutoka kwa Asha Otieno.")


def test_a_text_with_another_amount_than_its_provider_told_is_flagged() -> None:
    chat = paid("QK1")

    said = chat.hear("…", text(amount="5000"))
    chat.hear("1", Act(Intent.UNKNOWN))

    assert said is not None
    assert "inaweza kuwa ya uongo" in said or "unaweza kuwa wa uongo" in said
    assert [entry.amount for entry in chat.shop.entries] == [500]


def test_a_text_that_was_booked_and_proven_since_is_told_so() -> None:
    chat = Chat()
    chat.hear("…", text())
    chat.hear("1", Act(Intent.UNKNOWN))
    chat.shop.is_paid("QK1", "500", "Asha Otieno", MORNING)

    said = chat.hear("…", text())

    assert types(chat) == []
    assert said is not None
    assert said.endswith("na M-Pesa imethibitisha.")


def test_all_of_several_may_be_sales() -> None:
    chat = paid("QK1", "QK2", "QK3")
    chat.hear("…", sale("65", "mkate"))

    chat.hear("3", Act(Intent.UNKNOWN))

    assert types(chat) == ["SALE_RECORDED"] * 3
    assert chat.conversation.floor is None


def test_undo_is_about_the_book_and_not_about_what_was_asked() -> None:
    chat = paid("QK1")
    chat.hear("…", sale("65", "mkate"))

    said = chat.hear("futa", Act(Intent.UNDO))

    assert types(chat) == ["ENTRY_REVERSED"]
    assert said is not None
    assert said.endswith("au tayari imeandikwa)?")


def test_goods_that_are_named_are_no_answer_to_what_a_payment_was() -> None:
    chat = Chat()
    chat.hear("…", text())

    chat.hear("…", sale("65", "mkate"))

    assert [(entry.item, entry.amount) for entry in chat.shop.entries] == [
        ("mkate", Decimal(65))
    ]
    assert chat.conversation.floor == "payments"


def test_a_payment_may_be_called_a_sale() -> None:
    chat = Chat()
    chat.hear("…", text())

    chat.hear("mauzo", sale(None, item=None))

    assert [entry.amount for entry in chat.shop.entries] == [500]


def test_a_code_of_another_shop_is_flagged() -> None:
    chat = Chat(FakeShop(elsewhere={"QK1"}))

    chat.hear("…", text())

    assert chat.raised[0].payload["flags"] == ["other_shop"]


def test_a_failed_payment_is_compared_with_nobodys() -> None:
    chat = Chat(FakeShop(elsewhere={"QK1"}))

    chat.hear("…", text(kind="failed"))

    assert chat.raised == []
