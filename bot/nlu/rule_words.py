"""What people say of rules: wishes to be told, and what switches a rule, by its words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Phrases = Mapping[str, Sequence[tuple[str, ...]]]
"""First word → the phrases that begin with it, longest first."""


class Saying(StrEnum):
    """What a phrase says of rules; the keys of a lexicon's `[rules]`."""

    NAMED = "named"
    TELL = "tell"
    """The clerk is to ask or tell: niulize, notify me."""
    UNTELL = "untell"
    """No longer: usiniulize, stop sending me."""
    SAID = "said"
    """Somebody else's words follow."""
    PLEASE = "please"
    """A question that only asks politely: can you."""
    OFF = "off"
    ON = "on"
    DROP = "drop"
    CHANGE = "change"
    ALL = "all"
    FAILURE = "failure"
    """A message that does not arrive."""
    RECEIPT = "receipt"
    THANK = "thank"
    ABOUT = "about"
    """What a reminder is about follows."""
    MISSED = "missed"
    """A customer who does not come."""
    CLINIC = "clinic"
    BIDS = "bids"
    """The clerk is to write to others: mtumie, thank them."""
    FALLS = "falls"
    """A stock comes down to a figure."""
    UNANSWERED = "unanswered"
    """Nobody has answered yet."""
    ASKED = "asked"
    """What is asked of people who may decide."""
    CALLS = "calls"
    UNCALLS = "uncalls"
    TEXTS = "texts"
    UNTEXTS = "untexts"


@dataclass(frozen=True, slots=True)
class RuleWords:
    """The phrases of every language."""

    phrases: Mapping[Saying, Phrases]

    @classmethod
    def of(cls, documents: Mapping[str, Mapping[str, Any]]) -> RuleWords:
        """Collect the `[rules]` tables. Raises `ValueError` for a key that says nothing."""
        found: dict[Saying, list[tuple[str, ...]]] = {saying: [] for saying in Saying}
        for document in documents.values():
            for key, texts in document.get("rules", {}).items():
                found[Saying(key)] += [tuple(text.casefold().split()) for text in texts]
        return cls({saying: _by_first_word(texts) for saying, texts in found.items()})

    def find(self, saying: Saying, words: Sequence[str]) -> tuple[int, int] | None:
        """Where the first such phrase stands: its first word and the one behind it."""
        phrases = self.phrases[saying]
        for start, word in enumerate(words):
            for phrase in phrases.get(word, ()):
                if tuple(words[start : start + len(phrase)]) == phrase:
                    return start, start + len(phrase)
        return None

    def has(self, saying: Saying, words: Sequence[str]) -> bool:
        """Whether there is any such phrase."""
        return self.find(saying, words) is not None


def _by_first_word(phrases: Sequence[tuple[str, ...]]) -> Phrases:
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted(phrases, key=len, reverse=True):
        found.setdefault(phrase[0], []).append(phrase)
    return found
