"""Naming a till or paybill in a chat."""

from __future__ import annotations

import pytest

from bot.effects import NameNumber, RefuseNumber, ReleaseNumber
from bot.nlu.understanding import Act, Intent
from bot.shop import PaymentNumber
from tests.bot.chat import Chat
from tests.bot.fakes import FakeShop, duka_la_amina

YES, NO = Act(Intent.APPROVE), Act(Intent.REJECT)
MINE = PaymentNumber("mpesa_ke", "123456", "till")


def till(number: str | None = "123456", kind: str = "till") -> Act:
    return Act(Intent.OWN_NUMBER, code=number, kind=kind)


def test_a_number_is_said_once_more_before_it_counts() -> None:
    chat = Chat()

    asked = chat.hear("till yangu ni 123456", till())

    assert asked == "Je, 123456 ni till ya M-Pesa ya Duka la Amina (1 Ndiyo, 2 Hapana)?"
    assert chat.shop.wishes == []


def test_a_yes_names_it() -> None:
    chat = Chat()
    chat.hear("paybill yangu ni 400200", till("400200", "paybill"))

    chat.hear("ndiyo", YES)

    assert chat.shop.wishes == [NameNumber("mpesa_ke", "400200", "paybill")]


def test_a_no_names_nothing() -> None:
    chat = Chat()
    chat.hear("till yangu ni 123456", till())

    assert chat.hear("hapana", NO) == "Sawa, sijaandika namba yoyote."
    assert chat.shop.numbers == []


@pytest.mark.parametrize("role", ["STAFF", "VIEWER"])
def test_only_the_owner_names_one(role: str) -> None:
    chat = Chat(FakeShop(organization=duka_la_amina(role)))

    chat.hear("till yangu ni 123456", till())

    assert (chat.shop.wishes, chat.conversation.floor) == ([], None)


def test_who_is_owner_no_longer_is_not_asked_again() -> None:
    chat = Chat()
    chat.hear("till yangu ni 123456", till())
    chat.shop.organization = duka_la_amina("STAFF")

    chat.hear("ndiyo", YES)

    assert (chat.shop.wishes, chat.conversation.floor) == ([], None)


def test_a_neighbours_number_is_refused_and_written_down() -> None:
    chat = Chat(FakeShop(taken={"123456"}))

    said = chat.hear("till yangu ni 123456", till())

    assert chat.shop.wishes == [RefuseNumber("mpesa_ke", "123456")]
    assert said is not None
    assert "Jirani" not in said


def test_one_that_a_neighbour_names_meanwhile_is_refused() -> None:
    chat = Chat()
    chat.hear("till yangu ni 123456", till())
    chat.shop.taken.add("123456")

    chat.hear("ndiyo", YES)

    assert chat.shop.wishes == [RefuseNumber("mpesa_ke", "123456")]


def test_a_number_is_let_go() -> None:
    chat = Chat(FakeShop(numbers=[MINE]))

    chat.hear("ondoa till 123456", till(kind="remove"))

    assert chat.shop.wishes == [ReleaseNumber("mpesa_ke", "123456")]


def test_only_ones_own_number_is_let_go() -> None:
    chat = Chat(FakeShop(numbers=[MINE]))

    said = chat.hear("ondoa till 654321", till("654321", "remove"))

    assert (said, chat.shop.wishes) == ("Zako: till 123456.", [])


@pytest.mark.parametrize("number", [None, "123", "12345678901"])
def test_without_a_number_they_are_told(number: str | None) -> None:
    chat = Chat(FakeShop(numbers=[MINE]))

    assert chat.hear("till yangu", till(number)) == "Zako: till 123456."


def test_a_number_that_is_named_already_is_not_asked_about() -> None:
    chat = Chat(FakeShop(numbers=[MINE]))

    chat.hear("till yangu ni 123456", till())

    assert (chat.shop.wishes, chat.conversation.floor) == ([], None)


def test_something_else_meanwhile_leaves_the_question_open() -> None:
    chat = Chat()
    asked = chat.hear("till yangu ni 123456", till())

    assert chat.hear("sijui") == asked
