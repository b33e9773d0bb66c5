"""Words of consent, refusal and delay, as lexicons list them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.nlu.morphology import VerbShape, shape
from bot.nlu.senses import Deed, Mood, Verb

Words = tuple[str, ...]
REPEATED = re.compile(r"(.)\1+")
"""`ndiooo`, `yesss`: feeling stretches a word."""
SAID = frozenset({Mood.DONE, Mood.NOW, Mood.ORDER, Mood.WISH})
STANCES = ("but", "defer", "no", "yes", "filler")


@dataclass(frozen=True, slots=True)
class AnswerBook:
    """What each word or phrase of an answer stands for."""

    stances: Mapping[Words, str] = field(default_factory=dict)
    longest: int = 1
    negators: frozenset[Words] = frozenset()
    """Words that turn the consent right behind them into a refusal: "do not"."""
    reasons: frozenset[Words] = frozenset()
    """Words behind which a reason follows: "because"."""
    verbs: tuple[VerbShape, ...] = ()
    """How each language builds the verbs of consent and refusal."""

    @classmethod
    def of(cls, documents: Mapping[str, Mapping[str, Any]]) -> AnswerBook:
        """Collect the `[answers]` tables of all languages; a refusal outweighs a consent."""
        stances: dict[Words, str] = {}
        for stance in reversed(STANCES):
            for document in documents.values():
                for text in document.get("answers", {}).get(stance, []):
                    stances[tuple(text.casefold().split())] = stance
        return cls(
            stances,
            max((len(words) for words in stances), default=1),
            _phrases(document.get("negators", []) for document in documents.values()),
            _phrases(
                document.get("answers", {}).get("because", [])
                for document in documents.values()
            ),
            tuple(map(_verbs, documents.values())),
        )

    def at(self, words: Words, place: int) -> tuple[str | None, int]:
        """The stance of the longest phrase at `place`, and its length in words."""
        for size in range(min(self.longest, len(words) - place), 0, -1):
            stance = self.stances.get(words[place : place + size])
            if stance is not None:
                return stance, size
        stretched = self.stances.get((unstretched(words[place]),))
        return stretched or self._of_verb(words[place]), 1

    def gives_reason(self, words: Words) -> bool:
        """Tell whether `words` begin with what leads to a reason."""
        return any(words[: len(each)] == each for each in self.reasons)

    def _of_verb(self, word: str) -> str | None:
        verb = next((verb for each in self.verbs if (verb := each.read(word))), None)
        return _stance(verb) if verb is not None else None


def unstretched(word: str) -> str:
    """A word with each of its letters once where it stands several times in a row."""
    return REPEATED.sub(r"\1", word)


def _phrases(lists: Iterable[Iterable[str]]) -> frozenset[Words]:
    return frozenset(tuple(text.split()) for texts in lists for text in texts)


def _verbs(document: Mapping[str, Any]) -> VerbShape:
    """Verbs of consent and refusal; "I have not agreed yet" is neither, so it is left out."""
    verbs = document.get("verbs", {}).get("shape", {})
    tenses = [
        tense for tense in verbs.get("denied_tenses", []) if tense != verbs.get("not_yet")
    ]
    return shape(
        {"shape": {**verbs, "denied_tenses": tenses}, "roots": document.get("consent", {})}
    )


def _stance(verb: Verb) -> str | None:
    """`nimeikubali`, `usimruhusu`, `mkatalie`; what another does decides nothing."""
    agrees = verb.deed is Deed.AGREE
    if verb.subject not in {None, "we", "you"}:
        return None
    if verb.subject == "you" and verb.mood is Mood.DONE:
        return None  # "umekubali": the clerk is told, or asked, what it did.
    if verb.mood is Mood.NOT:
        return "no" if agrees else None
    if verb.mood is Mood.WISH and verb.subject is None and agrees:
        return "filler"  # "siwezi kukubali": the word before it decides.
    if verb.mood not in SAID or (verb.mood is Mood.WISH and verb.subject is None):
        return None
    return "yes" if agrees else "no"
