"""Repair one slip of the finger in a control word; numbers and names are never touched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz.distance import OSA

SHORTEST = 5
"""Shorter words differ by one letter too often: nani (who) and nane (eight)."""


@dataclass(frozen=True, slots=True)
class Typos:
    """Words that may be repaired, found by what is left of them when one letter is missing."""

    known: frozenset[str]
    """Words that are right as they stand."""
    remains: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, words: Iterable[str], right: Iterable[str] = ()) -> Typos:
        """Index `words` of five letters and more; those in `right` are never touched."""
        mended = frozenset(word for word in words if len(word) >= SHORTEST and " " not in word)
        remains: defaultdict[str, set[str]] = defaultdict(set)
        for word in mended:
            for rest in _shortened(word):
                remains[rest].add(word)
        return cls(
            mended | frozenset(right),
            {rest: frozenset(words) for rest, words in remains.items()},
        )

    def repair(self, word: str) -> str | None:
        """Return the one known word that `word` misses by a single slip."""
        if len(word) < SHORTEST or word in self.known:
            return None
        near = {
            candidate
            for rest in _shortened(word)
            for candidate in self.remains.get(rest, ())
            if OSA.distance(word, candidate, score_cutoff=1) <= 1
        }
        return near.pop() if len(near) == 1 else None


def _shortened(word: str) -> set[str]:
    return {word, *(word[:cut] + word[cut + 1 :] for cut in range(len(word)))}
