"""Whether what a model says is founded on what it was told; else the rules answer instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from engine.ai import prompts
from engine.ai.base import AIRequest, RequestType
from engine.ai.suggestions import Suggestion

Amounts = Callable[[str], frozenset[Decimal]]
"""Every amount that a text says, in figures or in words."""

LONGEST = 4_000
_FIGURE = re.compile(r"(?:(?<!\w)-)?\d[\d,]*(?:\.\d+)?")
_FOREIGN = re.compile(
    r"https?:|www\.|\{\{|\{%|[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", re.IGNORECASE
)
"""Addresses, templates, and signs that make a text look other than it is."""

_STRICTNESS = (Suggestion.APPROVE, Suggestion.REVIEW, Suggestion.REJECT)
_NUMERIC = frozenset(
    {
        RequestType.SUMMARIZATION,
        RequestType.DECISION_SUGGESTION,
        RequestType.EXTRACTION,
        RequestType.TEXT_UNDERSTANDING,
    }
)
"""Where a figure of the answer tells of the world; elsewhere it may be a mark of its own."""


def flaw(
    request: AIRequest,
    output: Mapping[str, Any],
    by_rule: Mapping[str, Any] | None,
    amounts: Amounts,
) -> str | None:
    """What is wrong with a model's answer, as a code; None where it may stand.

    `by_rule` is what the rules answer: their figures follow from the records too. Of a
    picture nothing is known beforehand: whoever asked checks what was read.
    """
    texts = list(_texts(output))
    if any(len(text) > LONGEST for text in texts):
        return "too_long"
    told = list(_texts(request.input))
    if any(_FOREIGN.search(text) and not _is_told(text, told) for text in texts):
        return "foreign"
    if request.type is RequestType.CLASSIFICATION:
        return _flaw_of_label(request, texts)
    if request.type is RequestType.DECISION_SUGGESTION and _is_laxer(output, by_rule):
        return "too_lax"
    if request.image is not None or request.type not in _NUMERIC:
        return None
    known = _numbers(request.input, amounts) | _numbers(by_rule, amounts)
    return None if _numbers(output, amounts) <= known else "unfounded"


def _flaw_of_label(request: AIRequest, texts: list[str]) -> str | None:
    offered = prompts.labels(request)
    fits = not offered or set(texts) & {*offered, "unknown"}
    return None if fits else "unfounded"


def _is_laxer(output: Mapping[str, Any], by_rule: Mapping[str, Any] | None) -> bool:
    """Whether a model would let pass what the rules hold back."""
    if by_rule is None:
        return True
    said, ruled = (_strictness(one) for one in (output, by_rule))
    return said < ruled


def _strictness(output: Mapping[str, Any]) -> int:
    found = [
        rank for text in _texts(output) for rank, one in enumerate(_STRICTNESS) if text == one
    ]
    return min(found, default=0)


def _is_told(text: str, told: list[str]) -> bool:
    """Whether the sign or address stands in the input just so, and is only repeated."""
    return all(any(hit in one for one in told) for hit in _words(text))


def _words(text: str) -> Iterator[str]:
    for word in text.split():
        if _FOREIGN.search(word):
            yield word


def _texts(value: Any) -> Iterator[str]:
    for leaf in _leaves(value):
        if isinstance(leaf, str):
            yield leaf


def _numbers(value: Any, amounts: Amounts) -> frozenset[Decimal]:
    found: set[Decimal] = set()
    for leaf in _leaves(value):
        if isinstance(leaf, str):
            found |= {_exact(figure) for figure in _FIGURE.findall(leaf)} | amounts(leaf)
        elif isinstance(leaf, int | float) and not isinstance(leaf, bool):
            found.add(Decimal(str(leaf)).normalize())
    return frozenset(found)


def _exact(figure: str) -> Decimal:
    return Decimal(figure.replace(",", "")[:40]).normalize()


def _leaves(value: Any) -> Iterator[Any]:
    """Everything in a document that holds nothing else, names of its objects among them."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Mapping):
            waiting += [*one.keys(), *one.values()]
        elif isinstance(one, list | tuple):
            waiting += one
        else:
            yield one
