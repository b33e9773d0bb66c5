from __future__ import annotations

import pytest
from structlog.testing import capture_logs

from engine import intake, parked, relay
from engine.channels.base import Unreadable
from tests.engine.world import World
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
