"""The hour at which a shop's day ends: kept, with its line in the audit."""

from __future__ import annotations

from uuid import UUID

from bot.effects import EndDay
from engine.desk import Desk
from store import audit
from store.audit import AuditEntry


def settle(desk: Desk, person_id: UUID, wish: EndDay) -> None:
    """Let the shop's day end at another hour; days that were written down stay as they are."""
    shop = str(desk.organization_id)
    desk.records.find("organization", shop)
    after = {"day_ends_hour": wish.hour}
    before = desk.records.change("organization", shop, after)
    audit.append(
        desk.tx,
        AuditEntry(
            organization_id=desk.organization_id,
            action="UPDATE",
            entity="organization",
            entity_id=desk.organization_id,
            person_id=person_id,
            via="chat",
            before=dict(before),
            after=after,
        ),
    )
