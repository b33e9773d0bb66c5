"""What people of a shop once chose or judged: kept, so that nobody asks them again."""

from __future__ import annotations

from uuid import UUID

from bot.effects import Judge, Remember
from store import ai_requests, audit, choices
from store.audit import AuditEntry
from store.database import Transaction


def carry_out(
    tx: Transaction, organization_id: UUID, person_id: UUID, wish: Remember | Judge
) -> None:
    """Keep a choice of the shop's, or a person's word on what a model read."""
    match wish:
        case Remember():
            _keep(tx, organization_id, person_id, wish)
        case Judge(request, right):
            said = {"right": right}
            ai_requests.correct(tx, organization_id, request, said, person_id)


def _keep(tx: Transaction, organization_id: UUID, person_id: UUID, wish: Remember) -> None:
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
