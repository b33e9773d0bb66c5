"""What a shop once chose: kept, so that it is asked only once, and told to its audit."""

from __future__ import annotations

from uuid import UUID

from bot.effects import Remember
from store import audit, choices
from store.audit import AuditEntry
from store.database import Transaction


def keep(tx: Transaction, organization_id: UUID, person_id: UUID, wish: Remember) -> None:
    """Remember a choice; a later one replaces it."""
    before = choices.get(tx, organization_id, wish.name)
    choices.keep(tx, organization_id, wish.name, wish.value, person_id)
    audit.append(
        tx,
        AuditEntry(
            organization_id=organization_id,
            action="UPDATE",
            entity="choice",
            entity_id=organization_id,
            person_id=person_id,
            via="chat",
            before=None if before is None else {wish.name: before},
            after={wish.name: wish.value},
        ),
    )
