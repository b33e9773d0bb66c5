"""Look into the input of a request: bounded, and never surprised by what JSON may hold."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from engine.ai.base import AIError

MOST_VALUES, MOST_SIGNS, DEEPEST = 5_000, 50_000, 20
_AMOUNT = re.compile(r"-?(?:\d{1,15}|\d{1,3}(?:,\d{3}){1,4})(?:\.\d{1,6})?")


def check_size(value: Any) -> None:
    """Raise `AIError` for an input of more values or signs than anybody would read."""
    waiting, signs, values = [(value, 0)], 0, 0
    while waiting:
        each, depth = waiting.pop()
        values += 1
        inner: list[Any] = []
        if isinstance(each, str):
            signs += len(each)
        elif isinstance(each, Mapping):
            inner = [*each.keys(), *each.values()]
        elif isinstance(each, list | tuple):
            inner = list(each)
        waiting += [(one, depth + 1) for one in inner]
        if depth > DEEPEST or signs > MOST_SIGNS or values + len(waiting) > MOST_VALUES:
            detail = f"at most {MOST_VALUES} values, {MOST_SIGNS} signs, {DEEPEST} deep"
            raise AIError("too_large", f"the input has {detail}")


def text_of(value: Any) -> str:
    """The text of an input: itself, or what its mapping calls `text`. Raises `AIError`."""
    text = value.get("text") if isinstance(value, Mapping) else value
    if not isinstance(text, str) or not text.strip():
        raise AIError("bad_input", "there is no text: give one, or a mapping with 'text'")
    return text


def amount(value: object) -> Decimal | None:
    """An exact amount from a number or decimal text, else None."""
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        return None
    if isinstance(value, int) and abs(value) >= 10**15:
        return None  # Nor may it be written out: Python refuses very long ones.
    digits = str(value).strip()
    if digits.isascii() and _AMOUNT.fullmatch(digits):
        return Decimal(digits.replace(",", ""))
    return None


def number(value: Decimal) -> int | float | None:
    """A JSON number that says exactly `value`, else None."""
    if value == value.to_integral_value():
        return int(value)
    # JSON writes the shortest digits that name the float: the ones we began with, or others.
    near = float(value)
    return near if Decimal(repr(near)) == value else None


def texts(value: object) -> Sequence[str]:
    """The texts in a list, or none."""
    items = value if isinstance(value, list | tuple) else ()
    return [item for item in items if isinstance(item, str) and item.strip()]
