"""Messages that can wait: one after another, as fast as their account may send."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

import pytest

from engine.settings import Settings
from tests.engine.flows import happens, on, publish
from tests.engine.keeper import Keeper, keeper
from tests.engine.shop_with_customers import HI, knows
from tests.engine.world import AMINA, World

PER_SECOND, CUSTOMERS = 1, 15
NOT_SENT = "status = 'queued' and occasion = 'reminder'"


@pytest.fixture(name="amina")
def _amina(world: World) -> Keeper:
    chosen = world.rt.settings.model_dump() | {"messages_per_second": PER_SECOND}
    world.rt = replace(world.rt, settings=Settings(**chosen))
    return keeper(world, AMINA, "Duka la Amina")


def reminded(amina: Keeper) -> Sequence[UUID]:
    """All customers are reminded in one moment; every delivery is tried once."""
    world, shop = amina.world, amina.scene.shop_id
    known = [
        knows(amina, f"Customer {number}", f"+2547120000{number:02d}")
        for number in range(CUSTOMERS)
    ]
    told = [
        {"type": "send_message", "id": f"to_{place}", "to": str(one), "text": HI}
        | {"occasion": "reminder"}
        for place, one in enumerate(known)
    ]
    publish(world, shop, on("NEWS", *told, name="Everybody"))
    happens(world, shop, "NEWS")
    entries = world.ids("select id from outbox where kind = 'delivery' order by id")
    for entry in entries:
        world.works_once(entry)
    return entries


def test_what_an_account_may_send_in_a_second_goes_at_once_and_the_rest_behind_it(
    amina: Keeper,
) -> None:
    reminded(amina)

    (left,) = amina.world.rows(
        "select count(*), count(distinct o.due_at)"
        " from outbox o join outbound_messages m on m.id = o.subject_id"
        f" where m.{NOT_SENT}"
    )
    assert 0 < int(str(left[0])) < CUSTOMERS
    assert left[0] == left[1]  # No two of them at one moment.


def test_a_turn_is_taken_once_and_every_message_is_sent_once(amina: Keeper) -> None:
    world = amina.world
    entries = reminded(amina)
    (before,) = world.rows("select free_at from paces")

    for entry in entries:
        world.works_once(entry)

    assert world.rows("select free_at from paces") == [before]
    letters = [one.to for one in world.post.sent if "parcel" in one.text]
    assert len(letters) == len(set(letters)) == CUSTOMERS


def test_an_answer_waits_for_no_reminder(amina: Keeper) -> None:
    reminded(amina)

    assert amina.world.says(AMINA, "sold bread 50")
