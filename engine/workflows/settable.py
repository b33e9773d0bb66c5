"""What a workflow may set of a record, and how a value must look."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

LONGEST = 500


class SettingError(ValueError):
    """A value cannot be set; the text says what it must be."""


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST:
        raise SettingError(f"must be a text of 1 to {LONGEST} signs")
    return value.strip()


def _note(value: Any) -> str | None:
    return None if value in (None, "") else _text(value)


def _hour(value: Any) -> int:
    text = str(value).strip()
    if isinstance(value, bool) or not text.isdecimal() or not 0 <= int(text) <= 12:
        raise SettingError("must be a whole hour from 0 to 12")
    return int(text)


SETTABLE: Mapping[str, Mapping[str, Callable[[Any], Any]]] = {
    "appointment": {"note": _note},
    "customer": {"note": _note},
    "entry": {"note": _note},
    "organization": {"day_ends_hour": _hour},
}
"""By record and name. Money, and what becomes of an appointment, are facts: new events."""
