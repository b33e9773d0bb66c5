"""PostgreSQL crashes, is cut off, keeps its answers to itself, or loses its sense of time."""

from __future__ import annotations

import time
from itertools import count

import pytest

from tests.faults.crowd import Load
from tests.faults.invariants import check
from tests.faults.town import Town
from tests.provider import TOO_MANY

pytestmark = pytest.mark.fault

HOUR_S, SILENT_S = 3600, 2


def brought(town: Town, load: Load, share: float) -> None:
    """Wait until this share of a load is taken."""
    town.wait(lambda: load.has_brought(share), 60, "the phones are not heard")


def test_postgres_may_crash_three_times_under_load(town: Town) -> None:
    load = town.crowd.tell(60, calm_s=0.05)
    for share in (0.2, 0.5, 0.8):
        brought(town, load, share)
        town.servers.crash_postgres()
        town.wait(town.servers.is_up, 30, "PostgreSQL does not come back")
    brought(town, load, 1)
    town.rest()

    check(town)


@pytest.mark.parametrize("hours", [1, -1], ids=["ahead", "back"])
def test_a_database_whose_clock_jumps_an_hour_stalls_nothing(passing: Town, hours: int) -> None:
    town = passing
    with town.servers.clock() as clock:
        calls = count(1)
        town.provider.refuse = lambda: TOO_MANY if next(calls) % 3 == 0 else None
        load = town.crowd.tell(60, calm_s=0.15)
        brought(town, load, 0.5)
        clock.set(hours * HOUR_S)
        brought(town, load, 1)
        town.provider.refuse = lambda: None
        town.rest(40, may_leap=False)

        check(town)


def test_connections_may_be_cut_refused_and_silent_at_any_moment(proxied: Town) -> None:
    town, proxy = proxied, proxied.proxy
    assert proxy is not None
    load = town.crowd.tell(80, calm_s=0.05)
    for share in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6):
        brought(town, load, share)
        proxy.cut_all()
    proxy.refuses = True
    proxy.cut_all()
    town.wait(lambda: town.said("relay", "database is away"), 20, "the relay notices nothing")
    proxy.refuses = False
    brought(town, load, 0.8)
    with proxy.black_hole():
        end = time.monotonic() + SILENT_S
        town.wait(lambda: time.monotonic() > end, 10, "time stands still")
    brought(town, load, 1)
    town.rest()

    check(town)


def test_commits_whose_replies_are_lost_are_neither_lost_nor_done_twice(proxied: Town) -> None:
    town, proxy = proxied, proxied.proxy
    assert proxy is not None
    proxy.loses_commit = 7
    load = town.crowd.tell(40)
    brought(town, load, 1)
    town.wait(lambda: proxy.lost >= 24, 30, "there are not as many commits")
    proxy.loses_commit = 0
    town.rest()

    check(town)
