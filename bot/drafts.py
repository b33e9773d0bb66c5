"""A draft: an entry as it was said, before it is in the book."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Self

from bot.effects import Json, Raise
from bot.nlu.understanding import Act, Intent, Payment
from bot.shop import Entry, EntryKind

KINDS: Mapping[Intent, EntryKind] = {
    Intent.RECORD_SALE: EntryKind.SALE,
    Intent.RECORD_EXPENSE: EntryKind.EXPENSE,
    Intent.RECORD_PURCHASE: EntryKind.PURCHASE,
    Intent.RECORD_DRAWING: EntryKind.DRAWING,
}
"""What a newcomer may tell and a member may have written down."""
DEBTS: Mapping[Intent, EntryKind] = {
    Intent.RECORD_DEBT: EntryKind.DEBT,
    Intent.DEBT_PAID: EntryKind.DEBT_PAID,
    Intent.RECORD_PAYABLE: EntryKind.PAYABLE,
    Intent.PAYABLE_PAID: EntryKind.PAYABLE_PAID,
}
"""What is written down beside somebody's name."""
PARTIES: Mapping[EntryKind, str] = {
    EntryKind.DEBT: "customer",
    EntryKind.DEBT_PAID: "customer",
    EntryKind.PAYABLE: "supplier",
    EntryKind.PAYABLE_PAID: "supplier",
}
"""What the events call the person."""
ON_CREDIT = (EntryKind.DEBT, EntryKind.PAYABLE)
GOODS = (EntryKind.SALE, EntryKind.EXPENSE, EntryKind.PURCHASE)
CENT = Decimal("0.01")
EVENTS: Mapping[EntryKind, str] = {
    EntryKind.SALE: "SALE_RECORDED",
    EntryKind.EXPENSE: "EXPENSE_RECORDED",
    EntryKind.PURCHASE: "PURCHASE_RECORDED",
    EntryKind.DRAWING: "DRAWING_RECORDED",
    EntryKind.DEBT: "DEBT_RECORDED",
    EntryKind.DEBT_PAID: "DEBT_PAID",
    EntryKind.PAYABLE: "PAYABLE_RECORDED",
    EntryKind.PAYABLE_PAID: "PAYABLE_PAID",
}


