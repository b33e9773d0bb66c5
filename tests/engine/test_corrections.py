"""Staff who change what is old ask the owner: it happens on her yes, exactly as shown."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from bot.effects import AskCorrection
from bot.reply import Reply
from tests.engine.asked_shop import AskedShop, asked_shop, sold
from tests.engine.keeper import Keeper
from tests.engine.world import AMINA, BARAKA, World

WHAT = Reply("sugar, Ksh 300")
ABOUT = "Baraka wants to change sugar."
QUESTION = Reply(f"{ABOUT} Is that all right?")
HOW = "\n1 Yes, 2 No. Or answer YES A1 or NO A1."


@pytest.fixture(name="shop")
def _shop(world: World) -> AskedShop:
    """Baraka has sold sugar for 300, and it is too old for him by now."""
    shop = asked_shop(world)
    shop.sells("300", "sugar")
    return shop


def staff(shop: AskedShop) -> Keeper:
    return Keeper(shop.world, replace(shop.owner.scene, person_id=shop.baraka))


def wishes(shop: AskedShop, amount: str | None = None) -> None:
    """Baraka wants it taken back, or put right."""
    by = None if amount is None else sold("sugar", amount)
    wish = AskCorrection((shop.entry(),), by, QUESTION, WHAT, Decimal(350))
    staff(shop).wishes(wish)
    shop.world.works()


def test_the_owner_is_asked_and_nothing_has_happened(shop: AskedShop) -> None:
    before = len(shop.world.post.sent)

    wishes(shop)

    assert shop.told(AMINA, before) == [QUESTION.text + HOW]
    assert shop.standing() == [300]


def test_on_a_yes_it_is_taken_back_and_both_are_told(shop: AskedShop) -> None:
    wishes(shop)
    before = len(shop.world.post.sent)

    shop.answers("yes A1")

    assert shop.standing() == []
    assert shop.told(AMINA, before) == ["A1 is approved."]
    assert shop.told(BARAKA, before) == [f"Amina said YES: {ABOUT}"]


def test_on_a_yes_it_is_put_right_as_shown(shop: AskedShop) -> None:
    wishes(shop, "350")

    shop.answers("yes A1")

    assert shop.standing() == [350]
    (told,) = shop.owner.told("ENTRY_REVERSED")
    assert told["replaced_by"] == str(shop.entry())


def test_it_is_in_the_name_of_whoever_asked(shop: AskedShop) -> None:
    wishes(shop, "350")

    shop.answers("yes A1")

    rows = shop.world.rows("select distinct person_id from entries")
    assert rows == [(shop.baraka,)]


def test_on_a_no_nothing_is_changed_and_both_are_told(shop: AskedShop) -> None:
    wishes(shop, "350")
    before = len(shop.world.post.sent)

    shop.answers("no A1")

    assert shop.standing() == [300]
    assert shop.told(BARAKA, before) == [f"Amina said NO: {ABOUT}"]


def test_after_a_day_nothing_is_changed_and_both_are_told(shop: AskedShop) -> None:
    wishes(shop)
    before = len(shop.world.post.sent)

    shop.waits(hours=24)

    assert shop.standing() == [300]
    assert shop.told(BARAKA, before) == [
        f"Nobody answered in time, so it counts as NO: {ABOUT}"
    ]
    assert len(shop.told(AMINA, before)) == 1
    assert shop.approvals() == [("A1", "expired")]
    assert shop.owner.told("APPROVAL_EXPIRED")


def test_whoever_asks_twice_has_asked_once(shop: AskedShop) -> None:
    wishes(shop)

    wishes(shop)

    assert shop.approvals() == [("A1", "open")]


def test_what_the_owner_took_back_herself_ends_it(shop: AskedShop) -> None:
    wishes(shop, "350")

    shop.owner.raises("ENTRY_REVERSED", entry=str(shop.entry()), reason="taken back")
    shop.world.works()

    assert shop.approvals() == [("A1", "cancelled")]
    assert shop.answers("yes A1") == ["A1 is no longer needed, so nothing was changed."]
    assert shop.standing() == []


def test_a_repeated_yes_does_it_once(shop: AskedShop) -> None:
    wishes(shop, "350")

    shop.answers("yes A1")
    shop.answers("yes A1")

    assert shop.standing() == [350]


def test_who_asked_does_not_decide(shop: AskedShop) -> None:
    wishes(shop)

    shop.answers("yes A1", phone=BARAKA)

    assert shop.standing() == [300]


def test_an_owner_who_does_it_herself_asks_nobody(shop: AskedShop) -> None:
    shop.sells("200", "bread")

    shop.world.says(AMINA, "undo")

    assert shop.approvals() == []
