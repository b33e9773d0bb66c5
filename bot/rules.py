"""Rules of a shop as an owner knows them: what each says, in one sentence's worth of values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from decimal import Decimal
from uuid import UUID

LIMITS: Mapping[str, str] = {
    "sale": "large_sale",
    "expense": "large_expense",
    "purchase": "large_purchase",
    "drawing": "large_drawing",
    "debt": "large_debt",
}
"""What an owner may want to be asked about above a limit, and the starter that does it."""
SUMMARY, STOCK, FAILURES = "evening_summary", "low_stock", "failed_delivery"
REMINDER, CLINIC = "appointment_reminder", "clinic_reminder"
FOLLOWUP = "appointment_followup"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that the shop has; one that was written elsewhere has no `starter`."""

    id: UUID
    name: str
    starter: str | None
    values: Mapping[str, str] = field(default_factory=dict)
    is_on: bool = True


@dataclass(frozen=True, slots=True)
class Wanted:
    """A rule that an owner wishes for: a starter with its values."""

    starter: str
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def limit(self) -> Decimal | None:
        """Above what it asks."""
        return Decimal(self.values["limit"]) if "limit" in self.values else None

    @property
    def at(self) -> time | None:
        """When it comes, on the shop's clock."""
        if "hour" not in self.values:
            return None
        return time(int(self.values["hour"]), int(self.values["minute"]))


PLAIN: Mapping[str, Wanted] = {
    "stock": Wanted(STOCK),
    "appointment": Wanted(REMINDER),
    "clinic": Wanted(CLINIC),
    "visit": Wanted(FOLLOWUP, {"minutes": "30"}),
}
"""What an owner may wish for without a value."""


def limited(kind: str, amount: Decimal) -> Wanted:
    """Ask me when something is above an amount."""
    return Wanted(LIMITS[kind], {"limit": format(amount.normalize(), "f")})


def every_day(at: time) -> Wanted:
    """Send me the day's summary."""
    return Wanted(SUMMARY, {"hour": str(at.hour), "minute": str(at.minute)})
