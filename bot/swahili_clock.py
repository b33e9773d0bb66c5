"""The Swahili clock: hours count from six in the morning and from six in the evening."""

from __future__ import annotations

from datetime import time

HOURS = (
    "kumi na mbili",
    "moja",
    "mbili",
    "tatu",
    "nne",
    "tano",
    "sita",
    "saba",
    "nane",
    "tisa",
    "kumi",
    "kumi na moja",
)
PARTS = (
    (4, "usiku"),
    (6, "alfajiri"),
    (12, "asubuhi"),
    (16, "mchana"),
    (19, "jioni"),
    (24, "usiku"),
)
"""The part of the day that ends before each hour."""


def both_forms(moment: time) -> str:
    """A time as it is said and in digits: "saa nne asubuhi (10:00)"."""
    part = next(name for end, name in PARTS if moment.hour < end)
    return f"saa {_spoken(moment)} {part} ({moment:%H:%M})"


def _spoken(moment: time) -> str:
    hour = HOURS[(moment.hour - 6) % 12]
    match moment.minute:
        case 0:
            return hour
        case 15:
            return f"{hour} na robo"
        case 30:
            return f"{hour} na nusu"
        case 45:
            return f"{HOURS[(moment.hour - 5) % 12]} kasorobo"
        case minute:
            return f"{hour} na dakika {minute}"
