"""Redis empties itself, goes away, or falls silent."""

from __future__ import annotations

import pytest

from tests.faults.crowd import Load, quantile
from tests.faults.invariants import check
from tests.faults.town import Town

pytestmark = pytest.mark.fault

FAST_S = 1.0


def brought(town: Town, load: Load, share: float) -> None:
    """Wait until this share of a load is taken."""
    town.wait(lambda: load.has_brought(share), 60, "the phones are not heard")


def test_a_doorbell_that_is_emptied_again_and_again_costs_nothing(town: Town) -> None:
    load = town.crowd.tell(40, calm_s=0.05)
    for share in (0.15, 0.3, 0.45, 0.6, 0.75, 0.9):
        brought(town, load, share)
        town.servers.cluster.forget_rings()
    brought(town, load, 1)
    town.rest()

    check(town)


def test_the_relay_does_the_work_while_redis_is_away_for_ten_seconds(town: Town) -> None:
    town.servers.stop_redis(10)
    load = town.crowd.tell(200, calm_s=0.2)
    brought(town, load, 1)
    town.rest()
    assert not town.servers.has_redis
    town.wait(lambda: town.servers.has_redis, 20, "Redis does not come back")

    check(town)
    assert quantile(load, 0.95) < FAST_S


def test_webhooks_do_not_wait_for_a_redis_that_says_nothing(town: Town) -> None:
    load = town.crowd.tell(80, calm_s=0.1)
    brought(town, load, 0.1)
    with town.servers.frozen_redis():
        brought(town, load, 0.9)
    brought(town, load, 1)
    town.rest()

    check(town)
    assert quantile(load, 0.95) < FAST_S
