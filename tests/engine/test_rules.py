"""Rules by chat, from the sentence to what they do, on a real database."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from bot.effects import MakeRule, SwitchRule
from bot.rules import every_day, limited
from engine import effects, starters
from engine.automation.publishing import read
from engine.context.desk import Desk
from engine.effects import Scene
from tests.engine.flows import passes
from tests.engine.keeper import Keeper, keeper
from tests.engine.world import AMINA, BARAKA, World

VALUES = {
    "limit": "10000",
    "hour": "20",
    "minute": "0",
    "day": "MO",
    "monthday": "5",
    "rhythm": "MONTHLY;BYMONTHDAY=5",
    "about": "kodi",
    "name": "Asha",
    "customer": "01a219e0-e09c-7648-89f3-3e46e540711f",
    "minutes": "30",
}


@pytest.fixture(name="amina")
def _amina(world: World) -> Keeper:
    return keeper(world, AMINA, "Duka la Amina")


def hires(amina: Keeper, phone: str, name: str) -> UUID:
    """Somebody writes for the first time and works here from then on."""
    world = amina.world
    world.says(phone, "Hi")
    person = world.ids(f"select person_id from addresses where value = '{phone}'")[0]
    shop = amina.scene.shop_id
    with world.rt.db.tenant(shop, person) as tx:
        tx.connection.exec_driver_sql(
            "insert into members (organization_id, person_id, role, name)"
            f" values ('{shop}', '{person}', 'STAFF', '{name}')"
        )
        tx.connection.exec_driver_sql(
            f"update conversations set organization_id = '{shop}', state = '{{}}'"
        )
    return person


@pytest.mark.parametrize("name", starters.NAMES)
def test_every_starter_can_be_published(amina: Keeper, name: str) -> None:
    values = {each: VALUES[each] for each in starters.placeholders(name)}

    with amina.world.rt.db.tenant(amina.scene.organization_id) as tx:
        desk = Desk(amina.world.rt, tx, amina.scene.shop_id)
        assert read(desk, starters.document(name, values)).steps


def test_a_large_sale_of_staff_is_asked_about_and_both_are_told(amina: Keeper) -> None:
    world = amina.world
    hires(amina, BARAKA, "Baraka")
    wish = limited("sale", Decimal(10000))
    amina.wishes(MakeRule(wish.starter, wish.values))

    asked = world.says(BARAKA, "sold cement 12000")
    about = "Sale of Ksh 12,000 (cement) by Baraka."
    assert f"{about} Is that all right?\n1 Yes, 2 No. Or answer YES A1 or NO A1." in asked
    answers = world.says(AMINA, "yes A1")

    assert "A1 is approved." in answers
    assert f"Amina said YES: {about}" in answers
    assert len(answers) == 2


def test_the_owners_own_sale_and_a_small_one_are_not_asked_about(amina: Keeper) -> None:
    hires(amina, BARAKA, "Baraka")
    wish = limited("sale", Decimal(10000))
    amina.wishes(MakeRule(wish.starter, wish.values))

    assert len(amina.world.says(AMINA, "sold cement 12000")) == 1
    assert len(amina.world.says(BARAKA, "sold cement 10000")) == 1


def test_a_rule_with_another_limit_takes_the_place_of_the_first(amina: Keeper) -> None:
    for limit in ("10000", "500"):
        wish = limited("sale", Decimal(limit))
        amina.wishes(MakeRule(wish.starter, wish.values))

    with amina.asks() as shop:
        (rule,) = shop.rules()
    assert (rule.starter, rule.values) == ("large_sale", {"limit": "500"})
    assert amina.world.rows("select number from workflow_versions order by 1") == [(1,), (2,)]


def test_a_rule_that_is_paused_begins_nothing_until_it_is_resumed(amina: Keeper) -> None:
    hires(amina, BARAKA, "Baraka")
    wish = limited("sale", Decimal(100))
    amina.wishes(MakeRule(wish.starter, wish.values))
    with amina.asks() as shop:
        (rule,) = shop.rules()

    amina.wishes(SwitchRule(rule.id, is_on=False))
    assert len(amina.world.says(BARAKA, "sold cement 500")) == 1
    amina.wishes(SwitchRule(rule.id, is_on=True))
    assert len(amina.world.says(BARAKA, "sold cement 500")) == 2


def test_the_evening_summary_comes_every_evening_at_its_hour(amina: Keeper) -> None:
    world = amina.world
    wish = every_day(datetime(2026, 11, 23, 20, 0, tzinfo=UTC).time())
    amina.wishes(MakeRule(wish.starter, wish.values))
    amina.sells("sugar", "1", "300")
    before = len(world.post.sent)

    passes(world, hours=10)  # 20:00 in Nairobi.
    first = [letter.text for letter in world.post.sent[before:]]
    passes(world, days=1)

    assert len(first) == 1
    assert "Ksh 300" in first[0]
    assert len(world.post.sent) == before + 2


def test_a_wish_for_a_rule_needs_a_shop(amina: Keeper) -> None:
    world, scene = amina.world, amina.scene
    lost = Scene(scene.person_id, None, scene.message_id, scene.now)

    with (
        pytest.raises(LookupError),
        world.rt.db.tenant(None, scene.person_id) as tx,
    ):
        effects.settle(world.rt, tx, lost, [MakeRule("low_stock", {})])


@pytest.mark.parametrize(
    "value",
    [
        "1') || true || ('1",
        "{{ event }}",
        '", "to": "STAFF',
        "{% raw %}",
        "a\\nb",
        "$limit",
        "",
    ],
)
def test_a_value_that_would_leave_its_place_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="cannot stand in a rule"):
        starters.document("own_reminder", {**VALUES, "about": value})


def test_an_apostrophe_in_a_reminder_ends_no_text() -> None:
    document = starters.document("own_reminder", {**VALUES, "about": "kulisha ng'ombe"})

    assert document["name"] == "Reminder: kulisha ng’ombe"
