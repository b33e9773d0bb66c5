"""Answers with a digit in them: a code, a PIN behind it, a line of a list."""

from __future__ import annotations

import re
from decimal import Decimal

from bot.nlu.answerbook import AnswerBook, Words
from bot.nlu.understanding import Act, Intent

CODE = re.compile(r"[a-z]\d{1,2}\Z")
"""An approval's code: one letter and one or two digits."""
PIN = re.compile(r"\d{4,6}\Z")
DECISIONS = {"yes": Intent.APPROVE, "no": Intent.REJECT}
MENU = {"1": Intent.APPROVE, "2": Intent.REJECT}


def without_code(words: Words, code: str | None) -> Words:
    """The words without a code, and without the PIN right behind it: `ndiyo a7 4821`."""
    if code is None or code not in words:
        return words
    place = words.index(code)
    behind = words[place + 1 : place + 2]
    size = 2 if behind and PIN.match(behind[0]) else 1
    return tuple(word for word in (*words[:place], *words[place + size :]) if word != code)


def answer(words: Words, book: AnswerBook) -> Act | None:
    """`1 ndiyo`: a line of the list and an answer; `1 a7`: an answer and a code."""
    if len(words) != 2 or not words[0].isdecimal() or len(words[0]) > 1:
        return None
    number, other = words
    if CODE.match(other) and number in MENU:
        return Act(MENU[number], code=other.upper())
    intent = DECISIONS.get(book.at((other,), 0)[0] or "")
    return Act(intent, quantity=Decimal(number)) if intent else None
