"""How fast a shop with a million entries answers, and how long a rebuild takes."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

sys.path.insert(0, str(Path(__file__).parents[1]))

from psycopg2 import extensions

from bot.shop import EntryKind
from engine import rebuild
from engine.ports.shop import StoreShop
from engine.runtime import Runtime
from store.replay import Shop
from tests import services
from tests.engine.world import AMINA, World, world
from tests.services import Cluster

LIMIT_MS = 20.0
ROUNDS = 15
DAYS, PER_DAY = 1000, 1000
EVENTS = 100_000
TODAY = date(2026, 11, 23)
SHOP, OTHER = UUID(int=0xA), UUID(int=0xB)

SHOPS = """
    insert into organizations (id, name, country, currency, timezone, language)
    select id::uuid, 'Duka', 'KE', 'KES', 'Africa/Nairobi', 'en' from unnest(%(shops)s) id;
    insert into members (organization_id, person_id, role, name)
    select id::uuid, (select id from people limit 1), 'OWNER', 'Amina'
    from unnest(%(shops)s) id;
"""
MILLION = """
    insert into customers (organization_id, id, name, name_key, owes_us)
    select %(shop)s, md5('c' || n)::uuid, 'Customer ' || n, 'customer ' || n, n %% 7 * 50
    from generate_series(1, 3000) n;
    insert into items (organization_id, key, name)
    select %(shop)s, 'item ' || n, 'Item ' || n from generate_series(0, 299) n;
    insert into events (organization_id, id, type, source, payload, occurred_at)
    select %(shop)s, (lpad(to_hex(d), 28, '0') || '0000')::uuid, 'SALE_RECORDED', 'import',
      '{}', %(today)s::date - d
    from generate_series(0, %(days)s - 1) d;
"""
ENTRIES = """
    insert into entries (organization_id, id, event_id, line, kind, business_date, amount,
      currency, item, item_key, quantity, payment, customer_id, person_id)
    select %(shop)s, (lpad(to_hex(%(days)s - d), 28, '0') || lpad(to_hex(n), 4, '0'))::uuid,
      (lpad(to_hex(d), 28, '0') || '0000')::uuid, n,
      case n %% 10 when 0 then 'expense' when 1 then 'debt' else 'sale' end,
      %(today)s::date - d, 50 + n %% 400, 'KES', 'Item ' || n %% 300, 'item ' || n %% 300,
      1 + n %% 5, case n %% 10 when 1 then null else 'cash' end,
      case n %% 10 when 1 then md5('c' || (1 + (n * 31 + d) %% 3000))::uuid end,
      (select id from people limit 1)
    from generate_series(0, %(days)s - 1) d, generate_series(1, %(per_day)s) n;
    insert into day_totals (organization_id, business_date, kind, amount, entries)
    select organization_id, business_date, kind, sum(amount), count(*)
    from entries where organization_id = %(shop)s group by 1, 2, 3;
"""
HISTORY = """
    insert into events (organization_id, id, type, source, person_id, payload, occurred_at)
    select %(other)s, (lpad(to_hex(n * 1048576::bigint), 32, '0'))::uuid,
      case n %% 10 when 1 then 'DEBT_RECORDED' when 2 then 'DEBT_PAID'
        when 3 then 'ENTRY_REVERSED' else 'SALE_RECORDED' end,
      'import', (select id from people limit 1),
      case n %% 10
        when 1 then jsonb_build_object('customer', md5('o' || n / 10 %% 500), 'name',
          'Customer ' || n / 10 %% 500, 'amount', '300', 'currency', 'KES',
          'business_date', %(today)s::date - n / 200)
        when 2 then jsonb_build_object('customer', md5('o' || n / 10 %% 500), 'name',
          'Customer ' || n / 10 %% 500, 'amount', '120', 'payment', 'cash', 'currency', 'KES',
          'business_date', %(today)s::date - n / 200)
        when 3 then jsonb_build_object('reason', 'taken back', 'entry',
          lpad(to_hex((n - 4) * 1048576::bigint + 1), 32, '0')::uuid)
        else jsonb_build_object('amount', '65.50', 'currency', 'KES', 'payment', 'cash',
          'business_date', %(today)s::date - n / 200, 'lines', jsonb_build_array(
            jsonb_build_object('item', 'Item ' || n %% 300, 'quantity', '1',
              'unit_price', '65.50', 'amount', '65.50')))
      end,
      now()
    from generate_series(1, %(events)s) n;
