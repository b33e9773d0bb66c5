"""Record a fact: the event, what it means for the ledger, and its line in the audit."""

from __future__ import annotations

from store import audit, events, ledger
from store.audit import AuditEntry
from store.database import Transaction
from store.events import Event


def record(tx: Transaction, event: Event) -> None:
    """Add an event to its organization, in the transaction of whatever caused it."""
    events.record(tx, event)
    ledger.project(tx, event)
    audit.append(
        tx,
        AuditEntry(
            organization_id=event.organization_id,
            action="CREATE",
            entity="event",
            entity_id=event.id,
            person_id=event.person_id,
            via=event.source,
            after={"type": event.type},
        ),
    )
