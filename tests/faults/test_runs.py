"""Runs of workflows, whatever happens to the processes and servers that they need."""

from __future__ import annotations

import signal
from typing import Any

import pytest

from tests.faults import flow
from tests.faults.invariants import check
from tests.faults.test_workers import end_idle
from tests.faults.town import Town

pytestmark = pytest.mark.fault

DAY_S = 86_400
WAITING = "select id from runs where status like 'WAITING%'"
LATE = """
select id from outbox o where kind = 'timer' and not exists (
  select from runs r where r.waiting_id = o.subject_id
)"""
WRITTEN = """
select body from outbound_messages where reason = 'workflow' and status = 'sent' order by body
"""


def rules(version: str) -> list[dict[str, Any]]:
    """Two workflows on an expense, of which one waits for the clock and one for a person."""
    wait = {"id": "wait", "type": "wait", "for": "P3D"}
    question = flow.both("Spent {{ event.payload.amount }}?")
    ask = {"id": "ask", "type": "approval", "of": "OWNER", "self_approval": True,
           "timeout": "P2D", "question": question}  # fmt: skip
    return [
        {
            "name": str(step["type"]),
            "trigger": {"event": "EXPENSE_RECORDED"},
            "steps": [
                step,
                {
                    "id": "tell",
                    "type": "send_message",
                    "to": "OWNER",
                    "text": flow.both(
                        f"{version} {step['type']}: {{{{ event.payload.amount }}}}"
                    ),
                },
            ],
        }
        for step in (wait, ask)
    ]


def found(town: Town, query: str) -> list[str]:
    """The first column."""
    with town.servers.cluster.postgres.superuser(town.database) as rows:
        rows.execute(query)
        return [value for (value, *_) in rows.fetchall()]


def test_a_worker_killed_inside_and_between_steps_loses_and_doubles_nothing(
    working: Town,
) -> None:
    town, points = working, sorted(flow.POINTS)
    town.start("worker", *(f"{point}=kill@2" for point in points))

    load = town.crowd.tell(100_000, calm_s=2.0)  # Until it is enough.
    for point in points:
        town.wait(lambda: town.has_reached("worker", point), f"nobody came past {point}")  # noqa: B023
    load.enough.set()
    town.hears(load)
    town.rest()

    check(town)
    assert town.died("worker") == [-signal.SIGKILL] * len(points)


@pytest.mark.parametrize("point", ["outside.claimed", "outside.before_commit"])
def test_a_worker_frozen_beyond_its_lease_moves_no_run_a_second_time(
    working: Town, point: str
) -> None:
    town = working
    town.start("worker", f"{point}=stop@3")
    load = town.crowd.tell(12)
    town.wait(lambda: town.has_reached("worker", point), f"nobody came past {point}")
    town.start("worker-2")
    town.hears(load)
    end_idle(town)
    town.rest()

    town.send("worker", signal.SIGCONT)
    town.stop("worker-2")
    town.hears(town.crowd.tell(4))
    town.rest()

    check(town)


def test_a_database_that_stops_stops_no_run_for_good(working: Town) -> None:
    town = working
    load = town.crowd.tell(16, calm_s=0.2)
    for share in (0.4, 0.9):
        town.hears(load, share)
        town.servers.crash_postgres()
        town.wait(town.servers.is_up, "PostgreSQL does not come back")
    town.hears(load)
    town.rest()

    check(town)


def test_runs_wait_three_days_through_restarts_under_a_clock_that_moves(passing: Town) -> None:
    town, (amina, *_) = passing, passing.crowd.phones
    with town.servers.clock() as clock:
        flow.publish(town.servers, town.database, *rules("Old"))
        town.crowd.say(amina, "spent 50 on rent")
        town.wait(lambda: len(found(town, WAITING)) == 2, "no run waits")
        flow.publish(town.servers, town.database, *rules("New"))
        for process in ("worker", "relay"):
            town.start(process)
        town.crowd.say(amina, "yes A1")
        town.wait(lambda: len(found(town, WAITING)) == 1, "nobody hears the answer")
        (waits,) = found(town, WAITING)
        # Before her service window closes.
        town.wait(lambda: found(town, WRITTEN) == ["Old approval: 50"], "she is not told")

        clock.set(5 * DAY_S // 2)
        town.crowd.say(amina, "spent 60 on rent")
        town.wait(lambda: not found(town, LATE), "the late timer does not ring")
        assert waits in found(town, WAITING)
        clock.set(3 * DAY_S + 60)
        town.wait(lambda: waits not in found(town, WAITING), "it waits too long")
        town.crowd.say(amina, "yes B1")
        town.wait(lambda: len(found(town, WAITING)) == 1, "nobody hears the answer")
        town.rest()

        check(town)
        assert found(town, WRITTEN) == [
            "New approval: 60",
            "New wait: 60",
            "Old approval: 50",
            "Old wait: 50",
        ]
