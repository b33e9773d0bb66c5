"""What was given up: look at it, and try it again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from engine.channels.base import Webhook
from engine.inbound import intake, payments
from engine.runtime import Runtime
from store import inbound, outbox, parked_bodies
from store.database import Transaction

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Parked:
    """One thing that waits for a person: work of a kind, or a provider's body."""

    id: UUID
    what: str
    reason: str
    since: datetime


def newest(rt: Runtime) -> list[Parked]:
    """What is parked, newest first."""
    with rt.db.every_tenant() as tx:
        entries = [
            Parked(entry.id, entry.kind, entry.parked_reason, entry.parked_at)
            for entry in outbox.parked(tx, SHOWN)
        ]
        bodies = [
            Parked(body.id, f"{body.provider} webhook", body.reason, body.received_at)
            for body in parked_bodies.newest(tx, SHOWN)
        ]
        messages = [
            Parked(message.id, "message", message.reason, message.since)
            for message in inbound.parked(tx, SHOWN)
        ]
    return sorted(entries + bodies + messages, key=lambda parked: parked.since, reverse=True)[
        :SHOWN
    ]


def retry(rt: Runtime, parked_id: UUID) -> bool:
    """Begin again; False if nothing with this id is parked.

    A body that still cannot be taken is parked anew. Raises what its channel raises, and
    `LookupError` when that provider is not configured; the body stays parked then.
    """
    with rt.db.every_tenant() as tx:
        if outbox.unpark(tx, parked_id) or _hear_again(tx, parked_id):
            return True
        found = parked_bodies.get(tx, parked_id)
    if found is None:
        return False
    # Taken before it is forgotten: what comes twice is heard once.
    _take(rt, *found)
    with rt.db.every_tenant() as tx:
        parked_bodies.drop(tx, parked_id)
    return True


def _take(rt: Runtime, provider: str, raw: bytes) -> None:
    if provider == payments.PROVIDER:
        payments.take(rt, raw)
        return
    if provider not in rt.channels:
        raise LookupError(f"{provider} is not configured here")
    intake.take(rt, rt.channels[provider].read(Webhook(url="", headers={}, body=raw)))


def _hear_again(tx: Transaction, message_id: UUID) -> bool:
    message = inbound.unpark(tx, message_id)
    if message is None:
        return False
    outbox.add(
        tx,
        "turn",
        message.conversation_id,
        organization_id=message.organization_id,
        person_id=message.person_id,
    )
    return True
