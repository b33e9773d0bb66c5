"""A year of a shop, made up day by day: the same for the same seed. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from karani.demo_cast import Cast, Good
from store.base import first_id
from store.postings import entry_id

OPENS, CLOSES = 7 * 60, 20 * 60 + 45
ASKS_WITHIN = 120
"""Days in which large sales are put to the owner: the rule is younger than the shop."""
_FREE_BITS = 62
_MONTHS = (70, 85, 95, 105, 90, 85, 90, 110, 100, 95, 105, 150)
"""Of a hundred: January is poor, schools open in April and August, December is rich."""
_WEEKDAYS = (95, 90, 95, 100, 120, 130, 60)
_PAYDAYS = frozenset({28, 29, 30, 31, 1, 2, 3})
_SALES = 17

Payload = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Deed:
    """A fact of that year; `answer` is what the owner says where a rule asks her."""

    id: UUID
    at: datetime
    type: str
    by: UUID
    payload: Mapping[str, Any]
    answer: bool | None = None


@dataclass
class Year:
    """A shop's days up to now; `team` are its people's ids, the owner first."""

    cast: Cast
    team: Sequence[UUID]
    now: datetime
    days: int
    rng: Random
    _stock: dict[str, int] = field(default_factory=dict)
    _debts: dict[str, int] = field(default_factory=dict)
    _owed: dict[str, int] = field(default_factory=dict)
    _visits: list[tuple[UUID, date, int]] = field(default_factory=list)
    _cash: dict[UUID, int] = field(default_factory=dict)
    _today: list[Deed] = field(default_factory=list)
    _day: date = date.min
    _asked: int = 0

    def deeds(self) -> Iterator[tuple[date, Sequence[Deed]]]:
        """Each day with its facts, in the order of their ids."""
        last = self.now.astimezone(self._zone).date()
        for number in range(self.days, -1, -1):
            self._day, self._today, self._cash = last - timedelta(days=number), [], {}
            self._spend_a_day(self.days - number)
            told = sorted(self._today, key=lambda deed: deed.id)
            yield self._day, [deed for deed in told if deed.at <= self.now]

    @property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.cast.shop.timezone)

    @property
    def _coin(self) -> int:
        return int(self.cast.limit) // 3000

    def _spend_a_day(self, number: int) -> None:
        if number == 0 or self._day.day == 1:
            self._count(is_first=number == 0)
        self._buy()
        for _ in range(self._customers_today(number)):
            self._sell()
        if self.rng.random() < 0.12:
            self._sell_in_bulk(asks=number > self.days - ASKS_WITHIN)
        self._collect()
        self._pay(number)
        self._meet()
        self._close()

    def _customers_today(self, number: int) -> int:
        share = _MONTHS[self._day.month - 1] * _WEEKDAYS[self._day.weekday()] / 10_000
        payday = 1.3 if self._day.day in _PAYDAYS else 1.0
        growth = 0.85 + 0.3 * number / max(self.days, 1)
        return max(3, round(self.rng.gauss(_SALES * share * payday * growth, 3)))

    def _count(self, *, is_first: bool) -> None:
        for good in self.cast.goods:
            left = good.lot if is_first else self._stock[good.item] - self.rng.choice((0, 0, 1))
            self._stock[good.item] = max(left, 0)
            told = {"item": good.item, "quantity": str(max(left, 0)), "unit": good.unit}
            low = str(good.lot // 6)
            self._add(OPENS - 30, "STOCK_COUNTED", 0, {**told, "threshold": low})

    def _buy(self) -> None:
        for good in self.cast.goods:
            if self._stock[good.item] > good.lot // 4:
                continue
            self._stock[good.item] += good.lot
            on_credit = self.rng.random() < 0.3
            supplier, amount = self.rng.choice(self.cast.suppliers), good.lot * good.cost
            if on_credit:
                self._owed[supplier] = self._owed.get(supplier, 0) + amount
            paid = {"payment": "credit" if on_credit else "mobile"}
            goods = _line(good.item, good.lot, good.unit, good.cost)
            party = {"name": supplier, "supplier": None}
            self._money(OPENS, "PURCHASE_RECORDED", 0, amount, lines=[goods], **paid, **party)

    def _sell(self) -> None:
        basket = [self._line() for _ in range(self.rng.choice((1, 1, 1, 1, 2, 2, 3)))]
        lines = [line for line in basket if line]
        if not lines:
            return
        amount = sum(int(line["amount"]) for line in lines)
        customer, minute = self._trusted(), self.rng.randrange(OPENS + 5, CLOSES - 10)
        by = self.rng.choice((0, 1, 1, 2))
        if customer and self.rng.random() < 0.5:
            self._debts[customer] = self._debts.get(customer, 0) + amount
            party = {"name": customer, "customer": None, "payment": "credit"}
        else:
            party = {"payment": self.rng.choice(("cash", "cash", "cash", "mobile", "mobile"))}
        self._money(minute, "SALE_RECORDED", by, amount, lines=lines, **party)

    def _line(self) -> Payload | None:
        shares = [good.share for good in self.cast.goods]
        good = self.rng.choices(self.cast.goods, shares)[0]
        quantity = self.rng.choice((1, 1, 1, 2, 2, 3))
        if self._stock[good.item] < quantity:
            return None
        self._stock[good.item] -= quantity
        return _line(good.item, quantity, good.unit, self._price(good))

    def _price(self, good: Good) -> int:
        """Prices rise once: in the middle of the time."""
        middle = self.now.astimezone(self._zone).date() - timedelta(days=self.days // 2)
        rise = good.price // 20 // self._coin * self._coin
        return good.price + (rise if self._day >= middle else 0)

    def _trusted(self) -> str | None:
        customer = self.rng.choice(self.cast.customers)
        little = int(self.cast.limit) // 8
        may = self.rng.random() < 0.2 and self._debts.get(customer, 0) < little
        return customer if may else None

    def _sell_in_bulk(self, *, asks: bool) -> None:
        bulk, by = self.cast.bulk, self.rng.choice((1, 2))
        quantity, minute = self.rng.randrange(8, 40), self.rng.randrange(9 * 60, 16 * 60)
        amount = quantity * bulk.price
        answer = self._answer() if asks and amount > int(self.cast.limit) else None
        lines = [_line(bulk.item, quantity, bulk.unit, bulk.price)]
        sale = self._money(
            minute, "SALE_RECORDED", by, amount, lines=lines, payment="mobile", answer=answer
        )
        if answer is False:  # Then the owner takes it out of the book.
            told = {"entry": str(entry_id(sale.id, 1)), "reason": "taken back"}
            self._add(minute + 40, "ENTRY_REVERSED", 0, told)

    def _answer(self) -> bool:
        """The owner says no to one in four."""
        self._asked += 1
        return self._asked % 4 != 2

    def _collect(self) -> None:
        for customer, owes in list(self._debts.items()):
            if not owes or self.rng.random() > 0.09:
                continue
            part = owes * self.rng.choice((3, 5, 10, 10)) // 10 // self._coin * self._coin
            paid = part or owes
            self._debts[customer] = owes - paid
            by, minute = self.rng.choice((0, 1, 2)), self.rng.randrange(8 * 60, 19 * 60)
            way = {"payment": self.rng.choice(("cash", "mobile"))}
            party = {"name": customer, "customer": None}
            self._money(minute, "DEBT_PAID", by, paid, **way, **party)

    def _pay(self, number: int) -> None:
        for outlay in self.cast.outlays:
            if number % outlay.every != outlay.every - 1:
                continue
            steps = (outlay.most - outlay.least) // self._coin
            amount = outlay.least + self.rng.randint(0, steps) * self._coin
            is_small = amount < int(self.cast.limit) // 12
            way = {"payment": "cash" if is_small else "mobile"}
            goods = [{"item": outlay.item, "amount": str(amount)}]
            self._money(18 * 60, "EXPENSE_RECORDED", 0, amount, lines=goods, **way)
        if self._day.weekday() == 4:
            self._pay_suppliers()
        till = sum(self._cash.values())
        if self._day.weekday() == 5 and till > 20 * self._coin:
            amount = till // 3 // self._coin * self._coin
            self._money(CLOSES - 5, "DRAWING_RECORDED", 0, amount, payment="cash")

    def _pay_suppliers(self) -> None:
        for supplier, owed in list(self._owed.items()):
            if not owed:
                continue
            paid = owed if self.rng.random() < 0.6 else owed // 2
            self._owed[supplier] = owed - paid
            party = {"name": supplier, "supplier": None, "payment": "mobile"}
            self._money(17 * 60, "PAYABLE_PAID", 0, paid, **party)

    def _meet(self) -> None:
        for visit, day, minute in list(self._visits):
            this = {"appointment": str(visit)}
            if day == self._day + timedelta(days=1) and self.rng.random() < 0.7:
                self._add(16 * 60, "APPOINTMENT_CONFIRMED", 0, this)
            if day == self._day:
                became = self.rng.choices(("KEPT", "MISSED", "CANCELLED"), (80, 12, 8))[0]
                after = -60 if became == "CANCELLED" else 45
                self._add(minute + after, f"APPOINTMENT_{became}", 0, this)
        if self.rng.random() < 0.4:
            day, hour = (
                self._day + timedelta(days=self.rng.randint(2, 6)),
                self.rng.randint(9, 16),
            )
            told = {
                "name": self.rng.choice(self.cast.customers),
                "at": self._moment(day, hour * 60).isoformat(),
                "service": self.rng.choice(self.cast.services),
            }
            booked = self._add(self.rng.randrange(8 * 60, 18 * 60), _BOOKED, 0, told)
            self._visits.append((booked.id, day, hour * 60))

    def _close(self) -> None:
        expected = sum(self._cash.values())
        counted = max(expected + self._coin * self.rng.choice((0, 0, 0, 0, 0, -2, -6, 1)), 0)
        told = {
            "business_date": self._day.isoformat(),
            "expected": f"{expected}.00",
            "counted": f"{counted}.00",
            "difference": f"{counted - expected}.00",
            "by_person": [
                {"person": str(person), "expected": f"{cash}.00"}
                for person, cash in self._cash.items()
            ],
        }
        self._add(CLOSES, "DAY_CLOSED", 0, told)

    def _money(self, minute: int, kind: str, by: int, amount: int, **more: Any) -> Deed:
        answer = more.pop("answer", None)
        if more.get("payment") == "cash":
            sign = -1 if kind in _OUT else 1
            person = self.team[by]
            self._cash[person] = self._cash.get(person, 0) + sign * amount
        told = {"amount": str(amount), "currency": self.cast.shop.currency}
        day = {"business_date": self._day.isoformat()}
        return self._add(minute, kind, by, {**told, **more, **day}, answer)

    def _add(
        self, minute: int, kind: str, by: int, payload: Payload, answer: bool | None = None
    ) -> Deed:
        place = timedelta(milliseconds=len(self._today))
        at = self._moment(self._day, minute) + place
        key = UUID(int=first_id(at).int | self.rng.getrandbits(_FREE_BITS))
        deed = Deed(key, at, kind, self.team[by], payload, answer)
        self._today.append(deed)
        return deed

    def _moment(self, day: date, minute: int) -> datetime:
        local = datetime.combine(day, time(), self._zone) + timedelta(minutes=minute)
        return local.astimezone(UTC)


_BOOKED = "APPOINTMENT_SCHEDULED"
_OUT = frozenset({"EXPENSE_RECORDED", "DRAWING_RECORDED"})


def _line(item: str, quantity: int, unit: str, price: int) -> Payload:
    return {
        "item": item,
        "quantity": str(quantity),
        "unit": unit,
        "unit_price": str(price),
        "amount": str(quantity * price),
    }
