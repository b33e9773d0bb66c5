"""What a fact that an integrator tells must say; whatever is wrong is named by its field."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)
from pydantic_core import ErrorDetails

from engine.workflows.facts import APPOINTMENTS, LARGEST, MONEY, OWN

ROUTES: Mapping[str, str] = {
    "APPOINTMENT_SCHEDULED": "POST /appointments books one",
    "APPOINTMENT_RESCHEDULED": "PATCH /appointments moves one",
    "FEEDBACK_GIVEN": "POST /audit/feedback takes it",
}
"""Facts that have an address of their own."""
ON_CREDIT = frozenset({"SALE_RECORDED", "PURCHASE_RECORDED", "EXPENSE_RECORDED"})
OWED = frozenset({"DEBT_RECORDED", "PAYABLE_RECORDED"})
LARGEST_QUANTITY = Decimal("9999999999.9999")
MOST_LINES = 100


class ToldError(ValueError):
    """A fact cannot be recorded; `fields` says what to mend in which."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {what}" for name, what in fields.items()))
        self.fields = fields


def _number(value: object, places: int, largest: Decimal) -> str:
    if isinstance(value, bool):
        raise ValueError('must be a decimal text, such as "1250.50"')
    try:
        # A number of JSON has at most fifteen digits that count: its own spelling is exact.
        number = Decimal(value if isinstance(value, str) else repr(value))
    except InvalidOperation:
        raise ValueError('must be a decimal text, such as "1250.50"') from None
    if not number.is_finite() or not 0 < number <= largest:
        raise ValueError(f"must be above zero and at most {largest}")
    if number != round(number, places):
        raise ValueError(f"has more than {places} decimals")
    return f"{number:f}"


def _amount(value: object) -> str:
    return _number(value, 2, LARGEST)


def _quantity(value: object) -> str:
    return _number(value, 4, LARGEST_QUANTITY)


Amount = Annotated[str, BeforeValidator(_amount)]
Quantity = Annotated[str, BeforeValidator(_quantity)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Unit = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=30)]


class _Told(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Line(_Told):
    """One thing of several; of a single one the amount may be left out."""

    item: Name
    quantity: Quantity | None = None
    unit: Unit | None = None
    unit_price: Amount | None = None
    amount: Amount | None = None


class Money(_Told):
    """A fact about money: how much, and what else is known of it."""

    amount: Amount
    currency: str | None = None
    item: Name | None = None
    lines: Annotated[list[Line], Field(min_length=1, max_length=MOST_LINES)] | None = None
    payment: Literal["cash", "mobile", "credit"] | None = None
    name: Name | None = None
    customer: UUID | None = None
    supplier: UUID | None = None
    due: date | None = None


class OfAppointment(_Told):
    """A fact about an appointment: the diary knows the rest."""

    appointment: UUID


class Form(_Told):
    """What somebody filled in."""

    form: Name
    fields: dict[str, Any]


def checked(event_type: str, payload: Mapping[str, Any], currency: str) -> dict[str, Any]:
    """The payload as it may be recorded in a shop of this currency. Raises `ToldError`.

    Amounts become decimal texts, ids texts. Who is named only by `name` has None as id.
    """
    if event_type in ROUTES or event_type in OWN or event_type == "SCHEDULE":
        where = ROUTES.get(event_type, "choose another")
        raise ToldError({"type": f"is recorded by Karani itself: {where}"})
    shape = _shape(event_type)
    if shape is None:
        return dict(payload)
    try:
        read = shape.model_validate(payload)
    except ValidationError as error:
        raise ToldError(_fields(error.errors(include_url=False))) from None
    if isinstance(read, Money):
        return _money(event_type, read, currency)
    return read.model_dump(mode="json")


def _shape(event_type: str) -> type[_Told] | None:
    if event_type in MONEY:
        return Money
    if event_type in APPOINTMENTS:
        return OfAppointment
    return Form if event_type == "FORM_SUBMITTED" else None


def _money(event_type: str, read: Money, currency: str) -> dict[str, Any]:
    role = _role(event_type)
    wrong = {
        **_wrong_sums(read),
        **_wrong_party(event_type, read, role),
        **_wrong_payment(event_type, read),
    }
    if read.currency not in (None, currency):
        wrong["payload.currency"] = f"must be {currency}, the shop's"
    if wrong:
        raise ToldError(wrong)
    told = read.model_dump(mode="json", exclude_none=True)
    if read.lines and len(read.lines) == 1:
        told["lines"][0].setdefault("amount", read.amount)
    if read.name and role not in told:
        told[role] = None
    return {**told, "currency": currency}


def _role(event_type: str) -> str:
    to_us = event_type in {"SALE_RECORDED", "DEBT_RECORDED", "DEBT_PAID"}
    return "customer" if to_us else "supplier"


def _wrong_sums(read: Money) -> Mapping[str, str]:
    lines = read.lines or []
    if read.item and lines:
        return {"payload.item": "stands in the lines already: leave it out"}
    bare = [place for place, line in enumerate(lines) if line.amount is None]
    if bare and len(lines) > 1:
        return {f"payload.lines.{place}.amount": "is missing" for place in bare}
    whole = sum((Decimal(line.amount) for line in lines if line.amount), Decimal())
    if lines and not bare and whole != Decimal(read.amount):
        return {"payload.lines": f"add up to {whole}, not to the amount"}
    return {}


def _wrong_party(event_type: str, read: Money, role: str) -> Mapping[str, str]:
    other = "supplier" if role == "customer" else "customer"
    if getattr(read, other) is not None:
        return {f"payload.{other}": f"here it is a {role}"}
    named = read.name is not None or getattr(read, role) is not None
    must = event_type.startswith(("DEBT_", "PAYABLE_")) or read.payment == "credit"
    if must and not named:
        return {"payload.name": f"says who the {role} is; or give `{role}`, an id"}
    return {}


def _wrong_payment(event_type: str, read: Money) -> Mapping[str, str]:
    if event_type in OWED and read.payment is not None:
        return {"payload.payment": "nothing is paid yet: leave it out"}
    if read.payment == "credit" and event_type not in ON_CREDIT:
        return {"payload.payment": "must be cash or mobile here"}
    if read.due is not None and event_type not in OWED and read.payment != "credit":
        return {"payload.due": "is for what is owed"}
    return {}


def _fields(errors: list[ErrorDetails]) -> Mapping[str, str]:
    return {".".join(["payload", *map(str, one["loc"])]): _said(one) for one in errors}


def _said(error: ErrorDetails) -> str:
    own = error.get("ctx", {}).get("error")
    return str(own) if own is not None else error["msg"]
