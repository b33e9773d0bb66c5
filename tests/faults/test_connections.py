"""Connections to PostgreSQL are cut, refused, silent, or end before the last word."""

from __future__ import annotations

import pytest

from tests.faults.invariants import check
from tests.faults.town import Town

pytestmark = pytest.mark.fault

SILENT_S = 2


def test_connections_may_be_cut_refused_and_silent_at_any_moment(proxied: Town) -> None:
    town, proxy = proxied, proxied.proxy
    assert proxy is not None
    load = town.crowd.tell(80, calm_s=0.05)
    for share in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6):
        town.hears(load, share)
        proxy.cut_all()
    proxy.refuses = True
    proxy.cut_all()
    town.wait(lambda: town.said("relay", "database is away"), "the relay notices nothing")
    proxy.refuses = False
    town.hears(load, 0.8)
    with proxy.black_hole():
        town.lives_on(SILENT_S)
    town.hears(load)
    town.rest()

    check(town)


def test_commits_whose_replies_are_lost_are_neither_lost_nor_done_twice(proxied: Town) -> None:
    town, proxy = proxied, proxied.proxy
    assert proxy is not None
    proxy.loses_commit = 7
    load = town.crowd.tell(40)
    town.hears(load)
    town.wait(lambda: proxy.lost >= 24, "there are not as many commits")
    proxy.loses_commit = 0
    town.rest()

    check(town)
