"""What an event from a workflow or an integrator must say before it is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

OWN = frozenset({
    "APPROVAL_REQUESTED", "APPROVAL_DECIDED", "APPROVAL_EXPIRED", "ENTRY_REVERSED",
    "PAYMENT_VERIFIED", "MEMBER_INVITED", "MEMBER_JOINED", "MEMBER_CHANGED", "MEMBER_REMOVED",
    "PERSON_REGISTERED", "ORGANIZATION_CREATED", "MESSAGE_RECEIVED", "MESSAGE_FAILED",
})  # fmt: skip
"""Facts that only Karani itself can know."""

MONEY = frozenset({
    "SALE_RECORDED", "EXPENSE_RECORDED", "PURCHASE_RECORDED", "DRAWING_RECORDED",
    "DEBT_RECORDED", "DEBT_PAID", "PAYABLE_RECORDED", "PAYABLE_PAID",
})  # fmt: skip
LARGEST = Decimal("9999999999999.99")


class FactError(ValueError):
    """An event cannot be recorded; the text names the field and says what it must be."""


def check_payload(event_type: str, payload: Any) -> None:
    """Refuse what would be no fact. Raises `FactError`."""
    if not isinstance(payload, Mapping):
        raise FactError("payload: must be an object")
    if event_type in OWN:
        raise FactError(f"{event_type} is recorded by Karani itself: choose another type")
    if event_type in MONEY:
        _check_amount(payload.get("amount"))


def _check_amount(value: Any) -> None:
    if not isinstance(value, str):
        raise FactError('payload.amount: must be a decimal text, such as "1250.50"')
    try:
        amount = Decimal(value)
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or not 0 < amount <= LARGEST:
        raise FactError("payload.amount: must be a number above zero")
    if amount != round(amount, 2):
        raise FactError("payload.amount: has more than two decimals")
