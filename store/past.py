"""What is carried into a book afterwards: which of it is there, and what lies behind it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import bindparam, func, select, union, update

from store.counts import stock_counts
from store.database import Transaction
from store.entries import entries
from store.events import events

_v, _e, _c = events.c, entries.c, stock_counts.c
_KNOWN = select(_v.id).where(
    _v.organization_id == bindparam("organization"), _v.id == func.any(bindparam("keys"))
)
_BEHIND = union(
    select(_e.item_key).where(
        _e.organization_id == bindparam("organization"),
        _e.id > bindparam("first"),
        _e.item_key == func.any(bindparam("items")),
        _e.event_id != func.all(bindparam("ours")),
    ),
    select(_c.item_key).where(
        _c.organization_id == bindparam("organization"),
        _c.id > bindparam("first"),
        _c.item_key == func.any(bindparam("items")),
        _c.id != func.all(bindparam("ours")),
    ),
)
_ANNOTATE = (
    update(entries)
    .where(_e.organization_id == bindparam("organization"), _e.event_id == bindparam("event"))
    .values(note=bindparam("words"))
)


def known(
    tx: Transaction, organization_id: UUID, event_ids: Collection[UUID]
) -> frozenset[UUID]:
    """Those of these events that are recorded."""
    key = {"organization": organization_id, "keys": list(event_ids)}
    return frozenset(tx.execute(_KNOWN, key).scalars())


def behind(
    tx: Transaction, organization_id: UUID, event_ids: Collection[UUID], items: Collection[str]
) -> frozenset[str]:
    """The keys of items about which others wrote or counted after the first of these events."""
    key = {"organization": organization_id, "first": min(event_ids)}
    given = {"items": list(items), "ours": list(event_ids)}
    return frozenset(tx.execute(_BEHIND, {**key, **given}).scalars())


def annotate(tx: Transaction, organization_id: UUID, notes: Mapping[UUID, str]) -> None:
    """Put notes beside the entries of events."""
    if notes:
        rows = [
            {"organization": organization_id, "event": event, "words": words}
            for event, words in notes.items()
        ]
        tx.execute(_ANNOTATE, rows)
