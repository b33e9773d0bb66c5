"""Read what a model server says: JSON within bounds, and nothing that JSON does not have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.tools import foreign_json

DEEPEST = 64


def document(text: str) -> Mapping[str, Any]:
    """The object that `text` is in JSON, fit to be stored. Raises `ValueError`."""
    found = foreign_json.parse(text, DEEPEST)
    if not isinstance(found, dict):
        raise ValueError("not an object")
    return found


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
