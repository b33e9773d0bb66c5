from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from structlog.testing import capture_logs

from bot.own_wishes import Export
from engine import relay, upkeep
from engine.channels.base import Unreadable
from engine.inbound import intake, parked
from tests.engine.keeper import keeper
from tests.engine.world import AMINA, MORNING, World
from tests.services import Cluster


@pytest.mark.parametrize(("days", "is_kept"), [(89, True), (91, False)])
def test_a_parked_body_is_kept_for_ninety_days(
    world: World, cluster: Cluster, days: int, is_kept: bool
) -> None:
    intake.take(world.rt, [Unreadable("post", "without sender", b"a secret text")])
    with cluster.postgres.superuser(str(world.rows("select current_database()")[0][0])) as rows:
        rows.execute(
            "update parked_bodies set received_at = now() - %s * interval '1 day'", [days]
        )

    with capture_logs() as logs:
        relay.look_after(world.rt)

    assert bool(parked.newest(world.rt)) is is_kept
    assert [log["event"] for log in logs if "parked" in log] == (
        [] if is_kept else ["A parked body was dropped for its age"]
    )
    assert "secret" not in str(logs)


def test_a_young_parked_body_does_not_protect_the_old(world: World, cluster: Cluster) -> None:
    for _ in range(3):
        intake.take(world.rt, [Unreadable("post", "without sender", b"{}")])
    with cluster.postgres.superuser(str(world.rows("select current_database()")[0][0])) as rows:
        rows.execute(
            "update parked_bodies set received_at = now() - interval '91 days'"
            " where id <> (select id from parked_bodies order by id desc limit 1)"
        )

    relay.look_after(world.rt)

    assert len(parked.newest(world.rt)) == 1


def night(world: World, days: int) -> None:
    """Two o'clock in Nairobi, so many days on; messages were written by the real clock."""
    later = datetime.now(UTC) + timedelta(days=days)  # noqa: TID251 -- The database's clock.
    world.now[0] = later.replace(hour=23)
    relay.look_after(world.rt)


def words(world: World) -> set[object]:
    return {
        row[0]
        for table in ("inbound_messages", "outbound_messages")
        for row in world.rows(f"select body from {table}")
    }


def test_words_are_dropped_after_a_year_and_what_follows_from_them_stays(
    world: World,
) -> None:
    world.registers(AMINA, "Duka la Amina")
    world.says(AMINA, "sold sugar 300")

    night(world, 363)
    kept = words(world)
    night(world, 367)

    assert "sold sugar 300" in kept
    assert words(world) == {"****"}
    assert world.rows("select raw from inbound_messages where raw <> ''") == []
    assert world.rows("select amount::int from entries") == [(300,)]


def test_what_a_provider_sent_is_dropped_earlier_than_the_words(world: World) -> None:
    world.says(AMINA, "Hi")

    night(world, 88)
    kept = world.rows("select raw from inbound_messages where raw <> ''")
    night(world, 92)

    assert len(kept) == 1
    assert world.rows("select body, length(raw) from inbound_messages") == [("Hi", 0)]


def test_by_day_nothing_is_gone_through(world: World) -> None:
    world.says(AMINA, "Hi")
    world.now[0] = MORNING + timedelta(days=800)

    relay.look_after(world.rt)

    assert "Hi" in words(world)


def test_what_waits_for_its_turn_is_not_dropped(world: World) -> None:
    world.hears(AMINA, "sold sugar 300")

    night(world, 800)

    assert words(world) == {"sold sugar 300"}


def test_many_old_messages_are_dropped_in_batches(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "BATCH", 2)
    for _ in range(3):
        world.says(AMINA, "Hi")

    night(world, 367)
    some = words(world)
    night(world, 367)

    assert some != {"****"}
    assert words(world) == {"****"}


def test_an_export_is_dropped_after_its_day(world: World) -> None:
    owner = keeper(world)
    owner.wishes(Export("shop"))
    world.works()
    world.now[0] += timedelta(hours=23)
    relay.look_after(world.rt)
    kept = world.rows("select 1 from export_pieces")
    world.now[0] += timedelta(hours=2)

    relay.look_after(world.rt)

    assert len(kept) == 2
    assert world.rows("select 1 from export_pieces") == []
    assert world.rows("select 1 from exports") == []
