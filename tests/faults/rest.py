"""When a town has nothing left to do; and how time passes where nobody wants to wait for it."""

from __future__ import annotations

import time
from contextlib import ExitStack
from dataclasses import dataclass, field

import psycopg2
from psycopg2.extensions import cursor as Cursor  # noqa: N812 -- A class.

from karani.postgres import PostgreSQL

STILL_S = 0.8
"""Nothing has moved for this long: whatever waits, waits for the clock."""

_STATE = """
select
  (select count(*) from outbox where parked_at is null and due_at <= now()),
  (select count(*) from outbox where parked_at is null and due_at > now()),
  (select count(*) from outbound_messages where status in ('queued', 'sending')),
  (select count(*) from audit_entries where sequence is null)
"""
_DUE_NOW = """
update outbox set due_at = now()
where parked_at is null and due_at > now() and kind <> 'timer'
"""
# Those that nobody waits for any more, and the next that a run waits for; but nobody's time
# to decide runs out.
_TIMERS_RING = """
with later as (
  select o.id, o.due_at, r.id is not null as is_awaited from outbox o
  left join runs r on (r.organization_id, r.waiting_id) = (o.organization_id, o.subject_id)
  where o.kind = 'timer' and o.parked_at is null and o.due_at > now() and not exists (
    select from approvals a where a.step_run_id = o.subject_id and a.status = 'open'
  )
)
update outbox set due_at = now() from later
where outbox.id = later.id and (not is_awaited or later.due_at <= (
  select min(due_at) + interval '1 minute' from later where is_awaited
))
"""
_LEASES_END = """
update outbound_messages set lease_until = now() - interval '1 second'
where status = 'sending' and lease_until > now();
update step_runs set lease_until = null where lease_until > now();
"""
# The relay gives a ring three seconds; a stall of a minute is not leapt over.
_RINGS_ARE_MISSED = """
update outbox set rung_at = now() - interval '3 seconds'
where parked_at is null and due_at <= now() and rung_at > now() - interval '3 seconds'
"""
# A provider is asked for minutes what became of a message; after one answer they are over.
_ASKED_ENOUGH = """
update outbound_messages set claimed_at = claimed_at - interval '1 hour'
where status = 'unknown'
"""

State = tuple[int, ...]
REST: State = (0, 0, 0, 0)


@dataclass
class Watch:
    """Looks at one database until it rests, and leaps over pauses unless it may not."""

    server: PostgreSQL
    database: str
    may_leap: bool = True
    seen: State = ()
    since: float = 0.0
    leaps: int = 0
    _line: ExitStack = field(default_factory=ExitStack)
    _cursor: Cursor | None = None
    """One connection for many looks: to log in costs more than to ask."""

    def is_over(self) -> bool:
        """Whether nothing is due, queued, on its way or unsealed."""
        try:
            return self._rests()
        except psycopg2.OperationalError:
            self.close()
            return False

    def close(self) -> None:
        """Hang up."""
        self._line.close()
        self._cursor = None

    def _rests(self) -> bool:
        if self._cursor is None:
            self._cursor = self._line.enter_context(self.server.superuser(self.database))
        self._cursor.execute(_STATE)
        state = self._cursor.fetchone()
        assert state is not None
        if state != REST:
            self._look(self._cursor, state)
        return state == REST

    def _look(self, cursor: Cursor, state: State) -> None:
        now = time.monotonic()
        if state != self.seen:
            self.seen, self.since = state, now
        due, later, *_ = state
        if self.may_leap and now - self.since > STILL_S:
            self.since = now
            if due:
                cursor.execute(_RINGS_ARE_MISSED)
            elif later:
                self._leap(cursor)

    def _leap(self, cursor: Cursor) -> None:
        self.leaps += 1
        cursor.execute(_LEASES_END)
        if self.leaps > 1:
            cursor.execute(_ASKED_ENOUGH)
        cursor.execute(_DUE_NOW)
        if not cursor.rowcount:  # An answer that is on its way comes before its time is over.
            cursor.execute(_TIMERS_RING)
