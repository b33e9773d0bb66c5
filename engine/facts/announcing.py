"""Leave facts for the other systems that hear of them: they are told after the commit."""

from __future__ import annotations

from collections.abc import Sequence

from engine.context.desk import Desk
from store import outbox, subscription_deliveries
from store.base import new_id
from store.events import Event
from store.outbox import NewEntry
from store.subscription_deliveries import NewDelivery

KIND = "subscription"


def leave(desk: Desk, facts: Sequence[Event]) -> None:
    """A delivery for each fact and each subscription that wants such."""
    wanted = desk.listening.subscribers({fact.type for fact in facts})
    if not wanted:
        return
    rows = [
        NewDelivery(desk.organization_id, new_id(), one.subscription_id, fact.id)
        for fact in facts
        for one in wanted
        if one.event == fact.type
    ]
    subscription_deliveries.add(desk.tx, rows)
    outbox.add_all(desk.tx, [NewEntry(KIND, row.id, desk.organization_id) for row in rows])
