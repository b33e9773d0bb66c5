"""What a person says about themselves: kept, copied into their shop, told to its audit."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import func

from bot.effects import Introduce
from store import audit, members, people
from store.audit import AuditEntry
from store.database import Transaction


def keep(
    tx: Transaction, person_id: UUID, organization_id: UUID | None, wish: Introduce
) -> None:
    """Remember what was said; None leaves a value as it is."""
    values: dict[str, Any] = {
        "name": wish.name,
        "language": wish.language,
        "country": wish.country,
        "consent_version": wish.consent_version,
        "consented_at": func.now() if wish.consent_version else None,
    }
    known = {name: value for name, value in values.items() if value is not None}
    if not known:
        return
    if organization_id is not None:
        audit.append(tx, _changed(tx, person_id, organization_id, wish))
    people.change(tx, person_id, known)
    if organization_id is not None and wish.name:
        members.rename(tx, organization_id, person_id, wish.name)


def _changed(
    tx: Transaction, person_id: UUID, organization_id: UUID, wish: Introduce
) -> AuditEntry:
    person = people.get(tx, person_id)
    old = {name: getattr(person, name) for name in ("name", "language", "country")}
    new = {name: getattr(wish, name) for name in old}
    changed = sorted(name for name, value in new.items() if value not in (None, old[name]))
    before, after = ({name: side[name] for name in changed} for side in (old, new))
    return AuditEntry(
        organization_id=organization_id,
        action="UPDATE",
        entity="person",
        entity_id=person_id,
        person_id=person_id,
        via="chat",
        before=before,
        after=after,
    )
