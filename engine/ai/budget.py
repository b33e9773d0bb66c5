"""Whether an organization may ask a model once more today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time
from decimal import Decimal

MOST_REQUESTS = 1_000
"""A day and organization, whatever they cost: a server of one's own has no price."""


@dataclass(frozen=True, slots=True)
class Used:
    """What an organization has used today, and what is set aside for questions under way."""

    requests: int
    cost: Decimal


def allows(used: Used, next_cost: Decimal, limit: Decimal) -> bool:
    """Whether a question that may cost `next_cost` stays within `limit`, in US dollars."""
    return used.requests < MOST_REQUESTS and used.cost + next_cost <= limit


def day_of(now: datetime) -> datetime:
    """When the day of the budget began: at midnight UTC, as providers bill."""
    return datetime.combine(now.astimezone(UTC).date(), time(), UTC)
