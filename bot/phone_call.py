"""A phone call about an approval or a message: what is said next. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from bot.i18n import SYMBOLS
from bot.replies import calls
from bot.reply import Reply

MOST = 2
"""How often a question is asked in one call."""

_AMOUNT = re.compile(rf"(?:{'|'.join(SYMBOLS.values())}) (?P<amount>\d[\d,.]*\d|\d)")


class Listens(StrEnum):
    """What is waited for behind what is said."""

    KEY = "key"
    PIN = "pin"


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence of ours, or a text that is there; `clip` names a recording of the same."""

    words: Reply | str
    clip: str | None = None


@dataclass(frozen=True, slots=True)
class Utterance:
    """What is said in one go; a call that listens to nothing ends behind it."""

    spoken: tuple[Spoken, ...] = ()
    listens: Listens | None = None


def asks(shop: str, question: str, asked: int, *, is_wrong: bool = False) -> Utterance:
    """The question, for the first or the second time; then the call ends politely.

    `is_wrong` where a key was pressed that answers nothing.
    """
    if asked >= MOST:
        return ends(Spoken(calls.undecided(), "undecided"))
    opening = Spoken(calls.greeting(shop))
    if asked:
        wrong, silent = (
            Spoken(calls.wrong_key(), "wrong_key"),
            Spoken(calls.not_heard(), "again"),
        )
        opening = wrong if is_wrong else silent
    return Utterance((opening, Spoken(question), Spoken(calls.keys(), "keys")), Listens.KEY)


def asks_pin(asked: int, *, is_wrong: bool = False) -> Utterance:
    """For the PIN, which alone makes the answer count."""
    if asked >= MOST:
        return ends(Spoken(calls.undecided(), "undecided"))
    wrong, first = Spoken(calls.wrong_pin(), "wrong_pin"), Spoken(calls.ask_pin(), "pin")
    return Utterance((wrong if is_wrong else first,), Listens.PIN)


def tells(shop: str, text: str) -> Utterance:
    """A message read aloud, twice: nobody can scroll back in a call."""
    spoken = Spoken(text)
    return ends(Spoken(calls.greeting(shop)), spoken, Spoken(calls.once_more(), "more"), spoken)


def ends(*spoken: Spoken) -> Utterance:
    """The last words of a call."""
    return Utterance((*spoken, Spoken(calls.goodbye(), "goodbye")))


def aloud(text: str, wording: Callable[[Reply], str]) -> str:
    """A text for the ear: amounts with the word that people say for the currency."""
    return _AMOUNT.sub(lambda found: wording(calls.shillings(found["amount"])), text)
