"""Wake the next of many runs that wait for one event, a part of them in each transaction."""

from __future__ import annotations

from engine import consequences
from engine.consequences import Fact
from engine.context.desk import Desk
from engine.runs.crowds import MOST
from engine.runtime import Runtime
from engine.tools.failpoints import reached
from store import events, outbox, wakes
from store.database import Transaction
from store.outbox import AT_ONCE, OutboxEntry


def ring(rt: Runtime, tx: Transaction, entry: OutboxEntry) -> None:
    """Tell the next ones; while there may be more, the entry goes on behind them."""
    shop = entry.organization_id
    assert shop is not None  # noqa: S101 -- A run is an organization's.
    tx.scope(organization_id=shop, person_id=None)
    wake = wakes.get(tx, shop, entry.subject_id)
    if wake is None:
        outbox.done(tx, entry.id)
        return
    desk = Desk(rt, tx, shop, careful=entry.attempts > 0)
    event = events.get(tx, shop, wake.event_id)
    found = wakes.following(tx, wake, event.type, MOST)
    consequences.wake(desk, found, Fact(event, wake.depth))
    if len(found) < MOST:
        wakes.done(tx, wake)
        outbox.done(tx, entry.id)
    else:
        wakes.advance(tx, wake, found[-1])
        outbox.postpone(tx, entry.id, AT_ONCE)
    reached("run.before_commit")
