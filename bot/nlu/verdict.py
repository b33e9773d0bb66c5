"""The three ways a reading ends: act, ask, nothing."""

from __future__ import annotations

from bot.nlu.language import language
from bot.nlu.message import Message
from bot.nlu.understanding import Act, Outcome, Understanding


def acting(
    message: Message, *acts: Act, because: tuple[str, ...] = (), confidence: float = 0.95
) -> Understanding:
    """Karani would do `acts`."""
    return _understanding(message, Outcome.ACT, acts, None, because, confidence)


def asking(
    message: Message, question: str, *acts: Act, because: tuple[str, ...] = ()
) -> Understanding:
    """Karani would ask `question` about `acts` first."""
    return _understanding(message, Outcome.ASK, acts, question, because, 0.5)


def nothing(message: Message, *acts: Act, because: tuple[str, ...] = ()) -> Understanding:
    """Karani would neither book nor decide anything."""
    return _understanding(message, Outcome.NONE, acts, None, because, 0.3)


def _understanding(
    message: Message,
    outcome: Outcome,
    acts: tuple[Act, ...],
    question: str | None,
    because: tuple[str, ...],
    confidence: float,
) -> Understanding:
    return Understanding(
        outcome=outcome,
        language=language(message),
        acts=acts,
        amounts=message.amounts(),
        times=message.times(),
        dates=message.dates(),
        question=question,
        confidence=confidence,
        because=because,
    )
