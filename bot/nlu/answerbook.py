"""Words of consent, refusal and delay, as lexicons list them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Words = tuple[str, ...]
REPEATED = re.compile(r"(.)\1+")
"""`ndiooo`, `yesss`: feeling stretches a word."""
STANCES = ("but", "defer", "no", "yes", "filler")


@dataclass(frozen=True, slots=True)
class AnswerBook:
    """What each word or phrase of an answer stands for."""

    stances: Mapping[Words, str] = field(default_factory=dict)
    longest: int = 1

    @classmethod
    def of(cls, documents: Mapping[str, Mapping[str, Any]]) -> AnswerBook:
        """Collect the `[answers]` tables of all languages; a refusal outweighs a consent."""
        stances: dict[Words, str] = {}
        for stance in reversed(STANCES):
            for document in documents.values():
                for text in document.get("answers", {}).get(stance, []):
                    stances[tuple(text.casefold().split())] = stance
        return cls(stances, max((len(words) for words in stances), default=1))

    def at(self, words: Words, place: int) -> tuple[str | None, int]:
        """The stance of the longest phrase at `place`, and its length in words."""
        for size in range(min(self.longest, len(words) - place), 0, -1):
            stance = self.stances.get(words[place : place + size])
            if stance is not None:
                return stance, size
        return self.stances.get((REPEATED.sub(r"\1", words[place]),)), 1
