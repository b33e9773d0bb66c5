"""A newcomer becomes the owner of a book."""

from __future__ import annotations

import pytest

from bot.nlu.understanding import Act, Intent, Outcome
from tests.bot.chat import Chat, named, sale, stranger
from tests.bot.fakes import invitation, newcomer

HI = Act(Intent.GREETING)
YES, NO = Act(Intent.APPROVE), Act(Intent.REJECT)


def register(chat: Chat) -> str | None:
    chat.hear("1", Act(Intent.LANGUAGE, kind="1"))
    chat.hear("yes", YES)
    chat.hear("Amina", named("Amina"))
    return chat.hear("Duka la Amina", named("Duka la Amina"))


def test_hi_is_asked_for_a_language_in_all_of_them() -> None:
    said = stranger().hear("Hi", HI, language="en")

    assert said == (
        "Habari, hello! I am Karani. Which language, lugha gani: 1 English, 2 Kiswahili?"
    )


def test_four_questions_in_five_replies_make_an_owner() -> None:
    chat = stranger()

    heard = [
        chat.hear("Hi", HI, language="en"),
        chat.hear("Kiswahili", Act(Intent.LANGUAGE, kind="sw")),
        chat.hear("ndiyo", YES),
        chat.hear("Amina", named("Amina")),
        chat.hear("Duka la Amina", named("Duka la Amina")),
    ]

    consent, *rest = heard[1:]
    assert consent is not None
    assert consent.endswith("unakubali taarifa hii ya faragha (1 Ndiyo, 2 Hapana)?")
    assert rest[:2] == ["Jina lako ni nani?", "Asante, Amina. Jina la duka lako ni nini?"]
    assert rest[2] == (
        "Tayari, Amina! Daftari la Duka la Amina limefunguliwa."
        "\nAndika kwa mfano: nimeuza sukari kilo 2 kwa 300."
    )
    assert chat.shop.organization is not None
    assert chat.shop.organization.name == "Duka la Amina"
    assert chat.shop.speaker.name == "Amina"
    assert chat.shop.speaker.language == "sw"


def test_every_question_ends_with_a_question_mark_and_the_closing_asks_nothing() -> None:
    chat = stranger()

    said = chat.hear("Hi", HI, language="en")
    answers = [("2", ()), ("1", ()), ("Amina", (named("Amina"),)), ("Duka", (named("Duka"),))]
    for text, acts in answers:
        assert said is not None
        assert said.endswith("?")
        said = chat.hear(text, *acts)

    assert said is not None
    assert "?" not in said


def test_the_wishes_come_in_the_order_in_which_they_are_settled() -> None:
    chat = stranger()
    chat.hear("Hi", HI)

    register(chat)

    (event,) = chat.raised
    assert event.type == "PERSON_REGISTERED"
    assert event.payload == {"person": str(chat.shop.speaker.id), "language": "en"}


def test_consent_is_stored_when_it_is_given() -> None:
    chat = stranger()
    chat.hear("Hi", HI)
    chat.hear("2", Act(Intent.LANGUAGE, kind="2"))

    chat.hear("1", YES)

    assert chat.shop.speaker.consented


@pytest.mark.parametrize(
    ("country", "currency", "timezone"),
    [
        ("KE", "KES", "Africa/Nairobi"),
        ("TZ", "TZS", "Africa/Dar_es_Salaam"),
        ("UG", "UGX", "Africa/Kampala"),
    ],
)
def test_money_and_time_come_from_the_country(
    country: str, currency: str, timezone: str
) -> None:
    chat = stranger(country)
    chat.hear("Hi", HI)

    register(chat)

    assert chat.shop.organization is not None
    assert chat.shop.organization.currency == currency
    assert chat.shop.organization.timezone == timezone


@pytest.mark.parametrize("answer", ["2", "Tanzania", "niko tanzania bara"])
def test_an_unknown_country_is_asked_for(answer: str) -> None:
    chat = stranger(country=None)
    chat.hear("Hi", HI)
    chat.hear("2", Act(Intent.LANGUAGE, kind="2"))

    asked = chat.hear("1", YES)
    said = chat.hear(answer, outcome=Outcome.NONE)

    assert asked == "Unafanya biashara nchi gani: 1 Kenya, 2 Tanzania, 3 Uganda?"
    assert said == "Jina lako ni nani?"
    assert chat.conversation.slots["country"] == "TZ"