class Doubt(StrEnum):
    """What must be asked before a draft may be booked."""

    AMOUNT = "amount"
    DIRECTION = "direction"
    """Did money come in or go out?"""
    DONE = "done"
    """Has it happened, or does it happen now and then?"""
    EACH = "each"
    """Is the price that of one, or of all?"""
    PARTY = "party"
    """Who owes, or is owed?"""
    WHO = "who"
    """Which of several people of that name?"""
    SURPLUS = "surplus"
    """More was paid than is owed."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What an entry will say; JSON while it waits for an answer.

    `amount` is exact, None until it is known. `day` is the business date where it was said.
    `at` is when the message was written. `rate` is a price that may be that of one or of all.
    `party` is the other person's name; `customer` their id where they are in the book, empty
    where they are new.
    """

    kind: EntryKind
    at: datetime
    amount: Decimal | None = None
    currency: str | None = None
    item: str | None = None
    quantity: Decimal | None = None
    unit: str | None = None
    unit_price: Decimal | None = None
    payment: Payment = "cash"
    day: date | None = None
    doubt: Doubt | None = None
    rate: Decimal | None = None
    party: str | None = None
    customer: str | None = None

    @classmethod
    def of(cls, act: Act, at: datetime) -> Self:
        """The draft of an act; a sale until a doubt about its direction is settled."""
        return cls(
            kind=KINDS.get(act.intent) or DEBTS.get(act.intent, EntryKind.SALE),
            at=at,
            amount=_stated(act),
            currency=act.currency,
            item=act.item,
            quantity=act.quantity,
            unit=act.unit,
            unit_price=act.unit_price,
            payment=act.payment or "cash",
            day=act.date,
            party=act.party,
        )

    @classmethod
    def owing(cls, act: Act, at: datetime) -> Self:
        """The draft of a debt or a repayment; on credit is what it is, not how it was paid."""
        payment: Payment = "mobile" if act.payment == "mobile" else "cash"
        return replace(cls.of(act, at), payment=payment)

    @classmethod
    def again(cls, entry: Entry, at: datetime, amount: Decimal) -> Self:
        """An entry once more, with another amount."""
        return cls(
            kind=entry.kind,
            at=at,
            amount=amount,
            currency=entry.currency,
            item=entry.item,
            quantity=entry.quantity,
            unit=entry.unit,
            payment=entry.payment,
            day=entry.business_date,
            party=entry.customer,
        )

    def is_told_by(self, other: Self) -> bool:
        """Whether both say the same, whenever: one sentence, said again."""
        names = ("amount", "currency", "item", "quantity", "unit", "rate", "payment", "day")
        same = all(getattr(self, name) == getattr(other, name) for name in names)
        same = same and self.kind is other.kind
        return same and (self.party or "").casefold() == (other.party or "").casefold()

    def not_ahead(self, today: date) -> Self:
        """`atalipa jumatatu`: on a day to come nothing has happened yet."""
        return replace(self, day=None) if self.day and self.day > today else self

    @property
    def each(self) -> Decimal | None:
        """The price of one, where it is worth a word."""
        if self.unit_price is not None:
            return self.unit_price
        return None if self.unit or self.quantity == 1 else self.price

    @property
    def price(self) -> Decimal | None:
        """The price of one, where it can be paid in whole cents."""
        if self.unit_price is not None:
            return self.unit_price
        if self.amount is None or not self.quantity:
            return None
        price = self.amount / self.quantity
        return price if price == price.quantize(CENT) else None

    def event(self, currency: str, today: date) -> Raise:
        """The event that books it; `today` is the business date where none was said."""
        payload: dict[str, Json] = {
            "amount": cents(self.amount or Decimal()),
            "currency": currency,
            "business_date": min(self.day or today, today).isoformat(),
        }
        if self.item or self.kind in GOODS:
            payload["lines"] = [self._line()]
        if self.kind not in ON_CREDIT:
            payload["payment"] = self.payment
        if self.kind in PARTIES:
            payload |= {PARTIES[self.kind]: self.customer or None, "name": self.party}
        elif self.customer:
            payload["customer"] = self.customer
        return Raise(EVENTS[self.kind], payload, occurred_at=self.at)

    def _line(self) -> dict[str, Json]:
        line = {
            "item": self.item,
            "quantity": _text(self.quantity),
            "unit": self.unit,
            "unit_price": None if self.price is None else cents(self.price),
            "amount": cents(self.amount or Decimal()),
        }
        return {key: value for key, value in line.items() if value is not None}

    def to_json(self) -> dict[str, Json]:
        """As stored; `from_json` reads it back."""
        return {
            "kind": self.kind.value,
            "at": self.at.isoformat(),
            "amount": _text(self.amount),
            "currency": self.currency,
            "item": self.item,
            "quantity": _text(self.quantity),
            "unit": self.unit,
            "unit_price": _text(self.unit_price),
            "payment": self.payment,
            "day": self.day.isoformat() if self.day else None,
            "doubt": self.doubt.value if self.doubt else None,
            "rate": _text(self.rate),
            "party": self.party,
            "customer": self.customer,
        }

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Self:
        """Read a stored draft."""
        day = document["day"]
        return cls(
            kind=EntryKind(document["kind"]),
            at=datetime.fromisoformat(document["at"]),
            amount=_decimal(document["amount"]),
            currency=document["currency"],
            item=document["item"],
            quantity=_decimal(document["quantity"]),
            unit=document["unit"],
            unit_price=_decimal(document["unit_price"]),
            payment=document["payment"],
            day=date.fromisoformat(day) if day else None,
            doubt=Doubt(document["doubt"]) if document["doubt"] else None,
            rate=_decimal(document.get("rate")),
            party=document.get("party"),
            customer=document.get("customer"),
        )


def cents(amount: Decimal) -> str:
    """An amount as the contract writes it: "300", "65.50"."""
    return f"{amount:.0f}" if amount == amount.to_integral_value() else f"{amount:.2f}"


def _stated(act: Act) -> Decimal | None:
    """What was said to be paid in all; a price of one counts as often as the quantity says."""
    amount = act.amount
    if amount is None and act.unit_price is not None and act.quantity is not None:
        amount = act.unit_price * act.quantity
    return amount if amount is not None and amount > 0 else None


def _text(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:f}"


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
