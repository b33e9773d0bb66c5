"""A book is proved by its events, and put right from them."""

from __future__ import annotations

import pytest

from engine import rebuild
from engine.rebuild import Examined
from tests.engine.keeper import Keeper, keeper
from tests.engine.world import CHAUSIKU, World
from tests.services import Cluster

BROKEN = {
    "a total": "update day_totals set amount = amount + 1",
    "a lost total": "delete from day_totals",
    "a total of nothing": "insert into day_totals select id, '2020-01-01', 'sale', 1, 1"
    " from organizations where name = 'Duka la Amina'",
    "a balance": "update customers set owes_us = 1, owes_since = null",
    "an amount": "update entries set amount = amount + 1 where kind = 'sale'",
    "a lost entry": "delete from entries where reverses is not null",
    "an entry too many": "insert into entries (organization_id, id, event_id, line, kind,"
    " business_date, amount, currency) select organization_id, gen_random_uuid(), id, 77,"
    " 'sale', now(), 5, 'KES' from events where type = 'STOCK_COUNTED'",
    "a stock": "update items set quantity = 100, unit_price = 1",
    "a lost item": "delete from items",
    "a lost count": "delete from stock_counts",
    "a count that was taken back": "update stock_counts set taken_back_by = id",
    "a claim": "update payment_claims set status = 'verified'",
    "a lost close": "delete from day_closes",
    "a customer from nowhere": "insert into customers (organization_id, id, name, name_key,"
    " owes_us) select id, gen_random_uuid(), 'X', 'x', 10 from organizations"
    " where name = 'Duka la Amina'",
}


@pytest.fixture(name="amina")
def _amina(world: World) -> Keeper:
    amina = keeper(world)
    amina.raises("STOCK_COUNTED", item="soda", quantity="10", unit=None, threshold="8")
    amina.sells("soda", "3", "150", line={"unit_price": "50"})
    amina.sells("soda", "1", "60", line={"unit_price": "60"})
    amina.takes_back_the_last()
    amina.owes("DEBT_RECORDED", "Asha", "300", "2026-11-20")
    amina.owes("DEBT_PAID", "Asha", "100")
    amina.owes("PAYABLE_RECORDED", "Jumla Ltd", "900")
    amina.raises(
        "PAYMENT_CLAIMED", provider="mpesa", code="A1", amount="5", party="X", flags=["old"]
    )
    amina.raises("PAYMENT_VERIFIED", provider="mpesa", code="B2")
    counted = {"expected": "5", "counted": "5", "difference": "0"}
    amina.raises("DAY_CLOSED", business_date="2026-11-23", **counted)
    return amina


def examined(world: World, *, repair: bool = False) -> list[Examined]:
    work = rebuild.repair if repair else rebuild.examine
    return [work(world.rt, shop, lambda: None) for shop in rebuild.shops(world.rt)]


def differences(world: World, *, repair: bool = False) -> list[str]:
    return [one.what for shop in examined(world, repair=repair) for one in shop.differences]


def test_a_book_that_was_kept_follows_from_its_events(amina: Keeper) -> None:
    assert differences(amina.world) == []


@pytest.mark.parametrize("name", BROKEN)
def test_what_was_changed_is_found_and_put_right(
    amina: Keeper, cluster: Cluster, name: str
) -> None:
    database = str(amina.world.rows("select current_database()")[0][0])
    with cluster.postgres.superuser(database) as cursor:
        cursor.execute(BROKEN[name])

    found = differences(amina.world)
    assert found
    assert sorted(differences(amina.world, repair=True)) == sorted(found)
    assert differences(amina.world) == []


def test_every_event_is_counted_once(amina: Keeper) -> None:
    (shop,) = rebuild.shops(amina.world.rt)
    ticks: list[None] = []

    rebuild.examine(amina.world.rt, shop, lambda: ticks.append(None))

    assert len(ticks) == shop.events > 10


def test_an_entry_that_had_another_id_keeps_it(amina: Keeper, cluster: Cluster) -> None:
    database = str(amina.world.rows("select current_database()")[0][0])
    with cluster.postgres.superuser(database) as cursor:
        cursor.execute(
            "update entries set id = gen_random_uuid() where kind = 'debt' or kind = 'payable'"
        )

    assert differences(amina.world) == []


def test_one_shop_is_put_right_without_the_neighbour(amina: Keeper, cluster: Cluster) -> None:
    amina.world.registers(CHAUSIKU, "Jirani")
    amina.world.says(CHAUSIKU, "sold sugar 300")
    database = str(amina.world.rows("select current_database()")[0][0])
    with cluster.postgres.superuser(database) as cursor:
        cursor.execute("update day_totals set amount = 0")

    found = {one.shop.name: len(one.differences) for one in examined(amina.world, repair=True)}

    assert found["Jirani"] == 1
    assert differences(amina.world) == []
