"""Guess the language of a message from the words it uses."""

from __future__ import annotations

from collections import Counter

from bot.nlu.message import Message


def language(message: Message) -> str:
    """Return the language most words belong to; the person's own one decides a draw."""
    votes: Counter[str] = Counter()
    for token in message.tokens:
        known = token.sense.languages
        if len(known) == 1:
            votes.update(known)
    return _winner(votes, message.utterance.language, message.lexicons.languages)


def _winner(votes: Counter[str], own: str | None, known: tuple[str, ...]) -> str:
    ranked = votes.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return own or (ranked[0][0] if ranked else known[0])
    return ranked[0][0]
