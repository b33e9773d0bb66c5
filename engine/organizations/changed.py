"""Tell the audit what was changed of an organization."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from store import audit
from store.audit import AuditEntry
from store.database import Transaction


def tell(
    tx: Transaction,
    organization_id: UUID,
    *,
    by: UUID | None,
    via: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
) -> None:
    """Who changed it, by which way, and its columns before and after."""
    entry = AuditEntry(
        organization_id=organization_id,
        action="UPDATE",
        entity="organization",
        entity_id=organization_id,
        person_id=by,
        via=via,
        before=dict(before),
        after=dict(after),
    )
    audit.append(tx, entry)
