"""Keep a choice of the shop's, so that it is asked only once."""

from __future__ import annotations

from uuid import UUID

from bot.effects import Remember
from store import audit, choices
from store.audit import AuditEntry
from store.database import Transaction


def keep(tx: Transaction, shop: UUID, person_id: UUID, wish: Remember, *, via: str) -> None:
    """Keep it, and tell the audit what it was before."""
    before = choices.get(tx, shop, wish.name)
    choices.keep(tx, shop, wish.name, wish.value, person_id)
    audit.append(
        tx,
        AuditEntry(
            organization_id=shop,
            action="UPDATE",
            entity="choice",
            entity_id=shop,
            person_id=person_id,
            via=via,
            before=None if before is None else {wish.name: before},
            after={wish.name: wish.value},
        ),
    )
