"""What the bot may ask about addresses: which customer has which, who knows the speaker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Holder:
    """A customer of the shop who has a phone; `phone` is masked but for its end."""

    id: UUID
    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """A shop that knows the speaker as its customer.

    `owes` is what they owe it and `currency` in what; `reminded_at` when it last told them,
    `disputed_at` when they last answered;
    `language` and `timezone` are the shop's.
    """

    organization_id: UUID
    shop: str
    language: str
    timezone: str
    currency: str
    customer_id: UUID
    name: str
    owes: Decimal
    reminded_at: datetime | None
    disputed_at: datetime | None = None


class Contacts(Protocol):
    """Answers as of now, inside the turn's transaction."""

    def phone_of(self, customer_id: UUID) -> str | None:
        """The customer's phone, masked; None where the shop knows none."""

    def holder(self, phone: str) -> Holder | None:
        """The customer of this shop who has a phone (E.164)."""

    def acquaintances(self) -> Sequence[Acquaintance]:
        """The shops whose customer the speaker is, the last to remind them first."""

    def opted_out(self) -> frozenset[UUID | None]:
        """From which shops the speaker wants to hear nothing; None stands for all."""
