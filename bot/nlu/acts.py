"""An act as JSON, and back: exactly as it was."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from bot.nlu.document import facts
from bot.nlu.understanding import Act, Intent

_NUMBERS = ("amount", "quantity", "unit_price")


def to_json(act: Act) -> dict[str, Any]:
    """What an act says, without what it leaves open."""
    return facts(act)


def from_json(document: Mapping[str, Any]) -> Act:
    """The act that `to_json` wrote."""
    values = dict(document)
    values["intent"] = Intent(values["intent"])
    for name in _NUMBERS:
        if name in values:
            values[name] = Decimal(values[name])
    if "when" in values:
        values["when"] = datetime.fromisoformat(values["when"])
    if "date" in values:
        values["date"] = date.fromisoformat(values["date"])
    return Act(**values)
