"""What an owner did not ask for is told once, and by day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from engine.outbound import notices
from engine.outbound.notices import News
from store import events
from store.events import Event
from tests.engine.keeper import Keeper, keeper
from tests.engine.world import AMINA, BARAKA, World

NAIROBI = ZoneInfo("Africa/Nairobi")


def joined(amina: Keeper) -> Event:
    """Baraka, who has written before, is a member since a moment ago."""
    world, scene = amina.world, amina.scene
    world.says(BARAKA, "Hi")
    person = world.ids(f"select person_id from addresses where value = '{BARAKA}'")[0]
    event = Event(
        organization_id=scene.shop_id,
        type="MEMBER_JOINED",
        source="chat",
        person_id=person,
        message_id=None,
        payload={"person": str(person), "role": "STAFF"},
        occurred_at=scene.now,
    )
    with world.rt.db.tenant(scene.organization_id) as tx:
        tx.execute(
            text(
                "insert into members (organization_id, person_id, role, name)"
                " values (:shop, :person, 'STAFF', 'Baraka')"
            ),
            {"shop": scene.organization_id, "person": person},
        )
        events.record(tx, [event])
        notices.leave(
            tx, News(event.organization_id, event.id), by=event.person_id, now=world.now[0]
        )
    return event


@pytest.fixture(name="amina")
def _amina(world: World) -> Keeper:
    return keeper(world)


def told(world: World) -> list[str]:
    return [letter.text for letter in world.post.sent if "your team" in letter.text]


def test_the_owner_is_told_once(amina: Keeper) -> None:
    joined(amina)

    amina.world.works()

    assert told(amina.world) == ["Baraka has accepted and is on your team now (staff)."]
    rows = amina.world.rows("select reason from outbound_messages where answers_id is null")
    assert rows == [("notice",)]


def test_by_night_it_waits_for_the_morning(amina: Keeper) -> None:
    amina.world.now[0] = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)  # 20:00 in Nairobi.
    joined(amina)

    amina.world.works()

    assert told(amina.world) == []
    (row,) = amina.world.rows("select kind, due_at - now() from outbox")
    assert row[0] == "notice"
    assert isinstance(row[1], timedelta)
    assert timedelta(hours=11) < row[1] <= timedelta(hours=12)


def test_one_that_was_late_itself_still_waits_for_the_morning(amina: Keeper) -> None:
    joined(amina)
    amina.world.now[0] = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)

    amina.world.works()

    assert told(amina.world) == []
    assert len(amina.world.rows("select id from outbox")) == 1


def test_who_is_no_owner_any_more_is_told_nothing(amina: Keeper) -> None:
    joined(amina)
    with amina.world.rt.db.tenant(amina.scene.organization_id) as tx:
        tx.execute(text("update members set role = 'STAFF'"))

    amina.world.works()

    assert told(amina.world) == []
    assert amina.world.rows("select id from outbox") == []


def test_ones_own_doing_is_no_news(amina: Keeper) -> None:
    event = joined(amina)
    amina.world.works()
    owner = amina.scene.person_id

    with amina.world.rt.db.tenant(amina.scene.organization_id) as tx:
        news = News(event.organization_id, event.id)
        notices.leave(tx, news, by=owner, now=amina.world.now[0], to=owner)

    assert amina.world.rows("select id from outbox") == []


def test_it_goes_where_she_was_heard_last(amina: Keeper) -> None:
    joined(amina)

    amina.world.works()

    assert [letter.to for letter in amina.world.post.sent if "your team" in letter.text] == [
        AMINA
    ]
