"""Random faults, one after the other, from a seed that is printed: `make chaos` for longer."""

from __future__ import annotations

import random

import pytest

from tests.faults.chaos import FAULTS, schedule
from tests.faults.invariants import check
from tests.faults.town import Town

pytestmark = pytest.mark.fault


def test_a_seed_says_which_faults_come() -> None:
    assert list(schedule(7, 60)) == list(schedule(7, 60))
    assert list(schedule(7, 60)) != list(schedule(8, 60))


def test_nothing_is_lost_or_doubled_whatever_happens(
    proxied: Town, pytestconfig: pytest.Config
) -> None:
    town, proxy = proxied, proxied.proxy
    assert proxy is not None
    seconds = pytestconfig.getoption("chaos_seconds")
    seed = pytestconfig.getoption("chaos_seed") or random.getrandbits(32)
    say = f"make chaos ARGS='-k whatever --chaos-seed {seed} --chaos-seconds {seconds}'"
    print(say)  # noqa: T201 -- Shown when it fails.

    load = town.crowd.tell(100_000, calm_s=0.2)
    for strike in schedule(seed, seconds):
        print(f"{strike.after_s:.1f} s of peace, then {strike.fault}")  # noqa: T201 -- The same.
        town.lives_on(strike.after_s)
        FAULTS[strike.fault].begin(town, proxy)
        town.lives_on(strike.lasts_s)
        FAULTS[strike.fault].end(town, proxy)
    load.enough.set()
    town.hears(load)
    town.rest()

    check(town)
