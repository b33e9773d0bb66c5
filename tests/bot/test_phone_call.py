"""What is said in a call: asked twice at most, a PIN twice, amounts as people say them."""

from __future__ import annotations

import pytest

from bot import phone_call
from bot.i18n import wording
from bot.phone_call import Listens, Utterance
from bot.reply import Reply
from tests.bot.chat import TRANSLATIONS


def english(reply: Reply) -> str:
    return wording(reply, "en", TRANSLATIONS)


def heard(utterance: Utterance) -> list[str]:
    return [one.words if isinstance(one.words, str) else english(one.words)
            for one in utterance.spoken]  # fmt: skip


def test_another_key_is_asked_once_more() -> None:
    again = phone_call.asks("Duka", "Sale?", 1, is_wrong=True)

    assert heard(again)[0] == "That was neither 1 nor 2, so I ask once more."
    assert again.listens is Listens.KEY


@pytest.mark.parametrize("asked", [2, 3, 9])
def test_a_question_is_asked_twice_and_no_more(asked: int) -> None:
    last = phone_call.asks("Duka", "Sale?", asked)

    assert last.listens is None
    assert heard(last)[-1] == "Goodbye."


def test_a_pin_is_asked_for_twice_and_no_more() -> None:
    assert phone_call.asks_pin(1, is_wrong=True).listens is Listens.PIN
    assert phone_call.asks_pin(2, is_wrong=True).listens is None


def test_every_fixed_sentence_may_be_a_recording() -> None:
    utterances = [
        phone_call.asks("Duka", "Sale?", 1),
        phone_call.asks("Duka", "Sale?", 2),
        phone_call.asks_pin(0),
        phone_call.tells("Duka", "Order now."),
    ]
    changing = {"Sale?", "Order now.", "This is Karani, the clerk of Duka."}

    bare = [
        words
        for utterance in utterances
        for words, one in zip(heard(utterance), utterance.spoken, strict=True)
        if one.clip is None
    ]

    assert set(bare) <= changing


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Sale of Ksh 12,000.", "Sale of 12,000 shillings."),
        ("Sale of TSh 1,200,000 (rice)", "Sale of 1,200,000 shillings (rice)"),
        ("USh 65.50, all right?", "65.50 shillings, all right?"),
        ("Ksh 5", "5 shillings"),
        ("RWF 5,000", "RWF 5,000"),
        ("no amount", "no amount"),
    ],
)
def test_amounts_are_spoken_with_the_word_that_people_say(written: str, said: str) -> None:
    assert phone_call.aloud(written, english) == said