def test_a_country_without_karani_is_asked_again() -> None:
    chat = stranger(country="RW")
    chat.hear("Hi", HI)
    chat.hear("2", Act(Intent.LANGUAGE, kind="2"))
    asked = chat.hear("1", YES)

    assert chat.hear("Rwanda", outcome=Outcome.NONE) == asked


def test_a_first_message_that_shows_its_language_is_not_asked_for_one() -> None:
    said = stranger().hear("Nataka kusajili duka langu, naitwa Juma", named("Juma"))

    assert said is not None
    assert said.startswith("Karibu! Mimi ni Karani")
    assert "Kwa lugha nyingine andika English." in said
    assert said.endswith("unakubali taarifa hii ya faragha (1 Ndiyo, 2 Hapana)?")


def test_a_name_that_was_said_is_not_asked_for() -> None:
    chat = stranger()
    chat.hear("Nataka kusajili duka langu, naitwa Juma", named("Juma"))

    assert chat.hear("ndiyo", YES) == "Asante, Juma. Jina la duka lako ni nini?"


def test_a_newcomers_sale_is_kept_and_booked_when_registration_ends() -> None:
    chat = stranger()
    first = chat.hear("sold bread 50", sale("50", "bread"), language="en")
    began = chat.now
    chat.wait(days=2)
    chat.hear("yes", YES, language="en")
    chat.hear("Amina", named("Amina"), language="en")

    said = chat.hear("Duka la Amina", named("Duka la Amina"), language="en")

    assert first is not None
    assert "I will write down what you sent as soon as we finish." in first
    assert said == "Done, Amina! The book of Duka la Amina is open.\nNoted: bread, Ksh 50."
    registered, booked = chat.raised
    assert registered.type == "PERSON_REGISTERED"
    assert booked.type == "SALE_RECORDED"
    assert booked.occurred_at == began
    assert booked.payload["business_date"] == "2026-11-24"


def test_a_sale_in_foreign_money_is_not_booked_as_the_shops_own() -> None:
    chat = stranger()
    chat.hear("sold bread for 5 dollars", sale("5", "bread", currency="USD"), language="en")

    register_rest = [("yes", YES), ("Amina", named("Amina")), ("Duka", named("Duka"))]
    for text, act in register_rest:
        chat.hear(text, act, language="en")

    assert [event.type for event in chat.raised] == ["PERSON_REGISTERED"]


def test_without_consent_nothing_is_kept() -> None:
    chat = stranger()
    chat.hear("sold bread 50", sale("50", "bread"), language="en")

    said = chat.hear("no", NO, language="en")

    assert said == "All right, I keep nothing. If you change your mind, just write to me."
    assert chat.conversation.slots == {}
    assert chat.shop.speaker == newcomer()


def test_who_declined_may_thank_or_wave_without_an_answer() -> None:
    chat = stranger()
    chat.hear("sold bread 50", sale("50", "bread"), language="en")
    chat.hear("no", NO, language="en")

    assert chat.hear("thanks", Act(Intent.THANKS)) is None
    assert chat.hear("👍", outcome=Outcome.NONE) is None


def test_who_declined_may_begin_again() -> None:
    chat = stranger()
    chat.hear("sold bread 50", sale("50", "bread"), language="en")
    chat.hear("no", NO, language="en")

    said = chat.hear("I want to register", Act(Intent.REGISTER), language="en")

    assert said is not None
    assert said.endswith("Do you agree to this privacy notice (1 Yes, 2 No)?")
    assert "kept" not in chat.conversation.slots


def test_an_invitation_that_comes_while_a_registration_is_open_is_put_first() -> None:
    chat = stranger()
    chat.hear("habari", Act(Intent.GREETING))
    chat.shop.invited = invitation()

    said = chat.hear("habari", Act(Intent.GREETING))

    assert said is not None
    assert "Duka la Amina" in said
    chat.hear("1", Act(Intent.APPROVE))
    assert chat.shop.organization is not None
