"""Facts that are recorded together make the same book as one by one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from engine.facts import events
from store import organizations
from store.database import Transaction
from store.events import Event
from store.organizations import NewOrganization
from tests.engine.world import AMINA, World

Facts = list[tuple[str, Any]]

NEW = NewOrganization("Duka", "KE", "KES", "Africa/Nairobi", "en")
NOON = datetime(2026, 11, 23, 9, tzinfo=UTC)
ITEMS = ("Soda", "Mkate", "soda ")
BOOK = {
    "entries": ("kind, line, amount, item_key, quantity, payment", "true"),
    "day_totals": ("business_date, kind, amount, entries", "true"),
    "items": ("key, name, quantity, threshold, unit_price", "true"),
    "customers": ("name, owes_us, we_owe", "true"),
    "events": ("payload", "type = 'INVENTORY_LOW'"),
}
"""Of each table: what is compared of which rows."""
ORDER = {"day_totals": "1, 2", "items": "1", "customers": "1"}

items, numbers = st.sampled_from(ITEMS), st.integers(1, 6).map(str)
lines = st.lists(
    st.fixed_dictionaries({"item": items, "quantity": numbers, "amount": numbers},
                          optional={"unit_price": numbers}),
    min_size=1, max_size=2,
)  # fmt: skip
trades = st.tuples(
    st.sampled_from(["SALE_RECORDED", "PURCHASE_RECORDED", "EXPENSE_RECORDED"]),
    st.builds(lambda said: {"amount": str(sum(int(x["amount"]) for x in said)), "lines": said,
                            "payment": "cash"}, lines),
)  # fmt: skip
debts = st.tuples(
    st.sampled_from(["DEBT_RECORDED", "DEBT_PAID"]),
    st.builds(lambda amount, name: {"amount": amount, "name": name, "customer": None},
              numbers, st.sampled_from(["Asha", "Juma"])),
)  # fmt: skip
counts = st.tuples(
    st.just("STOCK_COUNTED"),
    st.builds(lambda item, number: {"item": item, "quantity": number, "threshold": "4"},
              items, st.integers(3, 20).map(str)),
)  # fmt: skip
own: st.SearchStrategy[Any] = st.just(("BELL_RANG", {}))
told = st.lists(st.one_of(trades, trades, debts, counts, own), max_size=12)


def book(world: World, owner: UUID, facts: Facts, *, together: bool) -> list[Any]:
    """What these facts make of a new shop's book."""
    with world.rt.db.tenant(None, owner) as tx:
        shop = organizations.found(tx, NEW)
        recorded = [
            Event(shop, kind, "test", owner, None, payload, NOON) for kind, payload in facts
        ]
        for part in [recorded] if together else [[one] for one in recorded]:
            events.record(tx, *part)
        return [_rows(tx, shop, table) for table in BOOK]


def _rows(tx: Transaction, shop: UUID, table: str) -> Any:
    columns, which = BOOK[table]
    where = f"organization_id = :shop and {which} order by {ORDER.get(table, 'id')}"
    return tx.execute(
        text(f"select {columns} from {table} where {where}"), {"shop": shop}
    ).all()


def test_facts_together_make_the_book_that_they_make_one_by_one(world: World) -> None:
    world.registers(AMINA, "Duka la Amina")
    (owner,) = world.ids("select id from people")

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(facts=told)
    def alike(facts: Facts) -> None:
        one_by_one = book(world, owner, facts, together=False)
        assert book(world, owner, facts, together=True) == one_by_one

    alike()


def test_each_fall_of_the_stock_is_told_by_the_fact_that_brought_it_down(world: World) -> None:
    world.registers(AMINA, "Duka la Amina")
    (owner,) = world.ids("select id from people")
    sale, refill = (
        (kind, {"amount": "5", "lines": [{"item": "Soda", "quantity": "5", "amount": "5"}]})
        for kind in ("SALE_RECORDED", "PURCHASE_RECORDED")
    )
    counted = ("STOCK_COUNTED", {"item": "Soda", "quantity": "8", "threshold": "4"})

    *_, low = book(world, owner, [counted, sale, refill, sale], together=True)

    assert [row.payload["quantity"] for row in low] == ["3", "3"]
