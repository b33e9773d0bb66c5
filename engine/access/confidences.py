"""What people say in confidence: kept as a hash, or not at all."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from bot.effects import Hide, KeepPin, ProposePin, TryPin
from engine.access import pins
from store import audit, inbound
from store.audit import AuditEntry
from store.database import Transaction

Wish = Hide | ProposePin | KeepPin | TryPin


class Said(Protocol):
    """Who said it, where, in which message."""

    @property
    def person_id(self) -> UUID: ...  # noqa: D102
    @property
    def organization_id(self) -> UUID | None: ...  # noqa: D102
    @property
    def message_id(self) -> UUID: ...  # noqa: D102


def carry_out(tx: Transaction, said: Said, wish: Wish) -> None:
    """Keep a PIN, count a try with one, or keep no word of what was said."""
    match wish:
        case Hide():
            inbound.hide(tx, said.message_id)
        case ProposePin(pin):
            pins.propose(tx, said.person_id, pin)
        case KeepPin(pin):
            pins.keep(tx, said.person_id, pin)
            tell(tx, said.organization_id, said.person_id, "chat")
        case TryPin(pin):
            pins.check(tx, said.person_id, pin)


def tell(tx: Transaction, organization_id: UUID | None, person_id: UUID, via: str) -> None:
    """Tell the audit of a shop that there is a new PIN, and nothing of it."""
    if organization_id is None:
        return
    entry = AuditEntry(
        organization_id=organization_id,
        action="UPDATE",
        entity="pin",
        entity_id=person_id,
        person_id=person_id,
        via=via,
    )
    audit.append(tx, entry)
