"""Read numbers said in words, in languages that put the scale first or the count first."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from bot.nlu.count_first import count_first
from bot.nlu.scale_first import scale_first
from bot.nlu.speech import Speech
from bot.nlu.words import Token


class Said(NamedTuple):
    """A number in words: tokens `[start:end]`; `unclear` when two readings remain."""

    value: Decimal
    end: int
    unclear: bool = False


def said(tokens: Sequence[Token], place: int, country: str) -> Said | None:
    """Read the number in words that starts at `place`."""
    speech = Speech(tokens, place, country)
    word = speech.word()
    if word is None or (word.role == "article" and not _article_counts(speech)):
        return None
    if word.role == "unclear":
        return Said(word.value, place + 1, unclear=True)
    if word.role == "count":
        return Said(word.value, place + 1)
    value = scale_first(speech) if word.order == "scale first" else count_first(speech)
    if value is None:
        return None
    return Said(value, speech.place, speech.unclear)


def _article_counts(speech: Speech) -> bool:
    following = speech.word(1)
    return following is not None and following.role in {"scale", "half"}
