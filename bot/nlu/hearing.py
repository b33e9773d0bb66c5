"""Weigh the words of an answer: a consent, a refusal, a delay, or something else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from bot.nlu import digits
from bot.nlu.answerbook import AnswerBook, Words
from bot.nlu.digits import CODE
from bot.nlu.message import Message
from bot.nlu.moods import asks
from bot.nlu.words import Token

SHADES = re.compile("[\U0001f3fb-\U0001f3ff\ufe0f\u200d]")
PUNCTUATION = frozenset(".,!;:'\"()[]-–—…*_~")

Stance = Literal["yes", "no", "defer", "mixed"]


class Heard(NamedTuple):
    """Where a message stands on a yes-or-no question."""

    stance: Stance | None
    code: str | None = None


def hear(message: Message) -> Heard:
    """Weigh every word: consent must be the whole of a message, not a word inside it."""
    words = words_of(message)
    code = next((word for word in words if CODE.match(word)), None)
    rest = digits.without_code(words, code)
    found = stances(rest, message.lexicons.answers)
    if found is None or asks(message):
        return Heard(None, code)
    if "defer" in found:
        return Heard("defer", code)
    if found == {"yes"}:
        return Heard("yes", code)
    if found == {"no"}:
        return Heard("no", code)
    return Heard("mixed" if found else None, code)


def words_of(message: Message) -> Words:
    """What is said, signs of feeling among it, marks of writing left out."""
    return words_in(message.tokens)


def words_in(tokens: Sequence[Token]) -> Words:
    """The same of some tokens."""
    words: list[str] = []
    for token in tokens:
        text = SHADES.sub("", token.word)
        if text and text not in PUNCTUATION and token.kind != "line":
            words += text.split(" ")
    return tuple(words)


def telling(message: Message) -> Words:
    """The words without courtesies, unless there is nothing else: `1 tafadhali`."""
    words, book = words_of(message), message.lexicons.answers
    return tuple(word for word in words if book.at((word,), 0)[0] != "filler") or words


def stances(words: Words, book: AnswerBook) -> set[str] | None:
    """The stances `words` take, or nothing as soon as one word is about something else."""
    found: set[str] = set()
    place = 0
    while place < len(words):
        stance, size = book.at(words, place)
        denied = words[place : place + size] in book.negators
        place += size
        refused = _consent(words, place, book) if denied else 0
        if stance is None and not refused:
            return None
        if denied and _refusal(words, place, book):
            stance = "but"  # "I can't refuse", "don't cancel": the one takes back the other.
        if stance != "filler":
            found.add("no" if refused else str(stance))
        place += refused
    return found


def _consent(words: Words, place: int, book: AnswerBook) -> int:
    """The length of a consent at `place`: behind "do not" it is what is refused."""
    stance, size = _at(words, place, book)
    return size if stance == "yes" else 0


def _refusal(words: Words, place: int, book: AnswerBook) -> bool:
    """Tell whether a refusal of another kind follows a "do not"."""
    stance, size = _at(words, place, book)
    return stance == "no" and words[place : place + size] not in book.negators


def _at(words: Words, place: int, book: AnswerBook) -> tuple[str | None, int]:
    return book.at(words, place) if place < len(words) else (None, 0)
