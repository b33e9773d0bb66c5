"""What comes without words: one friendly sentence at most, and nothing is forgotten over it."""

from __future__ import annotations

from uuid import UUID

import pytest

from bot.conversation import Heard, Shown
from bot.nlu.understanding import Outcome, Understanding
from tests.bot.chat import Chat, sale
from tests.bot.fakes import FakeShop, newcomer

NOTHING = Understanding(Outcome.NONE, "en", ())
EXAMPLE = "Write for example: sold sugar 2 kg for 300."


def shows(chat: Chat, shown: Shown, text: str = "") -> str | None:
    return chat.take(Heard(UUID(int=9), text, NOTHING, chat.now, shown=shown))


def english() -> Chat:
    chat = Chat()
    chat.hear("thanks", language="en")
    chat.state = chat.state.replace('"language": "sw"', '"language": "en"')
    return chat


@pytest.mark.parametrize(
    ("shown", "answer"),
    [
        (Shown.VOICE, "I cannot listen to voice notes. Please write it to me."),
        (Shown.PICTURE, "I cannot read photos. Please write to me what is on it."),
        (Shown.FILE, "I cannot open files. Please write it to me."),
        (Shown.PLACE, "I cannot read a map. Please write to me where it is."),
        (
            Shown.CARD,
            "I cannot open contact cards. Please write the name and the number to me.",
        ),
    ],
)
def test_whoever_shows_or_speaks_is_asked_to_write(shown: Shown, answer: str) -> None:
    assert shows(english(), shown) == f"{answer}\n{EXAMPLE}"


def test_in_swahili_too() -> None:
    answer = shows(Chat(), Shown.VOICE)

    assert answer is not None
    assert answer.startswith("Siwezi kusikiliza ujumbe wa sauti. Tafadhali niandikie.")


@pytest.mark.parametrize("shown", [Shown.STICKER, Shown.REACTION])
def test_a_sticker_or_a_reaction_is_not_answered_when_nothing_is_open(shown: Shown) -> None:
    assert shows(english(), shown) is None


def test_whoever_changes_a_message_learns_that_the_book_stays_as_it_was() -> None:
    assert shows(english(), Shown.CHANGE) == (
        "Changing a message in the chat changes nothing in your book."
        " To correct the last entry write CORRECT and the right amount, or UNDO."
    )


def asked() -> tuple[Chat, str]:
    """A chat in which an amount is missing, and the question."""
    chat = english()
    question = chat.hear("sold sugar", sale(), outcome=Outcome.ASK, language="en")
    assert question is not None
    return chat, question


def test_an_open_question_is_asked_again_behind_a_voice_note() -> None:
    chat, question = asked()

    answer = shows(chat, Shown.VOICE)

    assert answer == f"I cannot listen to voice notes. Please write it to me.\n{question}"


def test_a_reaction_leaves_an_open_question_alone() -> None:
    chat, _ = asked()
    before = chat.state

    assert shows(chat, Shown.REACTION) is None
    assert chat.state == before


def test_a_photo_with_words_is_heard_by_its_words() -> None:
    chat = english()
    said = Understanding(Outcome.ACT, "en", (sale("300"),))

    chat.take(Heard(UUID(int=9), "sold sugar 300", said, chat.now, shown=Shown.PICTURE))

    assert [event.type for event in chat.raised] == ["SALE_RECORDED"]


def test_a_stranger_who_begins_with_a_voice_note_is_asked_to_write_and_registered() -> None:
    stranger = Chat(FakeShop(speaker=newcomer("KE"), organization=None))

    answer = shows(stranger, Shown.VOICE)

    assert answer is not None
    assert answer.count("\n") >= 1
    assert stranger.conversation.floor == "registration"


def test_a_voice_note_is_no_wrong_answer_to_whose_a_number_is() -> None:
    chat = english()
    chat.shop.identity.is_doubted = True
    question = shows(chat, Shown.STICKER)

    assert shows(chat, Shown.VOICE) == question
    assert "shop" not in chat.conversation.slots
