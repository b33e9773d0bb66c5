"""What kind of thing a property of a schema asks for, told by its format and its names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

_WORDS: Mapping[str, str] = {
    # The first kind with a word in the name wins, else the first with one in the description.
    "phone": "phone telephone mobile msisdn cell",
    "email": "email mail",
    "currency": "currency",
    "unit_price": "unit_price",
    "quantity": "quantity qty count pieces number",
    "unit": "unit",
    "code": "code reference receipt transaction",
    "payment": "payment",
    "intent": "intent purpose wish",
    "language": "language",
    "time": "time when hour moment",
    "date": "date day due deadline",
    "amount": "amount price total cost sum money paid value",
    "item": "item product goods article thing",
    "name": "name customer person party who client supplier buyer",
}
"""A schema is written by whoever writes programs: its names are English."""

_FORMATS: Mapping[str, str] = {"date": "date", "date-time": "time", "email": "email"}
_PIECE = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")


def kind(name: str, part: Mapping[str, Any]) -> str | None:
    """One of our kinds ("amount", "date", "phone"…), or None where nothing tells it.

    `kind("unitPrice", {})` is "unit_price"; `kind("x", {"description": "due date"})` "date".
    """
    known = _FORMATS.get(str(part.get("format")))
    if known is not None:
        return known
    described = part.get("description")
    return _kind(name) or (_kind(described) if isinstance(described, str) else None)


def _kind(text: str) -> str | None:
    pieces = [piece.casefold() for piece in _PIECE.findall(text[:500])]
    pairs = {f"{first}_{second}" for first, second in pairwise(pieces)}
    said = {*pieces, *pairs, *(piece.removesuffix("s") for piece in pieces)}
    return next((kind for kind, words in _WORDS.items() if said & {*words.split()}), None)
