"""What a newcomer may say beside the answers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.nlu.understanding import Act, Intent, Outcome
from tests.bot.chat import Chat, expense, sale, stranger
from tests.bot.fakes import FakeShop

HI = Act(Intent.GREETING)
YES, NO = Act(Intent.APPROVE), Act(Intent.REJECT)


def test_what_is_sent_between_two_questions_is_kept_and_answers_neither() -> None:
    chat = stranger()
    chat.hear("Hi", HI)
    chat.hear("2", Act(Intent.LANGUAGE, kind="2"))
    chat.hear("1", YES)

    said = chat.hear("nimelipa nauli 100", expense("100"))

    assert said == "Nitaandika ulichotuma mara tu tukimaliza.\nJina lako ni nani?"
    assert "kept" in chat.conversation.slots


@pytest.mark.parametrize("wait", [{"minutes": 1}, {"days": 9}])
def test_a_greeting_resumes_with_the_same_question(wait: dict[str, int]) -> None:
    chat = stranger()
    chat.hear("Hi", HI)
    chat.hear("2", Act(Intent.LANGUAGE, kind="2"))
    chat.hear("1", YES)
    chat.wait(**wait)

    assert chat.hear("Habari", HI) == "Jina lako ni nani?"


def test_the_language_may_be_changed_between_two_questions() -> None:
    chat = stranger()
    chat.hear("nataka kusajili", Act(Intent.REGISTER))

    said = chat.hear("English", Act(Intent.LANGUAGE, kind="en"))

    assert said is not None
    assert said.startswith("I keep your number")


def test_a_wish_for_another_language_is_asked_for_and_loses_nothing() -> None:
    chat = stranger()
    chat.hear("nimeuza mkate 50", sale("50", "mkate"))

    asked = chat.hear("lugha", Act(Intent.LANGUAGE))
    said = chat.hear("1", outcome=Outcome.NONE)

    assert asked is not None
    assert "1 English, 2 Kiswahili?" in asked
    assert said is not None
    assert said.startswith("I keep your number")
    assert "kept" in chat.conversation.slots


def test_help_explains_the_open_question() -> None:
    chat = stranger()
    chat.hear("nataka kusajili", Act(Intent.REGISTER))

    said = chat.hear("msaada", Act(Intent.HELP))

    assert said is not None
    assert said.startswith("Jibu 1 kwa ndiyo au 2 kwa hapana.\n")


def test_stop_ends_it_politely() -> None:
    chat = stranger()
    chat.hear("nataka kusajili", Act(Intent.REGISTER))

    said = chat.hear("acha", Act(Intent.STOP))

    assert said == "Sawa, naishia hapa. Niandikie wakati wowote ukitaka kuendelea."
    assert chat.conversation.floor is None


def test_a_business_question_of_a_newcomer_is_answered_by_the_registration() -> None:
    chat = stranger()
    chat.hear("nataka kusajili", Act(Intent.REGISTER))

    said = chat.hear("leo?", Act(Intent.SUMMARY))

    assert said is not None
    assert said.startswith("Nitafanya hivyo daftari la duka lako likishafunguliwa")
    assert "Natunza namba yako" in said


def test_a_digit_beyond_the_choices_asks_again() -> None:
    chat = stranger()
    asked = chat.hear("Hi", HI)

    assert chat.hear("7", Act(Intent.LANGUAGE, kind="7")) == asked


def test_a_known_person_is_asked_only_for_the_shop() -> None:
    chat = stranger()
    chat.shop.speaker = replace(chat.shop.speaker, name="Amina", language="sw", consented=True)

    said = chat.hear("Habari", HI)

    assert said is not None
    assert said.endswith("Asante, Amina. Jina la duka lako ni nini?")


def test_a_shop_founded_elsewhere_meanwhile_ends_the_registration() -> None:
    chat = stranger()
    chat.hear("nataka kusajili", Act(Intent.REGISTER))
    chat.shop.organization = FakeShop().organization

    said = chat.hear("nimeuza mkate 50", sale("50", "mkate"))

    assert said is not None
    assert said.startswith("Nimeandika: mkate, Ksh 50.")


def test_a_member_who_asks_to_register_is_told_that_the_book_is_open() -> None:
    said = Chat().hear("nataka kusajili duka", Act(Intent.REGISTER))

    assert said is not None
    assert said.startswith("Daftari la Duka la Amina limeshafunguliwa.")


def test_a_sale_instead_of_a_language_shows_the_language() -> None:
    chat = stranger()
    chat.hear("Hi", HI, language="en")

    said = chat.hear("nimeuza mkate 50", sale("50", "mkate"))

    assert said is not None
    assert said.startswith("Nitaandika ulichotuma mara tu tukimaliza.\nNatunza namba yako")
