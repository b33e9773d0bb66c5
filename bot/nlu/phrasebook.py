"""Fixed things people say to a clerk, found by their words: help, thanks, yes, who owes me."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

Place = Literal["whole", "starts", "has"]


class Saying(NamedTuple):
    """One phrase that means one thing: `kind` narrows the intent."""

    meaning: str
    kind: str | None
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """Sayings by where they may stand in a message, looked up by their first word."""

    whole: Mapping[tuple[str, ...], Saying]
    starts: Mapping[str, Sequence[Saying]]
    has: Mapping[str, Sequence[Saying]]

    def find(self, words: tuple[str, ...]) -> Saying | None:
        """Find what `words` say: as a whole first, then at the start, then anywhere."""
        if not words:
            return None
        said = self.whole.get(words) or _at(self.starts, words, 0)
        if said is not None:
            return said
        found = (_at(self.has, words, start) for start in range(len(words)))
        return next((saying for saying in found if saying), None)


def _at(
    book: Mapping[str, Sequence[Saying]], words: tuple[str, ...], start: int
) -> Saying | None:
    for saying in book.get(words[start], ()):
        if words[start : start + len(saying.words)] == saying.words:
            return saying
    return None


def phrasebook(documents: Mapping[str, Mapping[str, Any]]) -> Phrasebook:
    """Collect the `[say]` tables: `intent` or `"intent:kind"` → where → phrases."""
    book: dict[Place, list[Saying]] = {"whole": [], "starts": [], "has": []}
    for document in documents.values():
        for meaning, places in document.get("say", {}).items():
            intent, _, kind = meaning.partition(":")
            for place, phrases in places.items():
                book[place] += [
                    Saying(intent, kind or None, tuple(phrase.casefold().split()))
                    for phrase in phrases
                ]
    return Phrasebook(
        whole={saying.words: saying for saying in book["whole"]},
        starts=_by_first_word(book["starts"]),
        has=_by_first_word(book["has"]),
    )


def _by_first_word(sayings: Sequence[Saying]) -> dict[str, list[Saying]]:
    """Longer phrases first, so that the most telling one wins."""
    book: dict[str, list[Saying]] = {}
    for saying in sorted(sayings, key=lambda each: -len(each.words)):
        book.setdefault(saying.words[0], []).append(saying)
    return book
