"""Read what a model server says: JSON within bounds, and nothing that JSON does not have."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

DEEPEST = 64
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # PostgreSQL's text and jsonb refuse them.


def document(text: str) -> Mapping[str, Any]:
    """The object that `text` is in JSON, fit to be stored. Raises `ValueError`."""
    if _depth(text) > DEEPEST:
        raise ValueError("too deep")
    found = json.loads(text, parse_constant=_refused, parse_float=_finite)
    if not isinstance(found, dict):
        raise ValueError("not an object")
    return {name: _clean(value) for name, value in found.items()}


def inside(value: Any, *path: str | int) -> Any:
    """What lies at the end of a path through objects and lists; None where it ends before."""
    for step in path:
        if isinstance(value, Mapping):
            value = value.get(step)
        elif isinstance(step, int) and isinstance(value, list) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def count(value: Any, *path: str | int) -> int:
    """A number of tokens at the end of a path; 0 where there is none."""
    found = inside(value, *path)
    is_count = isinstance(found, int) and not isinstance(found, bool)
    return found if is_count and 0 <= found < 10**9 else 0


def each(value: Any, *path: str | int) -> Sequence[Mapping[str, Any]]:
    """The objects of a list at the end of a path."""
    found = inside(value, *path)
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def _depth(text: str) -> int:
    """How deep it is nested, told before the parser, which is recursive, sees it."""
    deepest = depth = 0
    for sign in re.findall(r"[\[\]{}]", _QUOTED.sub("", text)):
        depth += 1 if sign in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return _UNSTORABLE.sub("�", value)
    if isinstance(value, list):
        return [_clean(one) for one in value]
    if isinstance(value, dict):
        return {_UNSTORABLE.sub("�", name): _clean(one) for name, one in value.items()}
    return value


def _refused(constant: str) -> Any:
    raise ValueError(constant)


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("too large a number")
    return number
