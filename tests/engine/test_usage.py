"""What a shop has sent is counted by kind, and a day has a bound for what nobody waits for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from engine.channels.base import StatusReport
from engine.inbound import intake
from engine.settings import Settings
from store import usage
from store.base import new_id
from tests.engine.keeper import Keeper, keeper
from tests.engine.shop_with_customers import knows, writes
from tests.engine.world import AMINA, CHAUSIKU, World

MOST = 2


@pytest.fixture(name="amina")
def _amina(world: World) -> Keeper:
    chosen = world.rt.settings.model_dump() | {"messages_per_day": MOST}
    world.rt = replace(world.rt, settings=Settings(**chosen))
    # The bound is of a day: the shop's clock and the database's must agree on it.
    world.now[0] = datetime.now(UTC).replace(hour=9)  # noqa: TID251 -- As the database's.
    return keeper(world, AMINA, "Duka la Amina")


def reminds(amina: Keeper, name: str) -> list[str]:
    """A customer is reminded of something; what was sent to whomever."""
    number = len(amina.world.rows("select 1 from customers"))
    customer = knows(amina, name, f"+25475500000{number}")
    return writes(amina, customer, occasion="reminder")


def test_what_a_month_cost_is_told_by_kind(amina: Keeper) -> None:
    reminds(amina, "Asha")
    (row,) = amina.world.rows(
        "select provider_reference from outbound_messages where channel = 'sms'"
    )
    price = {"price": Decimal("0.8"), "currency": "KES", "category": "sms"}
    intake.take(amina.world.rt, [StatusReport("post", str(row[0]), "delivered", **price)])  # type: ignore[arg-type]
    keeper(amina.world, CHAUSIKU, "Jirani")

    begins = datetime.now(UTC) - timedelta(days=1)  # noqa: TID251 -- As the database's.
    with amina.world.rt.db.tenant(amina.scene.shop_id) as tx:
        used = usage.between(tx, amina.scene.shop_id, begins, begins + timedelta(days=2))

    by_channel = {one.channel: one for one in used}
    sms = by_channel["sms"]
    assert (sms.messages, sms.parts, sms.price, sms.currency) == (1, 1, Decimal("0.8"), "KES")
    assert (sms.provider, sms.form, sms.category) == ("post", "free_text", "sms")
    assert by_channel["whatsapp"].priced == 0
    assert sum(one.messages for one in used) == len(
        amina.world.rows(
            "select 1 from outbound_messages where sent_at is not null"
            f" and organization_id = '{amina.scene.shop_id}'"
        )
    )


def test_a_full_day_lets_the_rest_wait_and_tells_the_owner_once(amina: Keeper) -> None:
    assert all(reminds(amina, f"Customer {number}") for number in range(MOST))

    said = [reminds(amina, f"Late {number}") for number in range(2)]

    assert [len(texts) for texts in said] == [1, 0]
    assert said[0][0].startswith("Your shop has sent 2 messages today")
    waits = amina.world.rows(
        "select m.status::text, o.due_at > now() + interval '10 hours' from outbox o"
        " join outbound_messages m on m.id = o.subject_id where o.kind = 'delivery'"
    )
    assert waits == [("queued", True)] * 2
    assert amina.world.says(AMINA, "sold bread 50")  # Answers always go.


def test_ids_begin_where_their_moment_does() -> None:
    before = datetime.now(UTC)  # noqa: TID251 -- Ids are made of it.
    made = new_id()

    assert usage.first_id_of(before - timedelta(milliseconds=2)) <= made
    assert made < usage.first_id_of(before + timedelta(seconds=5))
