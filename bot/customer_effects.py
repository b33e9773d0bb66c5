"""Wishes about customers: how they are reached, whom they hear from, what they owe."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class KeepPhone:
    """Keep a customer's phone (E.164); without an id, of the customer of this name."""

    customer: UUID | None
    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class OptOut:
    """Let this shop, or without one nobody, write to the person who spoke unasked."""

    organization_id: UUID | None


@dataclass(frozen=True, slots=True)
class OptIn:
    """Let everybody write to the person who spoke again."""


@dataclass(frozen=True, slots=True)
class AnswerDebt:
    """Tell a shop what its customer, who spoke, says of a debt; the owner decides.

    `answer` is "paid" or "untrue", `amount` what it is about.
    """

    organization_id: UUID
    customer_id: UUID
    answer: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class RemindDebt:
    """Remind a customer of what they owe; what became of it is the answer."""

    customer_id: UUID
