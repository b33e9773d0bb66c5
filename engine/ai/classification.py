"""Choose a label for a text: by the words of labels, by the nearest example, or none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from rapidfuzz import fuzz, process

from engine.ai.base import AIError
from engine.ai.finding import Finding
from engine.ai.inputs import text_of, texts

UNKNOWN = "unknown"
LEAST, MARGIN = Decimal("0.35"), Decimal("0.1")
"""Below the first nothing fits; within the second of each other, two do."""

ALIKE, LONG = 85, 5
"""A slip of the finger is forgiven in words of some length."""

MOST_LABELS, MOST_EXAMPLES = 50, 200
_WORD = re.compile(r"[^\W_]{3,}")

Materials = Mapping[str, Sequence[str]]
"""Each label with the texts that tell what it means: its words, then examples."""


@dataclass(frozen=True, slots=True)
class _Heard:
    """A text, its words, and which words of the labels are among them, slips forgiven."""

    text: str
    words: frozenset[str]
    said: frozenset[str]


def classify(
    asked: Any, schema: Mapping[str, Any] | None, intents: Mapping[str, Decimal]
) -> Finding:
    """The label that fits a text best. Raises `AIError` where there is nothing to choose.

    `intents` says what the reader understood: a label of that name is known without words.
    """
    text = text_of(asked)[:4_096]
    offered = _labels(asked, schema)
    known = [label for label in offered if label != UNKNOWN]
    if not known:
        raise AIError("bad_input", "name the labels: 'labels' in the input, or an enum")
    materials = _materials(known, asked)
    weights = _weights(materials)
    heard = _heard(text, weights)
    scores = {
        label: max(intents.get(label, Decimal(0)), _score(heard, each, weights))
        for label, each in materials.items()
    }
    return _choice(scores)


def _choice(scores: Mapping[str, Decimal]) -> Finding:
    ranked = sorted(scores, key=lambda label: (-scores[label], label))
    best = scores[ranked[0]]
    second = scores[ranked[1]] if len(ranked) > 1 else Decimal(0)
    if best < LEAST or best - second < MARGIN:
        return Finding({"label": UNKNOWN}, Decimal("0.2"))
    sure = min((best + best - second) / 2, Decimal("0.95"))
    return Finding({"label": ranked[0]}, sure.quantize(Decimal("0.01")))


def _labels(asked: Any, schema: Mapping[str, Any] | None) -> Sequence[str]:
    given = asked.get("labels") if isinstance(asked, Mapping) else None
    named = list(given) if isinstance(given, Mapping) else given
    parts = list((schema or {}).get("properties", {}).values())
    enums = (part.get("enum") for part in parts if isinstance(part, Mapping))
    found = texts(named) or next((texts(enum) for enum in enums if texts(enum)), ())
    if len(found) > MOST_LABELS:
        raise AIError("too_large", f"at most {MOST_LABELS} labels")
    return list(dict.fromkeys(found))


def _materials(labels: Iterable[str], asked: Any) -> Materials:
    materials = {label: [label] for label in labels}
    if not isinstance(asked, Mapping):
        return materials
    described = asked.get("labels")
    for label, words in described.items() if isinstance(described, Mapping) else ():
        if label in materials:
            materials[label] += [words] if isinstance(words, str) else texts(words)
    examples = asked.get("examples")
    for example in list(examples)[:MOST_EXAMPLES] if isinstance(examples, list) else ():
        if isinstance(example, Mapping) and example.get("label") in materials:
            materials[example["label"]] += texts([example.get("text")])
    return materials


def _weights(materials: Materials) -> Mapping[str, Decimal]:
    """A word that belongs to several labels says little about each."""
    count = Counter(
        word for each in materials.values() for word in set().union(*map(_words, each))
    )
    return {word: Decimal(1) / number**2 for word, number in count.items()}


def _heard(text: str, vocabulary: Iterable[str]) -> _Heard:
    words = _words(text)
    long = [word for word in words if len(word) >= LONG]
    said = {
        word
        for word in vocabulary
        if word in words or (len(word) >= LONG and _is_near(word, long))
    }
    return _Heard(text, words, frozenset(said))


def _is_near(word: str, others: Sequence[str]) -> bool:
    near = process.extractOne(word, others, scorer=fuzz.ratio, score_cutoff=ALIKE)
    return near is not None


def _score(heard: _Heard, material: Sequence[str], weights: Mapping[str, Decimal]) -> Decimal:
    name, *others = material
    keywords = frozenset().union(*map(_words, material)) & heard.said
    hits = sum((weights[word] for word in keywords), start=Decimal(0))
    by_words = hits / (hits + 1) * Decimal("1.2")  # One word of its own is already telling.
    own = _words(name)
    named = Decimal("0.4") if own and own <= heard.said else Decimal(0)
    nearest = max((_nearness(heard, each) for each in others), default=Decimal(0))
    return min(max(by_words + named, nearest), Decimal(1))


def _nearness(heard: _Heard, example: str) -> Decimal:
    theirs = _words(example)
    both = len(theirs & heard.said)
    overlap = Decimal(both) / Decimal(max(len(theirs | heard.words), 1))
    alike = Decimal(round(fuzz.token_sort_ratio(heard.text, example))) / 100
    return (overlap + alike) / 2 if both else Decimal(0)


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))
