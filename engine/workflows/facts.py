"""What an event from a workflow or an integrator must say before it is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

OWN = frozenset({
    "APPROVAL_REQUESTED", "APPROVAL_DECIDED", "APPROVAL_EXPIRED", "ENTRY_REVERSED",
    "PAYMENT_VERIFIED", "MEMBER_INVITED", "MEMBER_JOINED", "MEMBER_CHANGED", "MEMBER_REMOVED",
    "PERSON_REGISTERED", "ORGANIZATION_CREATED", "MESSAGE_RECEIVED", "MESSAGE_FAILED",
    "PAYMENT_CLAIMED", "DAY_CLOSED", "STOCK_COUNTED", "INVENTORY_LOW", "DEBT_DISPUTED",
    "CUSTOMER_OPTED_OUT", "CUSTOMER_OPTED_IN", "APPOINTMENT_SCHEDULED",
    "APPOINTMENT_RESCHEDULED",
})  # fmt: skip
"""Facts that only Karani itself can know."""

MONEY = frozenset({
    "SALE_RECORDED", "EXPENSE_RECORDED", "PURCHASE_RECORDED", "DRAWING_RECORDED",
    "DEBT_RECORDED", "DEBT_PAID", "PAYABLE_RECORDED", "PAYABLE_PAID",
})  # fmt: skip
FIELDS = frozenset({"amount", "item", "payment", "name"})
"""What a fact about money may say here; the currency and the day are the shop's."""
APPOINTMENTS = frozenset({
    "APPOINTMENT_CONFIRMED", "APPOINTMENT_CANCELLED", "APPOINTMENT_KEPT", "APPOINTMENT_MISSED",
})  # fmt: skip
"""Facts about an appointment: they name it, and the diary knows the rest."""
PAYMENTS = frozenset({"cash", "mobile", "credit"})
OWED = {"DEBT": "customer", "PAYABLE": "supplier"}
LONGEST_NAME = 100
LARGEST = Decimal("9999999999999.99")


class FactError(ValueError):
    """An event cannot be recorded; the text names the field and says what it must be."""


def checked(event_type: str, payload: Any) -> Mapping[str, Any]:
    """The payload as it may be recorded. Raises `FactError` for what would be no fact."""
    if not isinstance(payload, Mapping):
        raise FactError("payload: must be an object")
    if event_type in APPOINTMENTS and set(payload) != {"appointment"}:
        raise FactError("payload: say only which appointment")
    return _money(event_type, payload) if event_type in MONEY else payload


def _money(event_type: str, payload: Mapping[str, Any]) -> Mapping[str, Any]:
    strange = sorted(set(payload) - FIELDS)
    if strange:
        raise FactError(f"payload.{strange[0]}: say only {', '.join(sorted(FIELDS))}")
    _check_amount(payload.get("amount"))
    if payload.get("payment", "cash") not in PAYMENTS:
        raise FactError(f"payload.payment: must be one of {', '.join(sorted(PAYMENTS))}")
    for field in ("item", "name"):
        value = payload.get(field, "x")
        if not isinstance(value, str) or not 0 < len(value.strip()) <= LONGEST_NAME:
            raise FactError(f"payload.{field}: must be a text of 1 to {LONGEST_NAME} signs")
    role = OWED.get(event_type.partition("_")[0])
    if role is not None and "name" not in payload:
        raise FactError(f"payload.name: says who the {role} is")
    return payload if role is None else {**payload, role: None}


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
