"""SIGKILL at every boundary between two things that cannot happen together."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from engine.tools import failpoints
from tests.faults import flow
from tests.faults.invariants import check
from tests.faults.town import Town

pytestmark = pytest.mark.fault

PASSED: Mapping[str, tuple[str, ...]] = {
    "web": ("intake.before_commit", "bell.before_ring"),
    "worker": (
        "turn.locked",
        "turn.before_commit",
        "bell.before_ring",
        "delivery.claimed",
        "delivery.answered",
        "delivery.kept",
    ),
    "relay": ("relay.marked", "relay.rung"),
}
"""Which process passes which boundary."""

AT: Mapping[str, int] = {"web": 12, "worker": 5, "relay": 1}
"""At which passage: in the middle of the work."""

CASES = [(name, point) for name, points in PASSED.items() for point in points]


def test_every_boundary_has_its_case() -> None:
    passed = {point for points in PASSED.values() for point in points}

    assert passed | flow.POINTS == failpoints.NAMES


@pytest.mark.parametrize(("process", "point"), CASES, ids=["-".join(case) for case in CASES])
def test_a_process_killed_at_a_boundary_loses_and_doubles_nothing(
    town: Town, process: str, point: str
) -> None:
    town.start(process, f"{point}=kill@{AT[process]}")

    load = town.crowd.tell(24)
    if process == "relay":
        town.servers.stop_redis(0.5)  # Rings are lost: the relay has something to do.
    town.wait(lambda: town.has_reached(process, point), f"nobody came past {point}")
    town.hears(load)
    town.rest()

    check(town)
    if process == "web":
        town.start("web")  # Its master arms each new life like the first.
