"""Several people writing into one shop's book at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from engine import rebuild
from store.claims import ClaimedBeforeError
from tests.engine.keeper import DAY, Keeper, keeper
from tests.engine.world import World

HANDS = 6


def test_debts_of_one_newcomer_to_the_book_are_all_counted(world: World) -> None:
    amina = keeper(world)

    with ThreadPoolExecutor(HANDS) as hands:
        for _ in range(5 * HANDS):
            hands.submit(writes, amina)

    with amina.asks() as shop:
        (asha,) = shop.customers()
        stock = shop.stock("soda")
    assert asha.owes_us == 5 * HANDS * 10
    assert stock is None
    (one,) = rebuild.shops(world.rt)
    assert rebuild.examine(world.rt, one, lambda: None).differences == []


def test_one_payment_is_claimed_by_one(world: World) -> None:
    amina = keeper(world)

    with ThreadPoolExecutor(HANDS) as hands:
        claimed = [hands.submit(claims, amina) for _ in range(HANDS)]

    assert sum(one.result() for one in claimed) == 1
    assert len(amina.told("PAYMENT_CLAIMED")) == 1


def writes(amina: Keeper) -> None:
    line = {"item": "soda", "quantity": "1", "amount": "10"}
    party = {"customer": None, "name": "Asha", "amount": "10", "lines": [line]}
    amina.raises("DEBT_RECORDED", **party, currency="KES", business_date=DAY)


def claims(amina: Keeper) -> bool:
    try:
        amina.raises("PAYMENT_CLAIMED", provider="mpesa", code="A1", amount="5")
    except ClaimedBeforeError:
        return False
    return True
