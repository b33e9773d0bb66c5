"""Bundles: outbox entries that are worked together, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import bindparam, delete, func, select

from store.database import Transaction
from store.outbox import OutboxEntry, outbox

_o = outbox.c
# Alike timers of one shop, none of which ever failed: worked together.
_ALIKE = (
    select(_o.id, _o.subject_id)
    .where(
        _o.id != bindparam("this"),
        _o.organization_id == bindparam("organization"),
        _o.kind == bindparam("same_kind"),
        _o.due_at <= func.now(),
        _o.parked_at.is_(None),
        _o.attempts == 0,
        ~_o.suspect,
    )
    .order_by(_o.due_at)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_ALL_DONE = delete(outbox).where(_o.id == func.any(bindparam("keys")))


def lock_alike(tx: Transaction, entry: OutboxEntry, most: int) -> Sequence[tuple[UUID, UUID]]:
    """Other due work of this kind for the same organization, with what it is about."""
    values = {"this": entry.id, "organization": entry.organization_id, "most": most}
    rows = tx.execute(_ALIKE, {**values, "same_kind": entry.kind})
    return [(row.id, row.subject_id) for row in rows]


def all_done(tx: Transaction, entry_ids: Sequence[UUID]) -> None:
    """Several pieces of work are done."""
    tx.execute(_ALL_DONE, {"keys": list(entry_ids)})
