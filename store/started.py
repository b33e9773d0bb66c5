"""A fact as it was recorded, with the runs that it has started, in one look."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import bindparam, func, select

from store.database import Transaction
from store.events import Event, events
from store.prepared import Prepared
from store.runs import runs

_e, _r = events.c, runs.c
_NAMES = tuple(column.name for column in _e if column.name != "recorded_at")
_OF_EVENT = (
    select(func.array_agg(_r.id))
    .where(
        _r.organization_id == bindparam("organization"),
        _r.event_id == bindparam("key"),
        _r.replay_of.is_(None),
    )
    .scalar_subquery()
)
_STARTED = Prepared(
    select(*(_e[name] for name in _NAMES), _OF_EVENT.label("started")).where(
        _e.organization_id == bindparam("organization"), _e.id == bindparam("key")
    )
)


def look(
    tx: Transaction, organization_id: UUID, event_id: UUID
) -> tuple[Event, Sequence[UUID]]:
    """A fact that was recorded here, and the ids of the runs that it started, oldest first."""
    row = tx.fetch(_STARTED, {"organization": organization_id, "key": event_id})[0]._asdict()
    return Event(**{name: row[name] for name in _NAMES}), sorted(row["started"] or ())
