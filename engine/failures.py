"""Record that a message failed, so that a workflow may do something about it."""

from __future__ import annotations

from engine import consequences
from engine.consequences import Fact
from engine.desk import Desk
from engine.runtime import Runtime
from store import outbound, outbox
from store.database import Transaction
from store.events import Event
from store.outbox import OutboxEntry


def record(rt: Runtime, tx: Transaction, entry: OutboxEntry) -> None:
    """Record the failure, whoever found out; nobody's message is no organization's fact."""
    tx.scope(organization_id=entry.organization_id, person_id=entry.person_id)
    message = outbound.get(tx, entry.subject_id)
    outbox.done(tx, entry.id)
    if message.organization_id is None:
        return
    event = Event(
        organization_id=message.organization_id,
        type="MESSAGE_FAILED",
        source="delivery",
        person_id=message.person_id,
        message_id=None,
        payload={"message": str(message.id), "reason": message.error_code or "unknown"},
        occurred_at=message.updated_at,
    )
    desk = Desk(rt, tx, message.organization_id, careful=entry.attempts > 0)
    consequences.follow(desk, [Fact(event)])
