"""By SMS that nobody signs: a code always, and a PIN above the shop's limit."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text

from engine.access import pins
from engine.access.proofs import limit
from engine.context.desk import Desk
from tests.engine.asked_shop import AskedShop, asked_shop, sets
from tests.engine.world import World

OPEN, APPROVED = [("A1", "open")], [("A1", "approved")]


@pytest.fixture(name="shop")
def _shop(world: World) -> AskedShop:
    """A sale of 9,000 is asked about, and the provider signs nothing."""
    shop = asked_shop(world, limit=500)
    shop.sells("9000")
    shop.signs_no_more()
    return shop


def dear(world: World) -> AskedShop:
    """The same about 12,000, which is more than an SMS may decide."""
    shop = asked_shop(world)
    shop.sells("12000")
    shop.signs_no_more()
    return shop


def set_pin(shop: AskedShop, pin: str = "4821") -> None:
    """Amina's."""
    with shop.world.rt.db.tenant(None, shop.owner.scene.person_id) as tx:
        pins.keep(tx, shop.owner.scene.person_id, pin)


def test_a_plain_yes_decides_nothing(shop: AskedShop) -> None:
    assert shop.answers("yes", sms=True) == ["By SMS I need the code: answer YES A1 or NO A1."]
    assert shop.approvals() == OPEN


def test_a_code_decides_what_is_below_the_limit(shop: AskedShop) -> None:
    assert "A1 is approved." in shop.answers("yes A1", sms=True)


def test_above_the_limit_an_owner_without_a_pin_is_sent_to_whatsapp(world: World) -> None:
    shop = dear(world)

    assert shop.answers("yes A1", sms=True) == [
        "A1 is too large for an SMS alone. Please answer by WhatsApp."
    ]
    assert shop.approvals() == OPEN


def test_above_the_limit_one_with_a_pin_is_asked_for_it(world: World) -> None:
    shop = dear(world)
    set_pin(shop)

    (said,) = shop.answers("yes A1", sms=True)

    assert said.startswith("A1 is too large for an SMS alone. Write your PIN behind it")
    assert shop.approvals() == OPEN


def test_a_no_needs_as_much_as_a_yes(world: World) -> None:
    shop = dear(world)

    shop.answers("no A1", sms=True)

    assert shop.approvals() == OPEN


def test_above_the_limit_the_right_pin_decides(world: World) -> None:
    shop = dear(world)
    set_pin(shop)

    assert "A1 is approved." in shop.answers("yes A1 4821", sms=True)


def test_a_wrong_pin_decides_nothing_and_is_counted(world: World) -> None:
    shop = dear(world)
    set_pin(shop)

    assert shop.answers("yes A1 9137", sms=True) == [
        "That is not your PIN, so A1 is not decided."
    ]
    with world.rt.db.tenant(None, shop.owner.scene.person_id) as tx:
        assert tx.execute(text("select tries from pins")).scalar_one() == 1


def test_after_five_wrong_ones_the_right_one_decides_nothing_either(world: World) -> None:
    shop = dear(world)
    set_pin(shop)
    for _ in range(5):
        shop.answers("yes A1 9137", sms=True)

    (said,) = shop.answers("yes A1 4821", sms=True)

    assert said.startswith("Too many wrong PINs")
    assert shop.approvals() == OPEN


def test_the_pin_is_in_no_table_afterwards(world: World) -> None:
    shop = dear(world)
    set_pin(shop)

    shop.answers("yes A1 4821", sms=True)

    everything = "select count(*) from {0} t where t::text like '%A1 4821%'"
    tables = ("inbound_messages", "audit_entries", "events", "conversations")
    assert [world.rows(everything.format(table)) for table in tables] == [[(0,)]] * 4
    raws = world.rows("select count(*) from inbound_messages where position('4821' in raw) > 0")
    assert raws == [(0,)]
    assert world.rows("select count(*) from inbound_messages where body = '****'") == [(1,)]


def test_by_a_signed_way_no_pin_is_needed(world: World) -> None:
    shop = asked_shop(world)
    shop.sells()

    assert "A1 is approved." in shop.answers("yes")


def test_the_limit_is_the_shops_to_set(shop: AskedShop) -> None:
    sets(shop, "sms_limit", 100)

    shop.answers("yes A1", sms=True)

    assert shop.approvals() == OPEN


@pytest.mark.parametrize(
    ("currency", "amount"),
    [("KES", "10000"), ("TZS", "200000"), ("UGX", "300000"), ("USD", "75")],
)
def test_it_is_sensible_in_each_currency(shop: AskedShop, currency: str, amount: str) -> None:
    with shop.world.rt.db.tenant(shop.owner.scene.organization_id) as tx:
        desk = Desk(shop.world.rt, tx, shop.owner.scene.shop_id)
        desk.__dict__["_shop"] = (replace(desk.organization, currency=currency), desk.team)

        assert limit(desk) == Decimal(amount)


def test_locks_grow_with_each_one(world: World) -> None:
    shop = dear(world)
    set_pin(shop)
    person = shop.owner.scene.person_id
    lengths = []
    for _ in range(3):
        with world.rt.db.tenant(None, person) as tx:
            for _ in range(5):
                pins.check(tx, person, "9137")
            until = "select locked_until - now() from pins"
            lengths.append(tx.execute(text(until)).scalar_one())
            tx.execute(text("update pins set locked_until = null"))

    assert lengths == [timedelta(minutes=15), timedelta(minutes=30), timedelta(hours=1)]
