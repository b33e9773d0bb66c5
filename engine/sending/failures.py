"""Record that a message failed, so that a workflow may do something about it."""

from __future__ import annotations

from engine import consequences
from engine.channels.base import Trouble
from engine.consequences import Fact
from engine.context.desk import Desk
from engine.runtime import Runtime
from engine.sending import fallbacks
from store import emails, outbound, outbox, runs, step_runs
from store.database import Transaction
from store.events import Event
from store.outbound import OutboundMessage
from store.outbox import OutboxEntry


def record(rt: Runtime, tx: Transaction, entry: OutboxEntry) -> None:
    """Record the failure, whoever found out; nobody's message is no organization's fact."""
    tx.scope(organization_id=entry.organization_id, person_id=entry.person_id)
    message = outbound.get(tx, entry.subject_id)
    outbox.done(tx, entry.id)
    if message.channel == "email" and message.trouble == Trouble.ADDRESS.value:
        with tx.directory():
            emails.miss(tx, message.recipient)
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
    consequences.follow(desk, [Fact(event, _depth(tx, message))])
    fallbacks.follow(desk, message)


def _depth(tx: Transaction, message: OutboundMessage) -> int:
    """A workflow that answers failures with messages that fail goes in circles too."""
    if message.organization_id is None or message.step_run_id is None:
        return 0
    run_id = step_runs.run_of(tx, message.organization_id, message.step_run_id)
    run = runs.get(tx, message.organization_id, run_id) if run_id else None
    return 0 if run is None else run.depth + 1
