"""Workflows that ship with the product, each a document with values to fill in."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from string import Template
from typing import Any

HERE = Path(__file__).parent
NAMES = tuple(sorted(path.stem for path in HERE.glob("*.json")))
_NUMBER = re.compile(r"\d{1,15}(\.\d{1,4})?", re.ASCII)
_DAY = "(?:MO|TU|WE|TH|FR|SA|SU)"
_RHYTHM = re.compile(
    rf"{_DAY}|DAILY|WEEKLY;BYDAY={_DAY}|MONTHLY;BYMONTHDAY=([1-9]|[12]\d|3[01])", re.ASCII
)
_WORDS = re.compile(r"[^\W_][\w ,.’/+&-]{0,79}")
"""Words of people: nothing that would end a text, begin a value, or leave a condition."""


def document(name: str, values: Mapping[str, str]) -> Mapping[str, Any]:
    """A starter's definition with its values. Raises `KeyError` for one that lacks a value.

    Values are numbers, days and rhythms of a recurrence rule, ids, or plain words; any other
    is a `ValueError`, for they stand inside conditions, schedules and texts.
    """
    plain = {key: value.replace("'", "’") for key, value in values.items()}
    for key, value in plain.items():
        if not (
            _NUMBER.fullmatch(value) or _RHYTHM.fullmatch(value) or _WORDS.fullmatch(value)
        ):
            raise ValueError(f"the value '{key}' of {name} cannot stand in a rule")
    filled: Mapping[str, Any] = json.loads(Template(_text(name)).substitute(plain))
    return filled


def placeholders(name: str) -> frozenset[str]:
    """The values that a starter needs."""
    return frozenset(Template(_text(name)).get_identifiers())


@cache
def _text(name: str) -> str:
    if name not in NAMES:
        raise KeyError(name)
    return (HERE / f"{name}.json").read_text("utf-8")