"""


def main() -> None:
    with services.cluster() as cluster:
        cluster.migrate_template()
        with cluster.database() as url, world(url, cluster.redis_url) as made:
            made.says(AMINA, "Hi")
            fill(cluster, str(made.rows("select current_database()")[0][0]))
            slow = questions(made)
            rebuilds(made.rt)
    assert not slow, f"slower than {LIMIT_MS:.0f} ms: {', '.join(slow)}"


def fill(cluster: Cluster, name: str) -> None:
    values = {
        "shops": [str(SHOP), str(OTHER)],
        "shop": str(SHOP),
        "other": str(OTHER),
        "today": TODAY,
        "days": DAYS,
        "per_day": PER_DAY,
        "events": EVENTS,
    }
    began = time.monotonic()
    with cluster.postgres.superuser(name) as cursor:
        load(cursor, values)
    print(f"{DAYS * PER_DAY:,} entries written in {time.monotonic() - began:.0f} s")


def load(cursor: extensions.cursor, values: dict[str, object]) -> None:
    for statement in (SHOPS, MILLION, ENTRIES, HISTORY):
        cursor.execute(statement, values)
    cursor.execute("vacuum analyze entries, events, day_totals, customers, items")


def questions(made: World) -> list[str]:
    person = made.ids("select id from people limit 1")[0]
    slow: list[str] = []
    with made.rt.db.tenant(SHOP, person) as tx:
        shop = StoreShop(tx, person_id=person, organization_id=SHOP, languages=("en",))
        for name, ask in ASKED.items():
            median = statistics.median(milliseconds(ask, shop) for _ in range(ROUNDS))
            print(f"{name:<28} {median:6.1f} ms")
            slow += [name] if median > LIMIT_MS else []
    return slow


def milliseconds(ask: Callable[[StoreShop], object], shop: StoreShop) -> float:
    began = time.perf_counter()
    ask(shop)
    return (time.perf_counter() - began) * 1000


def rebuilds(rt: Runtime) -> None:
    shop = Shop(OTHER, "Duka", EVENTS)
    for name, work in (("first repair", rebuild.repair), ("proof", rebuild.examine)):
        began = time.monotonic()
        found = work(rt, shop, lambda: None)
        took, wrong = time.monotonic() - began, len(found.differences)
        print(f"{name}: {EVENTS:,} events in {took:.1f} s, differences: {wrong:,}")
    assert not found.differences, found.differences[0].what


MONTH, WEEK = TODAY - timedelta(days=29), TODAY - timedelta(days=6)
ASKED: dict[str, Callable[[StoreShop], object]] = {
    "today": lambda shop: shop.totals(TODAY, TODAY),
    "yesterday": lambda shop: shop.totals(TODAY - timedelta(days=1), TODAY - timedelta(days=1)),
    "week": lambda shop: shop.totals(WEEK, TODAY),
    "month": lambda shop: shop.totals(MONTH, TODAY),
    "year": lambda shop: shop.totals(TODAY - timedelta(days=364), TODAY),
    "by item, today": lambda shop: shop.by_item(EntryKind.SALE, TODAY, TODAY, 10),
    "by item, week": lambda shop: shop.by_item(EntryKind.SALE, WEEK, TODAY, 10),
    "by item, month": lambda shop: shop.by_item(EntryKind.SALE, MONTH, TODAY, 10),
    "by person, today": lambda shop: shop.by_person(TODAY, TODAY),
    "cash, today": lambda shop: shop.cash(TODAY),
    "who owes": lambda shop: shop.customers(),
    "last entry": lambda shop: shop.last_entries(1),
    "statement": lambda shop: shop.statement(shop.customers()[0].id, 20),
}


if __name__ == "__main__":
    main()
