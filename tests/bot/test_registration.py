"""A newcomer becomes the owner of a book."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.nlu.understanding import Act, Intent, Outcome
from tests.bot.chat import Chat, expense, sale
from tests.bot.fakes import FakeShop, newcomer

HI = Act(Intent.GREETING)
YES, NO = Act(Intent.APPROVE), Act(Intent.REJECT)


def stranger(country: str | None = "KE") -> Chat:
    return Chat(FakeShop(speaker=newcomer(country), organization=None))


def named(name: str) -> Act:
    return Act(Intent.REGISTER, party=name)


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


def test_what_is_sent_between_two_questions_is_kept_and_answers_neither() -> None:
    chat = stranger()
    chat.hear("Hi", HI)
    chat.hear("2", Act(Intent.LANGUAGE, kind="2"))
    chat.hear("1", YES)

    said = chat.hear("nimelipa nauli 100", expense("100"))

    assert said == "Nitaandika ulichotuma mara tu tukimaliza.\nJina lako ni nani?"
    assert "kept" in chat.conversation.slots


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
    assert said.startswith("Natunza namba yako")


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
