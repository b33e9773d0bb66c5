"""A person who is only a customer: heard, answered, and shown nothing of a shop's book."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from uuid import UUID

import pytest

from bot.effects import AnswerDebt, OptOut
from bot.nlu.understanding import Act, Intent
from tests.bot.chat import Chat, expense, sale, stranger
from tests.bot.fake_contacts import known_by

PAID, UNTRUE = Act(Intent.DISPUTE, kind="paid"), Act(Intent.DISPUTE)
DUKA, JIRANI = UUID(int=20), UUID(int=21)
WHO = "Mimi ni Karani, mwandishi wa Duka la Amina ambapo wewe ni mteja."


def guest(*owed: str) -> Chat:
    """A customer of Duka la Amina, and of the neighbour if a second sum is named."""
    chat = stranger()
    chat.shop.contacts.known_by = known_by(*owed)
    return chat


def wishes(chat: Chat) -> list[object]:
    return [one for one in chat.shop.wishes if isinstance(one, AnswerDebt | OptOut)]


@pytest.mark.parametrize(
    "act", [Act(Intent.GREETING), Act(Intent.HELP), Act(Intent.UNKNOWN), sale("300")]
)
def test_whatever_else_they_say_they_hear_who_writes_and_are_not_registered(act: Act) -> None:
    chat = guest("500")

    assert (chat.hear("…x", act) or "").startswith(WHO)
    assert chat.conversation.floor is None


@pytest.mark.parametrize("text", ["👍", "..."])
def test_what_says_nothing_is_answered_by_nothing(text: str) -> None:
    assert guest("500").hear(text, Act(Intent.UNKNOWN)) is None


def test_i_have_paid_means_the_debt_for_one_who_keeps_no_book() -> None:
    chat = guest("500")

    chat.hear("nimelipa", expense(item=None))

    assert wishes(chat) == [AnswerDebt(DUKA, UUID(int=500), "paid", Decimal(500))]


def test_what_was_bought_elsewhere_is_no_answer() -> None:
    chat = guest("500")

    chat.hear("nimelipa nauli 50", expense("50"))

    assert wishes(chat) == []


@pytest.mark.parametrize(("said", "told"), [("200", "200"), ("900", "500")])
def test_a_part_may_be_named_and_never_more_than_is_owed(said: str, told: str) -> None:
    chat = guest("500")

    chat.hear("…", Act(Intent.PAYABLE_PAID, amount=Decimal(said)))

    assert wishes(chat) == [AnswerDebt(DUKA, UUID(int=500), "paid", Decimal(told))]


def test_of_two_shops_the_one_that_is_meant_is_asked_once_more_by_digit() -> None:
    chat = guest("500", "300")
    asked = chat.hear("si kweli", UNTRUE)
    assert asked == "Unamaanisha duka gani (1 Duka la Amina, 2 Jirani)?"

    assert (chat.hear("7", Act(Intent.UNKNOWN)) or "").endswith(asked)
    chat.hear("2", Act(Intent.UNKNOWN))

    assert wishes(chat) == [AnswerDebt(JIRANI, UUID(int=501), "untrue", Decimal(300))]


def test_stop_is_heard_in_the_middle_of_a_question() -> None:
    chat = guest("500", "300")
    chat.hear("si kweli", UNTRUE)

    chat.hear("acha", Act(Intent.STOP))

    assert wishes(chat) == [OptOut(None)]


def test_only_shops_where_they_owe_are_asked_about() -> None:
    chat = guest("0", "300")

    chat.hear("nimelipa", PAID)

    assert wishes(chat) == [AnswerDebt(JIRANI, UUID(int=501), "paid", Decimal(300))]


def test_a_debt_that_is_paid_is_said_to_be_paid() -> None:
    assert (
        guest("0").hear("nimelipa", PAID) == "Hudaiwi tena chochote na Duka la Amina. Asante."
    )


def test_without_a_reminder_no_balance_is_told() -> None:
    chat = guest("500")
    chat.shop.contacts.known_by = [
        replace(one, reminded_at=None) for one in chat.shop.contacts.known_by
    ]

    said = chat.hear("nadaiwa ngapi", Act(Intent.WHO_OWES))

    assert (
        said == "Hakuna duka lililokuuliza kuhusu deni hapa: tafadhali ongea na duka lenyewe."
    )


def test_a_member_hears_of_the_debt_that_another_shop_reminded_them_of() -> None:
    chat = Chat()
    chat.shop.contacts.known_by = known_by("500")[:1]

    said = chat.hear("nimeshalipa", PAID)

    assert said == "Asante. Nimewaambia Duka la Amina kwamba umelipa Ksh 500; wataangalia."


def test_a_member_whom_nobody_asked_is_told_so() -> None:
    said = Chat().hear("si kweli", UNTRUE)

    assert (
        said == "Hakuna duka lililokuuliza kuhusu deni hapa: tafadhali ongea na duka lenyewe."
    )
