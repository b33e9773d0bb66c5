"""Workflows that ship with the product, each a document with values to fill in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from string import Template
from typing import Any

HERE = Path(__file__).parent
NAMES = tuple(sorted(path.stem for path in HERE.glob("*.json")))


def document(name: str, values: Mapping[str, str]) -> Mapping[str, Any]:
    """A starter's definition with its values. Raises `KeyError` for one that lacks a value.

    Values are digits: they stand inside conditions and schedules.
    """
    if not all(value.replace(".", "", 1).isdigit() for value in values.values()):
        raise ValueError(f"the values of {name} must be numbers")
    filled: Mapping[str, Any] = json.loads(Template(_text(name)).substitute(values))
    return filled


@cache
def _text(name: str) -> str:
    if name not in NAMES:
        raise KeyError(name)
    return (HERE / f"{name}.json").read_text("utf-8")
