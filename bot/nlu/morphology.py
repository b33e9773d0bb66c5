"""Take a verb apart that wears its subject, tense and object as prefixes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from bot.nlu.senses import Deed, Mood, Subject, Verb

SHORTEST_PREFIX, LONGEST_PREFIX = 3, 9


@dataclass(frozen=True, slots=True)
class Stem:
    """The end of a verb: what it does, and the mood its last vowel allows."""

    deed: Deed
    ending: str
    passive: bool = False


@dataclass(frozen=True, slots=True)
class VerbShape:
    """How one language builds its verbs: prefixes × objects × stems."""

    prefixes: Mapping[str, tuple[Subject | None, Mood]] = field(default_factory=dict)
    objects: Mapping[str, Subject] = field(default_factory=dict)
    stems: Mapping[str, Stem] = field(default_factory=dict)
    things: tuple[str, ...] = ()
    """The subjects that a total has: sales, a debt, the expenses did it."""

    def read(self, word: str) -> Verb | None:
        """Read `word` as a whole verb, or not at all: a bare prefix never makes a verb."""
        bare = word.replace("-", "")
        for cut in range(min(LONGEST_PREFIX, len(bare) - 2), -1, -1):
            prefix = self.prefixes.get(bare[:cut])
            if prefix is not None and (verb := self._finish(prefix, bare[cut:])):
                return verb
        return None

    def resembles(self, word: str) -> bool:
        """Tell whether `word` begins as a verb does, with a subject and a tense."""
        cuts = range(SHORTEST_PREFIX, min(LONGEST_PREFIX, len(word) - 2) + 1)
        return any(word[:cut] in self.prefixes for cut in cuts)

    def tells_of_things(self, word: str) -> bool:
        """Tell whether `word` looks like a verb whose doer is a thing: `yamezidi`."""
        return word.startswith(self.things) and self.resembles(word)

    def _finish(self, prefix: tuple[Subject | None, Mood], rest: str) -> Verb | None:
        subject, mood = prefix
        stem, whom = self.stems.get(rest), None
        for cut in (2, 1):
            if stem is None and (whom := self.objects.get(rest[:cut])) is not None:
                stem = self.stems.get(rest[cut:])
        if stem is None:
            return None
        said = _mood(mood, stem.ending, subject)
        if said is None:
            return None
        if stem.passive:
            return Verb(stem.deed, said, "it", subject)
        return Verb(stem.deed, said, subject, whom)


def _mood(mood: Mood, ending: str, subject: Subject | None) -> Mood | None:
    """The last vowel has its word: a wish ends differently from a fact, a denial from both."""
    if mood is Mood.ORDER and subject is not None and ending != "e":
        return None  # A subject without a tense only wishes.
    if ending == "e" and mood is not Mood.NOT:
        return Mood.WISH if mood in {Mood.ORDER, Mood.WISH} else None
    if ending == "i":
        return Mood.NOT if mood is Mood.NOT else None
    return mood


def shape(document: Mapping[str, Any]) -> VerbShape:
    """Compile the `[verbs.shape]` and `[verbs.roots]` tables of a lexicon."""
    table = document.get("shape", {})
    subjects = cast("Mapping[str, Subject]", table.get("subjects", {}))
    prefixes: dict[str, tuple[Subject | None, Mood]] = {
        subject + tense: (who, Mood(mood))
        for subject, who in subjects.items()
        for tense, mood in table.get("tenses", {}).items()
    }
    prefixes |= {subject: (who, Mood.ORDER) for subject, who in subjects.items()}
    prefixes |= {
        denial + tense: (cast("Subject", who), Mood.NOT)
        for denial, who in table.get("denials", {}).items()
        for tense in table.get("denied_tenses", [""])
    }
    prefixes |= {text: (None, Mood(mood)) for text, mood in table.get("bare", {}).items()}
    prefixes |= {
        text: (who, Mood(mood)) for text, (who, mood) in table.get("fused", {}).items()
    }
    things = tuple(table.get("things", ()))
    return VerbShape(prefixes, table.get("objects", {}), _stems(document), things)


def _stems(document: Mapping[str, Any]) -> dict[str, Stem]:
    stems: dict[str, Stem] = {}
    for deed, roots in document.get("roots", {}).items():
        _add(stems, Deed(deed), roots, passive=False)
    for deed, roots in document.get("passives", {}).items():
        _add(stems, Deed(deed), roots, passive=True)
    return stems


def _add(stems: dict[str, Stem], deed: Deed, roots: Sequence[str], *, passive: bool) -> None:
    for root in roots:
        stems[root] = Stem(deed, "", passive)
        if root.endswith("a"):
            stems[root[:-1] + "e"] = Stem(deed, "e", passive)
            stems[root[:-1] + "i"] = Stem(deed, "i", passive)
