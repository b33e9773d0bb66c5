"""Workers that are frozen, asked to go, or killed by what they read."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.faults.invariants import check, statuses
from tests.faults.poisoned_worker import POISON
from tests.faults.town import Town

pytestmark = pytest.mark.fault

POISONED = Path(__file__).with_name("poisoned_worker.py")
TIMES = 4
END_IDLE = """
select pg_terminate_backend(pid) from pg_stat_activity
where datname = %s and state = 'idle in transaction'
  and state_change < clock_timestamp() - interval '0.5 s'
"""


def end_idle(town: Town) -> None:
    """What the server does by itself to a transaction whose owner says nothing for 15 s."""
    with town.servers.cluster.postgres.superuser() as rows:
        rows.execute("select pg_sleep(0.6)")
        rows.execute(END_IDLE, [town.database])


def freeze_at(town: Town, point: str) -> None:
    """A worker freezes in the middle of its work; a second one goes on."""
    town.start("worker", f"{point}=stop@3")
    load = town.crowd.tell(24)
    town.wait(lambda: town.has_reached("worker", point), f"nobody came past {point}")
    town.start("worker-2")
    town.hears(load)
    end_idle(town)


def test_a_worker_frozen_longer_than_its_lease_sends_at_most_once(town: Town) -> None:
    before = statuses(town)["unknown"]
    freeze_at(town, "delivery.claimed")
    town.rest()
    assert statuses(town)["unknown"] > before

    town.send("worker", signal.SIGCONT)
    town.wait(lambda: statuses(town)["unknown"] == before, "the frozen one does not send")
    town.rest()

    check(town)
    town.stop("worker-2")


def test_a_worker_frozen_in_its_transaction_comes_too_late(town: Town) -> None:
    freeze_at(town, "turn.before_commit")
    town.rest()

    town.send("worker", signal.SIGCONT)
    town.stop("worker-2")
    town.hears(town.crowd.tell(8))
    town.rest()

    check(town)


def test_workers_that_are_asked_to_go_under_load_finish_what_they_hold(town: Town) -> None:
    town.start("worker")
    in_doubt = statuses(town)["unknown"]
    load = town.crowd.tell(100_000, calm_s=0.3)  # Until it is enough.
    for times in range(1, TIMES + 1):
        town.wait(lambda: town.begun("worker") == times, "it does not come back")  # noqa: B023
        town.send("worker", signal.SIGTERM)
        town.wait(lambda: len(town.died("worker")) == times, "it does not go")  # noqa: B023
    assert not load.is_over()
    load.enough.set()
    town.hears(load)
    town.rest()

    check(town)
    assert town.died("worker") == [0] * TIMES
    assert statuses(town)["unknown"] == in_doubt


def test_a_message_that_kills_its_worker_is_parked_alone(passing: Town) -> None:
    town = passing
    *_, last = town.crowd.phones
    town.start("worker", script=POISONED)

    load = town.crowd.tell(20)
    town.crowd.say(last, f"sold {POISON} 50")
    town.wait(lambda: bool(town.died("worker")), "the poison does not work")
    town.hears(load)
    town.rest()

    check(town, unhandled=1)
    assert town.died("worker") == [-signal.SIGKILL] * 3
