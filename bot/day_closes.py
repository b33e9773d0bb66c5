"""A day that was closed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class DayClose:
    """A day that was closed: who counted, what, and what it should have been."""

    closed_by: str
    expected: Decimal
    counted: Decimal
