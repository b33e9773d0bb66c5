"""Redis empties itself, goes away, or falls silent."""

from __future__ import annotations

import pytest

from tests.faults.crowd import quantile
from tests.faults.invariants import check
from tests.faults.town import Town

pytestmark = pytest.mark.fault

FAST_S = 1.0


def test_a_doorbell_that_is_emptied_again_and_again_costs_nothing(town: Town) -> None:
    load = town.crowd.tell(40, calm_s=0.05)
    for share in (0.15, 0.3, 0.45, 0.6, 0.75, 0.9):
        town.hears(load, share)
        town.servers.cluster.forget_rings()
    town.hears(load)
    town.rest()

    check(town)


def test_the_relay_does_the_work_while_redis_is_away_for_ten_seconds(town: Town) -> None:
    town.servers.stop_redis(10)
    load = town.crowd.tell(120, calm_s=0.2)
    town.hears(load)
    town.rest()
    assert not town.servers.has_redis
    town.wait(lambda: town.servers.has_redis, "Redis does not come back")

    check(town)
    assert quantile(load, 0.95) < FAST_S


def test_webhooks_do_not_wait_for_a_redis_that_says_nothing(town: Town) -> None:
    load = town.crowd.tell(80, calm_s=0.1)
    town.hears(load, 0.1)
    with town.servers.frozen_redis():
        town.hears(load, 0.9)
    town.hears(load)
    town.rest()

    check(town)
    assert quantile(load, 0.95) < FAST_S
