"""How large the values may be that an expression works on."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import datetime, timezone
from typing import Any

LONGEST_LIST = 1_000
LONGEST_TEXT = 10_000
DEEPEST = 20
MOST_NODES = 10_000
TEXT_OF_ONE_NODE = 256
"""So many characters are copied in the time that one number takes."""
_INT64 = 2**63


class Copy:
    """A copy of values for the expression language; ValueError where they are too much for it.

    `nodes` counts the values, `weight` counts a long text as several, `longest` is the
    longest list or map.
    """

    def __init__(self) -> None:
        self.nodes = 0
        self.weight = 0
        self.longest = 0

    def of(self, value: object, depth: int = 0) -> Any:
        """The same value, checked and counted; times keep their offset."""
        self.nodes += 1
        self.weight += 1
        if self.nodes > MOST_NODES:
            raise ValueError(f"more than {MOST_NODES:,} values")
        if depth > DEEPEST:
            raise ValueError(f"values nested deeper than {DEEPEST}")
        match value:
            case str():
                return self._text(value)
            case dict():
                return self._map(value, depth)
            case list() | tuple():
                self._count(len(value))
                return [self.of(each, depth + 1) for each in value]
            case _:
                return _single(value)

    def _map(self, value: Mapping[object, object], depth: int) -> dict[str, Any]:
        self._count(len(value))
        return {self._key(key): self.of(each, depth + 1) for key, each in value.items()}

    def _key(self, key: object) -> str:
        if not isinstance(key, str):
            raise ValueError("a field's name is not a text")
        self.weight += 1
        return self._text(key)

    def _count(self, length: int) -> None:
        if length > LONGEST_LIST:
            raise ValueError(f"a list longer than {LONGEST_LIST:,}")
        self.longest = max(self.longest, length)

    def _text(self, text: str) -> str:
        if len(text) > LONGEST_TEXT:
            raise ValueError(f"a text longer than {LONGEST_TEXT:,} characters")
        self.weight += len(text) // TEXT_OF_ONE_NODE
        return text


def _single(value: object) -> object:
    """A value without parts."""
    for kinds, check in _SINGLE:
        if isinstance(value, kinds):
            return check(value)
    raise ValueError(f"a value of a kind no payload has ({type(value).__name__})")


def _same(value: object) -> object:
    return value


def _whole(value: int) -> int:
    if not -_INT64 <= value < _INT64:  # The library would make it a float, and lose digits.
        raise ValueError("a whole number beyond 64 bits")
    return value


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise ValueError("a number that is not finite")
    return value


def _moment(value: datetime) -> datetime:
    offset = value.utcoffset()
    if offset is None:
        raise ValueError("a time without a zone")
    return value.astimezone(timezone(offset))  # The library knows offsets, not named zones.


_SINGLE: tuple[tuple[type | tuple[type, ...], Callable[[Any], object]], ...] = (
    ((bool, type(None)), _same),
    (int, _whole),
    (float, _finite),
    (datetime, _moment),
)
"""In this order: a bool is an int to Python."""
