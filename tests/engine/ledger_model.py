"""A shop's book kept the plain way: a list of what stands, added up afresh each time."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

MOVES = {"sale": -1, "debt": -1, "purchase": 1, "payable": 1}
CASH = {"sale": 1, "debt_paid": 1, "expense": -1, "purchase": -1, "drawing": -1}


@dataclass(frozen=True)
class Line:
    """One entry as the test wrote it."""

    id: UUID
    number: int
    kind: str
    day: date
    amount: Decimal
    payment: str | None = None
    who: str | None = None
    item: str | None = None
    quantity: Decimal | None = None
    price: Decimal | None = None

    @property
    def owed(self) -> bool:
        return self.kind == "debt" or (self.kind, self.payment) == ("sale", "credit")


@dataclass(frozen=True)
class Counted:
    """One count as the test wrote it: behind how many entries."""

    id: UUID
    item: str
    number: int
    quantity: Decimal


@dataclass
class Plain:
    """What stands, in the order in which it was written."""

    lines: list[Line] = field(default_factory=list)
    counts: list[Counted] = field(default_factory=list)

    def totals(self) -> dict[tuple[date, str], Decimal]:
        found: dict[tuple[date, str], Decimal] = defaultdict(Decimal)
        for line in self.lines:
            found[line.day, line.kind] += line.amount
        return found

    def cash(self, day: date) -> Decimal:
        paid = [one for one in self.lines if one.day == day and one.payment == "cash"]
        signs = {**CASH, "payable_paid": -1}
        return sum((one.amount * signs[one.kind] for one in paid), start=Decimal())

    def owes_us(self, who: str) -> Decimal:
        own = [one for one in self.lines if one.who == who]
        taken = sum((one.amount for one in own if one.owed), start=Decimal())
        return taken - sum((o.amount for o in own if o.kind == "debt_paid"), start=Decimal())

    def we_owe(self, who: str) -> Decimal:
        own = [one for one in self.lines if one.who == who]
        taken = sum((o.amount for o in own if o.kind == "payable"), start=Decimal())
        return taken - sum((o.amount for o in own if o.kind == "payable_paid"), start=Decimal())

    def owes_since(self, who: str) -> date | None:
        own = [one for one in self.lines if one.who == who]
        paid = sum((one.amount for one in own if one.kind == "debt_paid"), start=Decimal())
        for debt in sorted((o for o in own if o.owed), key=lambda o: (o.day, o.number)):
            paid -= debt.amount
            if paid < 0:
                return debt.day
        return None

    def stock(self, item: str) -> Decimal | None:
        own = [count for count in self.counts if count.item == item]
        if not own:
            return None
        return own[-1].quantity + sum(
            (one.quantity or Decimal()) * MOVES.get(one.kind, 0)
            for one in self.lines
            if one.item == item and one.number > own[-1].number
        )

    def price(self, item: str) -> Decimal | None:
        told = [o.price for o in self.lines if o.item == item and o.price and o.kind == "sale"]
        return told[-1] if told else None
