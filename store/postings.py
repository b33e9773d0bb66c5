"""What an event means for the book, before it is written anywhere: pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from store import names
from store.base import money, quantity
from store.events import Event

KINDS: Mapping[str, str] = {
    "SALE_RECORDED": "sale",
    "EXPENSE_RECORDED": "expense",
    "PURCHASE_RECORDED": "purchase",
    "DRAWING_RECORDED": "drawing",
    "DEBT_RECORDED": "debt",
    "DEBT_PAID": "debt_paid",
    "PAYABLE_RECORDED": "payable",
    "PAYABLE_PAID": "payable_paid",
}
"""What kind of entry an event leads to."""

PARTIES = ("customer", "supplier")
"""Where a payload names the customer of an entry."""

ON_CREDIT = ("debt", "payable")
"""No money moves when these are written down."""

CASH_SIGN: Mapping[str, int] = {
    "sale": 1,
    "debt_paid": 1,
    "expense": -1,
    "purchase": -1,
    "drawing": -1,
    "payable_paid": -1,
}
"""What an entry that was paid in cash adds to the till."""

STOCK_SIGN: Mapping[str, int] = {"sale": -1, "debt": -1, "purchase": 1, "payable": 1}
"""What an entry that names a quantity does to the stock: goods leave, goods arrive."""

NOTHING = Decimal(0)
_LINE_BITS = 16


@dataclass(frozen=True, slots=True)
class Posting:
    """One entry as it is written; `amount` and `quantity` are negative in a reversal."""

    organization_id: UUID
    id: UUID
    event_id: UUID
    line: int
    kind: str
    business_date: date
    amount: Decimal
    currency: str
    item: str | None
    item_key: str | None
    quantity: Decimal | None
    unit: str | None
    unit_price: Decimal | None
    payment: str | None
    customer_id: UUID | None
    person_id: UUID | None
    reverses: UUID | None

    @property
    def owes_us(self) -> Decimal:
        """What it adds to what the customer owes the shop."""
        on_credit = self.kind == "sale" and self.payment == "credit"
        if on_credit or self.kind == "debt":
            return self.amount
        return -self.amount if self.kind == "debt_paid" else NOTHING

    @property
    def we_owe(self) -> Decimal:
        """What it adds to what the shop owes the supplier."""
        on_credit = self.kind in ("purchase", "expense") and self.payment == "credit"
        if on_credit or self.kind == "payable":
            return self.amount
        return -self.amount if self.kind == "payable_paid" else NOTHING

    @property
    def moved(self) -> Decimal:
        """What it adds to the item's stock, in its own unit."""
        return (self.quantity or NOTHING) * STOCK_SIGN.get(self.kind, 0)

    @property
    def price(self) -> Decimal | None:
        """The price of one that customers are told, where it says one."""
        return self.unit_price if self.kind in ("sale", "debt") else None

    @property
    def counted_from(self) -> UUID:
        """The entry whose place in time decides whether a count of the stock knew of it."""
        return self.reverses or self.id


def entry_id(event_id: UUID, line: int) -> UUID:
    """An entry's id: its event's, with the line at the end.

    So the book can be rebuilt with the same ids, and entries lie in the order of events.
    """
    return UUID(int=event_id.int >> _LINE_BITS << _LINE_BITS | line)


def first_id(event: Event) -> UUID:
    """What a reversal calls an event's fact: its first entry, or itself where it has none."""
    return entry_id(event.id, 1) if event.type in KINDS else event.id


def postings(event: Event) -> list[Posting]:
    """The entries that an event leads to; none where it is not about money.

    A reversal has none of its own here: it copies the entry that it takes back.
    """
    kind = KINDS.get(event.type)
    if kind is None:
        return []
    return [_posting(event, kind, number, line) for number, line in enumerate(_lines(event), 1)]


def fits(unit: str | None, stock_unit: str | None) -> bool:
    """Whether a quantity may be counted off the stock: units are never converted silently."""
    return unit is None or stock_unit is None or names.key(unit) == names.key(stock_unit)


def _posting(event: Event, kind: str, number: int, line: Mapping[str, Any]) -> Posting:
    payload = event.payload
    item = line.get("item")
    return Posting(
        organization_id=event.organization_id,
        id=entry_id(event.id, number),
        event_id=event.id,
        line=number,
        kind=kind,
        business_date=date.fromisoformat(str(payload["business_date"])),
        amount=money(line["amount"]),
        currency=payload["currency"],
        item=item,
        item_key=names.key(item) if item else None,
        quantity=_given(quantity, line.get("quantity")),
        unit=line.get("unit"),
        unit_price=_given(money, line.get("unit_price")),
        payment=None if kind in ON_CREDIT else payload.get("payment") or "cash",
        customer_id=_customer(payload),
        person_id=event.person_id,
        reverses=None,
    )


def _lines(event: Event) -> Sequence[Mapping[str, Any]]:
    lines = event.payload.get("lines") or [{}]
    if len(lines) == 1:
        return [{"amount": event.payload["amount"], **lines[0]}]
    return list(lines)


def _customer(payload: Mapping[str, Any]) -> UUID | None:
    named = next((payload[role] for role in PARTIES if payload.get(role)), None)
    return UUID(str(named)) if named else None


def _given(exact: Callable[[object], Decimal], value: object) -> Decimal | None:
    return None if value is None else exact(value)
