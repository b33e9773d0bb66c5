"""Reminders, whatever happens to the relay that rings their timers."""

from __future__ import annotations

import signal

import pytest

from tests.faults.invariants import check
from tests.faults.town import Town

pytestmark = pytest.mark.fault

EACH, DAYS = 4, (3, 4, 5, 6)
DUE = "update outbox set due_at = now() where kind = 'timer'"
WAITING = "select count(*) from outbox where kind = 'timer' and due_at > now()"
WRITTEN = """
select count(*), count(distinct (organization_id, body)) from outbound_messages
where reason = 'workflow' and status = 'sent'
"""


def rows(town: Town, query: str) -> tuple[int, ...]:
    """The first row."""
    with town.servers.cluster.postgres.superuser(town.database) as cursor:
        cursor.execute(query)
        return tuple(cursor.fetchone() or ()) if cursor.description else ()


def test_reminders_come_once_each_though_the_relay_is_killed(passing: Town) -> None:
    town = passing
    for phone in town.crowd.phones:
        town.crowd.say(phone, "remind customers a day before")
        town.crowd.say(phone, "yes")
        for day in DAYS:
            town.crowd.say(phone, f"book Asha on {day} December at 10 am")
    booked = EACH * len(town.crowd.phones)
    town.wait(lambda: rows(town, WAITING) == (booked,), "not all are booked")
    town.stop("relay")

    rows(town, DUE)
    town.start("relay", "relay.marked=kill@1", "relay.rung=kill@1", "relay.marked=kill@1")
    town.wait(lambda: rows(town, WRITTEN) == (booked, booked), "reminders are missing")
    town.rest()

    assert town.died("relay")[:3] == [-signal.SIGKILL] * 3
    assert rows(town, WRITTEN) == (booked, booked)
    check(town)
