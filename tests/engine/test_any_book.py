"""Whatever a shop records, corrects and takes back: its book is the sum of its events."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import text

from bot.effects import Effect, Found, Raise, Replace
from bot.shop import Customer, EntryKind
from engine import effects, rebuild
from engine.effects import Scene
from engine.ports.shop import StoreShop
from store.base import new_id
from store.replay import Shop
from tests.engine.ledger_model import Counted, Line, Plain
from tests.engine.world import AMINA, World

DAYS = [date(2026, 11, day) for day in (21, 22, 23)]
ITEMS = ("Sukari", "Mkate", "Soda")
WHO = ("Asha", "Juma")
NOTHING = Decimal()
NOON = datetime(2026, 11, 23, 9, tzinfo=UTC)
EVENTS = {
    "sale": "SALE_RECORDED",
    "expense": "EXPENSE_RECORDED",
    "purchase": "PURCHASE_RECORDED",
    "drawing": "DRAWING_RECORDED",
    "debt": "DEBT_RECORDED",
    "debt_paid": "DEBT_PAID",
    "payable": "PAYABLE_RECORDED",
    "payable_paid": "PAYABLE_PAID",
}
amounts = st.integers(1, 99_999).map(lambda cents: Decimal(cents) / 100)
quantities = st.integers(1, 8).map(Decimal)
lines = st.lists(
    st.tuples(st.sampled_from(ITEMS), quantities, amounts, st.booleans()),
    min_size=1,
    max_size=3,
)


NEWEST = text(
    "select id from entries where event_id ="
    " (select event_id from entries order by id desc limit 1) order by line"
)


NEWEST_COUNT = text("select id from stock_counts order by id desc limit 1")


class AnyBook(RuleBasedStateMachine):
    """A real shop's book, beside a plain list of what was written into it."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        person = self.world.ids("select id from people limit 1")[0]
        message = self.world.ids("select id from inbound_messages limit 1")[0]
        scene = Scene(person, None, message, NOON)
        with self.world.rt.db.tenant(None, person) as tx:
            wish = Found("Duka", "KE", "KES", "Africa/Nairobi", "en")
            self.scene = effects.settle(self.world.rt, tx, scene, [wish]).scene
        self.plain = Plain()
        self.gone: list[UUID] = []
        self.number = 0
        self.told = 1

    @rule(
        said=lines,
        day=st.sampled_from(DAYS),
        payment=st.sampled_from(["cash", "mobile", "credit"]),
        who=st.sampled_from(WHO),
        kind=st.sampled_from(["sale", "purchase"]),
    )
    def trade(self, said: Any, day: date, payment: str, who: str, kind: str) -> None:
        on_credit = payment == "credit" and kind == "sale"
        payment = payment if kind == "sale" else "cash"
        told = [
            {
                "item": item.upper() if priced else item,
                "quantity": str(quantity),
                "amount": str(amount),
                **({"unit_price": str(amount)} if priced else {}),
            }
            for item, quantity, amount, priced in said
        ]
        party = {"customer": None, "name": f" {who.lower()} "} if on_credit else {}
        total = sum(amount for _, _, amount, _ in said)
        written = [
            Line(
                id=new_id(),
                number=0,
                kind=kind,
                day=day,
                amount=amount,
                payment=payment,
                who=who if on_credit else None,
                item=item,
                quantity=quantity,
                price=amount if priced else None,
            )
            for item, quantity, amount, priced in said
        ]
        self._record(
            {"amount": str(total), "payment": payment, "lines": told, **party}, written
        )

    @rule(
        kind=st.sampled_from(["expense", "drawing"]),
        amount=amounts,
        day=st.sampled_from(DAYS),
        payment=st.sampled_from(["cash", "mobile"]),
    )
    def spend(self, kind: str, amount: Decimal, day: date, payment: str) -> None:
        line = Line(new_id(), 0, kind, day, amount, payment)
        self._record({"amount": str(amount), "payment": payment}, [line])

    @rule(
        kind=st.sampled_from(["debt", "debt_paid", "payable", "payable_paid"]),
        amount=amounts,
        day=st.sampled_from(DAYS),
        who=st.sampled_from(WHO),
    )
    def owe(self, kind: str, amount: Decimal, day: date, who: str) -> None:
        paid = kind.endswith("paid")
        line = Line(new_id(), 0, kind, day, amount, "cash" if paid else None, who)
        role = "supplier" if "payable" in kind else "customer"
        payload = {role: None, "name": who, "amount": str(amount)}
        self._record({**payload, **({"payment": "cash"} if paid else {})}, [line])

    @rule(item=st.sampled_from(ITEMS), quantity=quantities)
    def count_stock(self, item: str, quantity: Decimal) -> None:
        self._settle(
            "STOCK_COUNTED", {"item": item, "quantity": str(quantity), "threshold": "3"}
        )
        with self.world.rt.db.tenant(self.scene.organization_id) as tx:
            newest = tx.execute(NEWEST_COUNT).scalar_one()
        self.plain.counts.append(Counted(newest, item, self.number, quantity))

    @precondition(lambda self: self.plain.counts)
    @rule(pick=st.integers(0, 99), times=st.integers(1, 2))
    def take_back_a_count(self, pick: int, times: int) -> None:
        count = self.plain.counts.pop(pick % len(self.plain.counts))
        for _ in range(times):
            told = {"entry": str(count.id), "reason": "taken back"}
            self._settle("ENTRY_REVERSED", told)

    @precondition(lambda self: self.plain.lines)
    @rule(pick=st.integers(0, 99))
    def take_back(self, pick: int) -> None:
        line = self.plain.lines.pop(pick % len(self.plain.lines))
        self._settle("ENTRY_REVERSED", {"entry": str(line.id), "reason": "taken back"})
        self.gone.append(line.id)

    @precondition(lambda self: self.gone)
    @rule(pick=st.integers(0, 99))
    def take_back_again(self, pick: int) -> None:
        entry = self.gone[pick % len(self.gone)]
        self._settle("ENTRY_REVERSED", {"entry": str(entry), "reason": "taken back"})

    @precondition(lambda self: any(o.kind == "sale" for o in self.plain.lines))
    @rule(pick=st.integers(0, 99), amount=amounts)
    def correct(self, pick: int, amount: Decimal) -> None:
        sales = [one for one in self.plain.lines if one.kind == "sale"]
        wrong = sales[pick % len(sales)]
        self.plain.lines.remove(wrong)
        self.gone.append(wrong.id)
        party = {"customer": None, "name": wrong.who} if wrong.who else {}
        told = {"item": wrong.item, "quantity": str(wrong.quantity), "amount": str(amount)}
        payload = {"amount": str(amount), "payment": wrong.payment, "lines": [told], **party}
        self._record(payload, [replace(wrong, amount=amount, price=None)], in_place_of=wrong.id)

    @invariant()
    def the_book_is_the_sum_of_what_stands(self) -> None:
        with self.world.rt.db.tenant(self.scene.organization_id, self.scene.person_id) as tx:
            shop = StoreShop(
                tx,
                person_id=self.scene.person_id,
                organization_id=self.scene.organization_id,
                languages=(),
            )
            self._compare(shop)
            assert tx.execute(text("select count(*) from events")).scalar_one() >= self.told

    def teardown(self) -> None:
        owner = self.scene.shop_id
        examined = rebuild.examine(self.world.rt, Shop(owner, "Duka", 0), lambda: None)

        assert [one.what for one in examined.differences] == []

    def _compare(self, shop: StoreShop) -> None:
        expected = self.plain.totals()
        for day in DAYS:
            found = shop.totals(day, day)
            for kind in EVENTS:
                assert found.get(EntryKind(kind), Decimal()) == expected[day, kind], kind
            assert shop.cash(day) == self.plain.cash(day)
        for customer in shop.customers():
            self._compare_balances(customer)
        for item in ITEMS:
            stock, price = shop.stock(item), shop.price(item)
            assert (stock.quantity if stock else None) == self.plain.stock(item)
            assert (price.unit_price if price else None) == self.plain.price(item)

    def _compare_balances(self, customer: Customer) -> None:
        who = next(name for name in WHO if name.casefold() == customer.name.casefold())
        owes_us, we_owe = self.plain.owes_us(who), self.plain.we_owe(who)
        assert customer.owes_us == max(owes_us, NOTHING) + max(-we_owe, NOTHING)
        assert customer.we_owe == max(we_owe, NOTHING) + max(-owes_us, NOTHING)
        assert customer.owes_since == self.plain.owes_since(who)

    def _record(
        self, payload: dict[str, Any], written: list[Line], in_place_of: UUID | None = None
    ) -> None:
        kind, day = written[0].kind, written[0].day
        common = {"currency": "KES", "business_date": day.isoformat()}
        self._settle(EVENTS[kind], {**payload, **common}, in_place_of)
        with self.world.rt.db.tenant(self.scene.organization_id) as tx:
            ids = tx.execute(NEWEST).scalars().all()
        for entry_id, line in zip(ids, written, strict=True):
            self.number += 1
            self.plain.lines.append(replace(line, id=entry_id, number=self.number))

    def _settle(
        self, event_type: str, payload: dict[str, Any], in_place_of: UUID | None = None
    ) -> None:
        wish: Effect = Raise(event_type, payload)
        if in_place_of is not None:
            wish = Replace(in_place_of, Raise(event_type, payload))
        with self.world.rt.db.tenant(self.scene.organization_id, self.scene.person_id) as tx:
            effects.settle(self.world.rt, tx, self.scene, [wish])
        self.told += 1


def test_any_book_is_the_sum_of_its_events(world: World) -> None:
    world.registers(AMINA, "Duka la Amina")
    machine = type("ThisBook", (AnyBook,), {"world": world})

    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=40,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
