"""Wishes are carried out in the turn's transaction, and told to the audit."""

from __future__ import annotations

import pytest

from bot.effects import Introduce, Raise
from engine import effects
from engine.effects import Scene
from tests.engine.world import AMINA, World


def test_a_change_of_language_is_told_with_before_and_after(world: World) -> None:
    shop = world.registers(AMINA, "Duka la Amina")
    person = world.ids("select id from people")[0]
    message = world.ids("select id from inbound_messages limit 1")[0]

    with world.rt.db.tenant(shop, person) as tx:
        effects.settle(
            world.rt, tx, Scene(person, shop, message, world.now[0]), [Introduce(language="sw")]
        )

    with world.rt.db.tenant(shop) as tx:
        row = tx.connection.exec_driver_sql(
            "select action, before, after from audit_entries where entity = 'person'"
            " order by id desc"
        ).first()
    assert row is not None
    assert tuple(row) == ("UPDATE", {"language": "en"}, {"language": "sw"})


def test_a_fact_without_an_organization_is_refused(world: World) -> None:
    world.hears(AMINA, "Hi")
    person = world.ids("select id from people")[0]
    message = world.ids("select id from inbound_messages")[0]
    scene = Scene(person, None, message, world.now[0])

    with (
        pytest.raises(LookupError, match="needs an organization"),
        world.rt.db.tenant(None, person) as tx,
    ):
        effects.settle(world.rt, tx, scene, [Raise("SALE_RECORDED", {})])
