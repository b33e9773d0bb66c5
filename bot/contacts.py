"""What the bot may ask about addresses: which customer has which, who knows the speaker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Holder:
    """A customer of the shop who has a phone; `phone` is masked but for its end."""

    id: UUID
    name: str
    phone: str


class Contacts(Protocol):
    """Answers as of now, inside the turn's transaction."""

    def phone_of(self, customer_id: UUID) -> str | None:
        """The customer's phone, masked; None where the shop knows none."""

    def holder(self, phone: str) -> Holder | None:
        """The customer of this shop who has a phone (E.164)."""
