"""An import records the past: nobody acts upon it, and the book follows from its events."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.facts import events
from engine.importing import booking
from karani import importing, private, rebuilding
from karani.errors import NotAsItShouldBeError
from karani.importing import Asked
from store import past, subscriptions
from store.base import first_id
from store.database import Transaction
from store.events import Event
from tests.engine.flows import asked, at_once, on_sale, publish
from tests.engine.world import AMINA, CHAUSIKU, World
from tests.karani.bringing import BOOK, HEADER, brings, organization

BOOKS = [
    f"select {columns} from {table} where organization_id = '{{}}' {more} order by 1, 2"
    for columns, table, more in (
        ("business_date, kind, amount", "day_totals", "and amount <> 0"),
        ("name, owes_us, we_owe, owes_since", "customers", ""),
        ("key, quantity, unit, unit_price", "items", ""),
    )
]


def test_the_book_follows_from_its_events_wherever_rows_lie(
    shop: World, tmp_path: Path
) -> None:
    """What was said by chat lies before, between and behind what is imported."""
    for amount in ("100", "90", "100"):
        shop.says(AMINA, f"sold sugar {amount}")
    brings(shop, tmp_path / "book.csv")
    brings(
        shop,
        tmp_path / "older.csv",
        f"{HEADER}2026-08-01,stock count,Sugar,7,kg,,,,,,\n"
        "2026-09-02,sale,SUGAR,1,kg,155,155,,,,\n2026-11-23,stock count,Bread,9,,,,,,,\n"
        "2026-11-23,sale,Bread,2,,61,122,,,,\n2026-08-02,debt,,,,,70,ASHA,,,\n",
    )

    rebuilding.run(shop.rt, repair=False)


def test_the_past_starts_nothing_and_tells_nobody(shop: World, tmp_path: Path) -> None:
    key = organization(shop)
    publish(shop, key, on_sale(asked(id="ask")))
    with shop.rt.db.tenant(key) as tx:
        subscriptions.add(
            tx,
            organization_id=key,
            id=UUID(int=1),
            url="https://example.com/",
            events=["*"],
            created_by=shop.ids("select id from people")[0],
        )
    sent = len(shop.post.sent)

    brings(shop, tmp_path / "book.csv", f"{BOOK}2026-11-22,sale,Sugar,59,kg,150,8850,,,,\n")

    assert shop.rows("select 1 from outbox where kind = 'subscription'") == []
    assert shop.rows("select 1 from runs") == []
    assert shop.rows("select 1 from events where type = 'INVENTORY_LOW'") == []
    assert len(shop.post.sent) == sent
    shop.hears(AMINA, "sold bread 60")  # The same told by chat is acted upon.
    shop.works_once(shop.ids("select id from outbox where kind = 'turn'")[0])
    assert shop.rows("select count(*) from runs") == [(1,)]
    assert shop.rows("select count(*) > 0 from outbox where kind = 'subscription'") == [(True,)]


def test_whoever_was_faster_is_seen_at_the_second_look(
    shop: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    brings(shop, tmp_path / "book.csv")
    known, looks = past.known, count()

    def sees(tx: Transaction, shop_id: UUID, ids: Sequence[UUID]) -> frozenset[UUID]:
        return frozenset() if next(looks) < 2 else known(tx, shop_id, ids)

    monkeypatch.setattr(past, "known", sees)
    brings(shop, tmp_path / "book.csv")

    assert shop.rows("select count(*) from events where source = 'import'") == [(9,)]


def test_two_imports_of_one_file_at_once_are_one(shop: World, tmp_path: Path) -> None:
    (tmp_path / "book.csv").write_text(BOOK, "utf-8")

    def brings_it() -> None:
        importing.run(shop.rt, Asked(tmp_path / "book.csv", phone=AMINA))

    at_once(brings_it, brings_it, brings_it)

    assert shop.rows("select count(*) from events where source = 'import'") == [(9,)]
    assert shop.rows("select owes_us::int from customers where name = 'Asha'") == [(1000,)]
    rebuilding.run(shop.rt, repair=False)


def test_what_was_said_last_is_still_undone_first(shop: World, tmp_path: Path) -> None:
    shop.says(AMINA, "sold bread 75")
    brings(shop, tmp_path / "book.csv")
    shop.says(AMINA, "undo")

    assert shop.rows("select amount::int from entries where reverses is not null") == [(-75,)]


def test_a_count_knows_what_was_sold_before_it(shop: World, tmp_path: Path) -> None:
    counted(
        shop,
        {"item": "Sugar", "quantity": "40", "unit": "kg"},
        datetime(2026, 11, 22, tzinfo=UTC),
    )
    brings(shop, tmp_path / "book.csv", f"{HEADER}2026-09-02,sale,Sugar,4,kg,150,600,,,,\n")

    assert shop.rows("select quantity::int, unit_price::int from items") == [(40, 150)]


def test_what_falls_low_in_an_import_warns_nobody(shop: World, tmp_path: Path) -> None:
    low = {"item": "Sugar", "quantity": "5", "unit": "kg", "threshold": "3"}
    counted(shop, low, datetime(2026, 8, 1, tzinfo=UTC))
    brings(shop, tmp_path / "book.csv", f"{HEADER}2026-09-02,sale,Sugar,4,kg,150,600,,,,\n")

    assert shop.rows("select quantity::int from items") == [(1,)]
    assert shop.rows("select 1 from events where type = 'INVENTORY_LOW'") == []


def counted(shop: World, payload: dict[str, str], at: datetime) -> None:
    """Amina counts, at that time."""
    key, person = organization(shop), shop.ids("select id from people")[0]
    with shop.rt.db.tenant(key) as tx:
        event = Event(key, "STOCK_COUNTED", "chat", person, None, payload, at, first_id(at))
        events.record(tx, event)


def test_an_interrupted_import_goes_on_where_it_stopped(
    shop: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(booking, "TOGETHER", 2)
    record, left = events.record_past, [2]

    def stops(tx: Transaction, *facts: Event) -> Sequence[Event]:
        if not left[0]:
            raise KeyboardInterrupt
        left[0] -= 1
        return record(tx, *facts)

    with monkeypatch.context() as patch:
        patch.setattr(events, "record_past", stops)
        with pytest.raises(KeyboardInterrupt):
            brings(shop, tmp_path / "book.csv")
    assert shop.rows("select count(*) from events where source = 'import'") == [(4,)]

    brings(shop, tmp_path / "book.csv")

    assert shop.rows("select count(*) from events where source = 'import'") == [(9,)]
    rebuilding.run(shop.rt, repair=False)


@pytest.mark.parametrize("ending", ["json", "xlsx"])
def test_an_export_makes_the_same_book_in_an_empty_shop(
    shop: World, tmp_path: Path, ending: str
) -> None:
    brings(shop, tmp_path / "book.csv")
    shop.says(AMINA, "sold bread 75")
    shop.says(AMINA, "undo")
    shop.says(AMINA, "sold sugar 155")
    theirs = shop.answers_all(CHAUSIKU, "Jirani")
    shop.now[0] += timedelta(days=3650)  # What was said by chat is of the database's time.
    copy = tmp_path / f"copy.{ending}"
    private.export(shop.rt, str(organization(shop)), copy)

    importing.run(shop.rt, Asked(copy, phone=CHAUSIKU))
    importing.run(shop.rt, Asked(copy, phone=CHAUSIKU))

    def book(of: UUID) -> list[list[tuple[object, ...]]]:
        return [shop.rows(query.format(of)) for query in BOOKS]

    assert book(theirs) == book(organization(shop))
    rebuilding.run(shop.rt, repair=False)


def test_a_shops_own_export_is_all_there(shop: World, tmp_path: Path) -> None:
    copy = tmp_path / "copy.json"
    private.export(shop.rt, str(organization(shop)), copy)

    with pytest.raises(NotAsItShouldBeError, match="of the shop itself"):
        importing.run(shop.rt, Asked(copy, phone=AMINA))


rows_of_a_book = st.lists(
    st.tuples(
        st.dates(date(2026, 1, 13), date(2026, 11, 22)),
        st.sampled_from(["sale", "expense", "debt", "debt payment", "payable", "purchase"]),
        st.sampled_from(["Sugar", "Bread", "sugar"]),
        st.integers(1, 10**9).map(lambda cents: Decimal(cents) / 100),
        st.sampled_from(["Asha", "Juma"]),
    ),
    min_size=1,
    max_size=30,
)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(rows_of_a_book)
def test_whatever_is_booked_sums_to_what_the_file_says(
    shop: World, tmp_path: Path, rows: list[tuple[date, str, str, Decimal, str]]
) -> None:
    before = _sum(shop)
    body = "".join(f"{d:%d/%m/%Y};{k};{i};{a};{w}\n" for d, k, i, a, w in rows)

    brings(
        shop,
        tmp_path / "book.csv",
        f"date;kind;item;amount;customer\n{body}",
        book=body,  # Each of these is a book of its own.
        dates="day-first",
        decimal="point",
    )

    assert _sum(shop) - before in (Decimal(0), sum(row[3] for row in rows))
    rebuilding.run(shop.rt, repair=False)


def _sum(shop: World) -> Decimal:
    (total,) = shop.rows("select coalesce(sum(amount), 0) from entries")[0]
    return Decimal(str(total))
