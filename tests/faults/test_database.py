"""PostgreSQL crashes, or loses its sense of time."""

from __future__ import annotations

from itertools import count

import pytest

from tests.faults.invariants import check
from tests.faults.town import Town
from tests.provider import TOO_MANY

pytestmark = pytest.mark.fault

HOUR_S = 3600


def test_postgres_may_crash_three_times_under_load(town: Town) -> None:
    load = town.crowd.tell(60, calm_s=0.05)
    for share in (0.2, 0.5, 0.8):
        town.hears(load, share)
        town.servers.crash_postgres()
        town.wait(town.servers.is_up, "PostgreSQL does not come back")
    town.hears(load)
    town.rest()

    check(town)


@pytest.mark.parametrize("hours", [1, -1], ids=["ahead", "back"])
def test_a_database_whose_clock_jumps_an_hour_stalls_nothing(town: Town, hours: int) -> None:
    with town.servers.clock() as clock:
        calls = count(1)
        town.provider.refuse = lambda: TOO_MANY if next(calls) % 3 == 0 else None
        load = town.crowd.tell(60, calm_s=0.15)
        town.hears(load, 0.5)
        clock.set(hours * HOUR_S)
        town.hears(load)
        town.provider.refuse = lambda: None
        town.rest(may_leap=False)

        check(town)
