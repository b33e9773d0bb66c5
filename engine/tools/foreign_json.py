"""Read JSON that another system wrote: within bounds, and fit to be stored."""

from __future__ import annotations

import json
import math
import re
from typing import Any

_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # PostgreSQL's text and jsonb refuse them.


def parse(text: str, deepest: int) -> Any:
    """What `text` is in JSON, with `storable` texts, at most so many levels deep.

    Raises `ValueError`, also for what is no JSON though a parser may take it.
    """
    if _depth(text) > deepest:
        raise ValueError("too deep")
    return _clean(json.loads(text, parse_constant=_refused, parse_float=_finite))


def storable(text: str) -> str:
    """The text with a mark in the place of what no database text can hold."""
    return _UNSTORABLE.sub("�", text)


def _depth(text: str) -> int:
    """How deep it is nested, told before the parser, which is recursive, sees it."""
    deepest = depth = 0
    for sign in re.findall(r"[\[\]{}]", _QUOTED.sub("", text)):
        depth += 1 if sign in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, list):
        return [_clean(each) for each in value]
    if isinstance(value, dict):
        return {storable(name): _clean(each) for name, each in value.items()}
    return value


def _refused(constant: str) -> Any:
    raise ValueError(constant)


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("too large a number")
    return number
