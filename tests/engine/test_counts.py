"""Counts that are taken back, and corrections that name what came in their place."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

import pytest

from bot.effects import Raise, Replace
from engine import rebuild
from tests.engine.keeper import DAY, Keeper, keeper
from tests.engine.world import World
from tests.services import Cluster


@pytest.fixture(name="amina")
def _amina(world: World) -> Keeper:
    return keeper(world)


def counts(amina: Keeper, quantity: str, **more: object) -> UUID:
    amina.raises("STOCK_COUNTED", item="Sukari", quantity=quantity, unit="kilo", **more)
    newest = "select id from events where type = 'STOCK_COUNTED' order by id desc limit 1"
    return amina.world.ids(newest)[0]


def takes_back(amina: Keeper, count: UUID) -> None:
    amina.raises("ENTRY_REVERSED", entry=str(count), reason="taken back")


def left(amina: Keeper) -> tuple[Decimal | None, Decimal | None]:
    with amina.asks() as shop:
        stock = shop.stock("sukari")
    return (stock.quantity, stock.threshold) if stock else (None, None)


def is_proved(amina: Keeper) -> bool:
    (shop,) = rebuild.shops(amina.world.rt)
    return rebuild.examine(amina.world.rt, shop, lambda: None).differences == []


def sells(amina: Keeper, quantity: str, unit: str = "kilo") -> None:
    amina.sells("sukari", quantity, "100", line={"unit": unit})


def test_the_stock_is_what_it_was_before_and_what_moved_since(amina: Keeper) -> None:
    counts(amina, "40", threshold="10")
    sells(amina, "2")
    wrong = counts(amina, "90", threshold="20")
    sells(amina, "3")
    sells(amina, "1", unit="gunia")

    takes_back(amina, wrong)

    assert left(amina) == (Decimal(35), Decimal(10))
    assert is_proved(amina)


def test_an_only_count_leaves_no_stock(amina: Keeper) -> None:
    takes_back(amina, counts(amina, "40"))

    assert left(amina) == (None, None)
    assert is_proved(amina)


def test_twice_is_as_good_as_once(amina: Keeper) -> None:
    counts(amina, "40")
    wrong = counts(amina, "90")

    for _ in range(3):
        takes_back(amina, wrong)

    assert left(amina)[0] == 40
    assert is_proved(amina)


def test_an_older_count_is_taken_back_without_touching_the_newer(amina: Keeper) -> None:
    wrong = counts(amina, "40")
    counts(amina, "90")

    takes_back(amina, wrong)

    assert left(amina)[0] == 90
    assert is_proved(amina)


def test_a_sale_from_before_a_count_is_taken_back_after_it(amina: Keeper) -> None:
    counts(amina, "40")
    sells(amina, "2")
    with amina.asks() as shop:
        sale = next(iter(shop.last_entries(1)), None)
    assert sale is not None
    wrong = counts(amina, "90")

    amina.raises("ENTRY_REVERSED", entry=str(sale.id), reason="taken back")
    takes_back(amina, wrong)

    assert left(amina)[0] == 40
    assert is_proved(amina)


def test_the_bot_is_told_what_would_be_left(amina: Keeper) -> None:
    counts(amina, "40")
    sells(amina, "2")
    counts(amina, "90")

    with amina.asks() as shop:
        (count,) = [one for one in shop.last_counts() if one.quantity == 90]
    assert (count.item, count.left) == ("Sukari", Decimal(38))


def test_the_receipt_of_a_message_leads_to_all_that_it_counted(amina: Keeper) -> None:
    # The keeper's events all come from her last message, and this is its answer.
    reference = f"ref-{len(amina.world.post.sent)}"
    counts(amina, "40")
    taken = counts(amina, "90")
    takes_back(amina, taken)
    amina.raises("STOCK_COUNTED", item="mkate", quantity="7", unit=None)

    with amina.asks() as shop:
        found = [(one.item, one.quantity) for one in shop.quoted_counts(reference)]
        assert found == [("Sukari", Decimal(40)), ("mkate", Decimal(7))]
        assert shop.quoted_counts("ref-unknown") == []
        assert [one.item for one in shop.last_counts()] == ["Sukari", "mkate"]


def test_a_reversal_of_nothing_changes_nothing(amina: Keeper) -> None:
    counts(amina, "40")

    takes_back(amina, UUID(int=7))

    assert left(amina)[0] == 40
    assert is_proved(amina)


def test_a_correction_names_what_came_in_its_place(amina: Keeper, cluster: Cluster) -> None:
    amina.sells("sukari", "2", "300")
    with amina.asks() as shop:
        wrong = next(iter(shop.last_entries(1)), None)
    assert wrong is not None

    right = {"amount": "350", "business_date": DAY, "currency": "KES", "payment": "cash"}
    amina.wishes(Replace(wrong.id, Raise("SALE_RECORDED", right)))

    (told,) = amina.told("ENTRY_REVERSED")
    with amina.asks() as shop:
        new = next(iter(shop.last_entries(1)), None)
    assert new is not None
    assert told == {
        "entry": str(wrong.id),
        "reason": "corrected",
        "replaced_by": str(new.id),
    }
    assert new.amount == 350
    database = str(amina.world.rows("select current_database()")[0][0])
    with cluster.postgres.superuser(database) as cursor:
        cursor.execute("delete from entries")
    (shop_,) = rebuild.shops(amina.world.rt)
    rebuild.repair(amina.world.rt, shop_, lambda: None)
    assert amina.world.rows(f"select amount from entries where id = '{new.id}'") == [(350,)]


def test_a_correction_of_a_count_names_the_new_one(amina: Keeper) -> None:
    wrong = counts(amina, "40")

    told = {"item": "sukari", "quantity": "45", "unit": "kilo"}
    amina.wishes(Replace(wrong, Raise("STOCK_COUNTED", told)))

    (reversal,) = amina.told("ENTRY_REVERSED")
    newest = "select id from events where type = 'STOCK_COUNTED' order by id desc limit 1"
    assert reversal["replaced_by"] == str(amina.world.ids(newest)[0])
    assert left(amina)[0] == 45
    assert is_proved(amina)
