"""Read a text with Karani's own reader, as the conversation does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from bot.nlu.understanding import Awaiting, Catalogue, Understanding, Utterance
from engine.ai.base import AIError, AIRequest
from engine.ai.inputs import text_of, texts

Read = Callable[[Utterance, Catalogue], Understanding]

MOST_NAMES = 500


def read(reader: Read, request: AIRequest, text: str | None = None) -> Understanding:
    """What the input's text says; `items` and `people` of its mapping are known names.

    Raises `AIError`.
    """
    told = request.input if isinstance(request.input, Mapping) else {}
    utterance = Utterance(
        text=text_of(request.input) if text is None else text,
        now=request.now,
        country=request.country,
        language=request.language,
        awaiting=_awaiting(told.get("awaiting")),
    )
    try:
        return reader(utterance, _catalogue(told))
    except (ArithmeticError, ValueError):
        # Figures and dates beyond all measure; a conversation sets such a message aside.
        raise AIError("unreadable", "the text holds what cannot be read") from None


def _catalogue(told: Mapping[str, Any]) -> Catalogue:
    return Catalogue(
        items=frozenset(texts(told.get("items"))[:MOST_NAMES]),
        people=frozenset(texts(told.get("people"))[:MOST_NAMES]),
    )


def _awaiting(value: object) -> Awaiting | None:
    with suppress(ValueError):
        return Awaiting(value) if isinstance(value, str) else None
    return None
