"""Guess the language of a message from the words it uses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from bot.nlu.message import Message

NOBODYS: frozenset[str] = frozenset()


def language(message: Message) -> str:
    """Return the language most words belong to; the person's own one decides a draw."""
    votes = _votes(token.sense.languages for token in message.tokens)
    if (
        not votes
    ):  # "Habari yako" has no word that records anything, and is Swahili all the same.
        spoken = message.lexicons.spoken
        votes = _votes(spoken.get(word, NOBODYS) for word in message.words)
    return _winner(votes, message.utterance.language, message.lexicons.languages)


def _votes(known: Iterable[frozenset[str]]) -> Counter[str]:
    """A word that several languages have speaks for none."""
    return Counter(language for each in known if len(each) == 1 for language in each)


def _winner(votes: Counter[str], own: str | None, known: tuple[str, ...]) -> str:
    ranked = votes.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return own or (ranked[0][0] if ranked else known[0])
    return ranked[0][0]
