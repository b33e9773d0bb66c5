"""What was understood as a JSON document; its names are part of the public contract."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from bot.nlu.understanding import Act, Understanding


def document(understood: Understanding) -> dict[str, Any]:
    """Everything understood, amounts as decimal text and moments in ISO 8601."""
    answer: dict[str, Any] = {
        "outcome": str(understood.outcome),
        "language": understood.language,
        "acts": [facts(act) for act in understood.acts],
        "entities": {
            "amounts": [plain(value) for value in understood.amounts],
            "times": [plain(value) for value in understood.times],
            "dates": [plain(value) for value in understood.dates],
        },
        "confidence": understood.confidence,
    }
    if understood.question:
        answer["question"] = understood.question
    if understood.unread:
        answer["unread"] = list(understood.unread)
    return answer


def facts(act: Act) -> dict[str, Any]:
    """What an act says, without what it leaves open."""
    return {name: plain(value) for name, value in asdict(act).items() if value is not None}


def plain(value: object) -> object:
    """A value as JSON writes it."""
    if isinstance(value, StrEnum):
        return str(value)
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else value
