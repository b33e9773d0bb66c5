"""Who has the floor."""

from __future__ import annotations

import json
from uuid import UUID

import pytest

from bot.conversation import Conversation, Heard
from bot.nlu.understanding import Act, Awaiting, Intent, Outcome, Understanding
from bot.replies import later
from bot.topic import Scene
from bot.topics import TOPICS
from tests.bot.chat import MORNING, Chat, only, sale
from tests.bot.fakes import FakeShop, newcomer


@pytest.mark.parametrize("text", ["👍", "🙏🙏", "", "...", "✅"])
def test_signs_without_words_are_not_answered(text: str) -> None:
    assert Chat().hear(text, outcome=Outcome.NONE) is None


@pytest.mark.parametrize("intent", [Intent.THANKS, Intent.APPROVE, Intent.DEFER])
def test_courtesies_are_not_answered(intent: Intent) -> None:
    assert Chat().hear("asante", Act(intent)) is None


def test_thanks_beside_business_go_without_saying() -> None:
    chat = Chat()

    said = chat.hear("asante, nimeuza mkate 50", Act(Intent.THANKS), sale("50", "mkate"))

    assert said is not None
    assert said.startswith("Nimeandika: mkate")


def test_what_is_not_understood_gets_one_sentence_with_an_example() -> None:
    said = Chat().hear("blah blah", Act(Intent.UNKNOWN), outcome=Outcome.NONE)

    assert said == (
        "Samahani, sijaelewa, kwa hiyo sijaandika kitu. Jaribu: nimeuza sukari kilo 2 kwa 300."
    )


def test_a_greeting_is_returned() -> None:
    said = Chat().hear("Habari", Act(Intent.GREETING))

    assert said is not None
    assert said.startswith("Habari Amina!")


def test_help_at_rest_tells_what_can_be_done() -> None:
    said = Chat().hear("msaada", Act(Intent.HELP))

    assert said is not None
    assert "FUTA" in said


def test_help_with_an_open_question_is_about_it_and_repeats_it() -> None:
    chat = Chat()
    chat.hear("nimeuza sukari", sale())

    said = chat.hear("msaada", Act(Intent.HELP))

    assert said == (
        "Andika kiasi tu, kwa mfano 300, au FUTA kuacha."
        "\nUmeuza sukari kwa jumla ya shilingi ngapi?"
    )
    assert chat.conversation.awaiting is Awaiting.AMOUNT


def test_thanks_do_not_answer_an_open_question() -> None:
    chat = Chat()
    asked = chat.hear("nimeuza sukari", sale())

    assert chat.hear("asante", Act(Intent.THANKS)) == asked


def test_the_language_may_be_changed_at_any_time() -> None:
    chat = Chat()

    said = chat.hear("English please", Act(Intent.LANGUAGE, kind="en"))

    assert said == "From now on I write English."
    assert chat.conversation.language == "en"
    assert chat.shop.speaker.language == "en"


def test_an_open_question_is_repeated_in_the_new_language() -> None:
    chat = Chat()
    chat.hear("nimeuza sukari", sale())

    said = chat.hear("English", Act(Intent.LANGUAGE, kind="en"))

    assert said == "From now on I write English.\nFor how much in all did you sell sukari?"


def test_a_language_without_a_name_is_asked_for_once() -> None:
    chat = Chat()

    asked = chat.hear("lugha", Act(Intent.LANGUAGE))

    assert asked == "Unataka lugha gani: 1 English, 2 Kiswahili?"
    assert chat.hear("lugha", Act(Intent.LANGUAGE)) == asked
    assert chat.hear("1", Act(Intent.LANGUAGE, kind="1")) == "From now on I write English."


def test_a_question_that_opens_during_another_one_takes_the_floor() -> None:
    chat = Chat()
    chat.hear("nimeuza sukari", sale())

    said = chat.hear("lugha", Act(Intent.LANGUAGE))

    assert said == "Unataka lugha gani: 1 English, 2 Kiswahili?"
    assert chat.conversation.floor == "language"


def test_the_older_question_gets_the_floor_back() -> None:
    chat = Chat()
    chat.hear("nimeuza sukari", sale())
    chat.hear("lugha", Act(Intent.LANGUAGE))

    said = chat.hear("1", Act(Intent.LANGUAGE, kind="1"))

    assert said == "From now on I write English.\nFor how much in all did you sell sukari?"
    assert chat.conversation.floor == "recording"
    chat.hear("300", only("300"))
    assert chat.raised[0].payload["amount"] == "300"
    assert chat.conversation == Conversation(language="en")


def test_an_older_question_that_has_settled_itself_is_not_asked_again() -> None:
    chat = Chat()
    chat.hear("nimeuza mkate 50", sale("50", "mkate"))
    chat.hear("badilisha", Act(Intent.CORRECT))
    chat.hear("lugha", Act(Intent.LANGUAGE))
    chat.shop.entries.clear()

    assert chat.hear("1", Act(Intent.LANGUAGE, kind="1")) == "From now on I write English."
    assert chat.conversation == Conversation(language="en")


@pytest.mark.parametrize("intent", sorted(later.SENTENCES))
def test_what_karani_cannot_do_is_said_honestly(intent: Intent) -> None:
    chat = Chat()

    said = chat.hear("…", Act(intent))

    assert said
    assert chat.raised == []


@pytest.mark.parametrize("floor", ["fortune", "reports"])
def test_a_topic_that_asks_nothing_has_no_floor(floor: str) -> None:
    chat = Chat(state=json.dumps({"language": "sw", "floor": floor}))

    said = chat.hear("nimeuza mkate 50", sale("50", "mkate"))

    assert said is not None
    assert said.startswith("Nimeandika: mkate")


def test_every_intent_is_known_to_one_topic_at_most() -> None:
    known = [intent for topic in TOPICS.values() for intent in topic.intents]

    assert len(known) == len(set(known))
    assert set(Intent) - set(known) == {Intent.UNKNOWN}


def test_a_newcomer_has_no_organization() -> None:
    shop = FakeShop(speaker=newcomer(), organization=None)
    understanding = Understanding(Outcome.NONE, "sw")
    scene = Scene(Conversation(), Heard(UUID(int=9), "", understanding, MORNING), shop, MORNING)

    with pytest.raises(LookupError):
        _ = scene.organization
