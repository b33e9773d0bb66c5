"""Take JSON of providers apart that may be anything, without stumbling."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

Node = Mapping[str, Any]


def parsed(body: bytes) -> Node | None:
    """The object that a body holds; None if it holds none."""
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return document if isinstance(document, dict) else None


def node(value: object) -> Node:
    """An object, or an empty one."""
    return value if isinstance(value, dict) else {}


def listed(value: object) -> Sequence[Any]:
    """A list, or an empty one."""
    return value if isinstance(value, list) else ()


def nodes(value: object) -> Sequence[Node]:
    """The objects in a list."""
    return [one for one in listed(value) if isinstance(one, dict)]


def said(value: object) -> str:
    """A text that can be stored, or an empty one."""
    if not isinstance(value, str):
        return ""
    return value.replace("\0", "").encode("utf-8", "replace").decode()


def number(value: object) -> int | None:
    """A whole number that is not negative, written as one or as digits."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    digits = str(value) if isinstance(value, int) and abs(value) < 10**15 else value
    is_one = isinstance(digits, str) and digits.isascii() and digits.isdigit()
    return int(digits) if is_one and len(str(digits)) <= 15 else None
