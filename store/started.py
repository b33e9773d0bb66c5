"""Facts as they were recorded, with the runs that they have started, in one look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import Uuid, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY

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
        _r.event_id == _e.id,
        _r.replay_of.is_(None),
    )
    .scalar_subquery()
)
_STARTED = Prepared(
    select(*(_e[name] for name in _NAMES), _OF_EVENT.label("started")).where(
        _e.organization_id == bindparam("organization"),
        _e.id == func.any(bindparam("keys", type_=ARRAY(Uuid))),
    )
)


def look(
    tx: Transaction, organization_id: UUID, event_ids: Sequence[UUID]
) -> Mapping[UUID, tuple[Event, Sequence[UUID]]]:
    """Facts that were recorded here by id, each with the runs that it started, oldest first."""
    rows = tx.fetch(_STARTED, {"organization": organization_id, "keys": list(event_ids)})
    return {
        row.id: (
            Event(**{name: getattr(row, name) for name in _NAMES}),
            sorted(row.started or ()),
        )
        for row in rows
    }
