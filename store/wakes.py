"""Events that more runs wait for than one transaction wakes, and how far they have come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    Column,
    ForeignKeyConstraint,
    SmallInteger,
    Table,
    Uuid,
    bindparam,
    delete,
    insert,
    select,
    update,
)

from store.base import columns_of, id_column, metadata, moment, organization_column
from store.database import Transaction
from store.runs import runs
from store.step_runs import step_runs

wakes = Table(
    "wakes",
    metadata,
    organization_column(),
    id_column(),
    Column("event_id", Uuid, nullable=False),
    Column("after_run_id", Uuid, nullable=False),
    Column("depth", SmallInteger, nullable=False),
    moment("left_at"),
    ForeignKeyConstraint(
        ["organization_id", "event_id"],
        ["events.organization_id", "events.id"],
        name="fk_wakes_event",
    ),
)

_k, _r, _s = wakes.c, runs.c, step_runs.c
_THIS = (_k.organization_id == bindparam("organization"), _k.id == bindparam("key"))
_GET = select(wakes).where(*_THIS)
_ADVANCE = update(wakes).where(*_THIS).values(after_run_id=bindparam("after"))
_DONE = delete(wakes).where(*_THIS)
_NEXT = (
    select(_r.id)
    .join(step_runs, (_s.organization_id == _r.organization_id) & (_s.id == _r.waiting_id))
    .where(
        _r.organization_id == bindparam("organization"),
        _r.awaited_event == bindparam("type"),
        _r.id > bindparam("after"),
        _r.event_id.is_distinct_from(bindparam("event")),
        _s.started_at <= bindparam("left"),
    )
    .order_by(_r.id)
    .limit(bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class Wake:
    """Runs behind `after_run_id` that waited at `left_at` are still to hear of the event."""

    organization_id: UUID
    id: UUID
    event_id: UUID
    after_run_id: UUID
    depth: int
    left_at: datetime


def add(tx: Transaction, wake: Wake) -> None:
    """Keep how far an event has come."""
    tx.execute(insert(wakes), columns_of(wake))


def get(tx: Transaction, organization_id: UUID, wake_id: UUID) -> Wake | None:
    """How far an event has come; None once everybody has heard."""
    key = {"organization": organization_id, "key": wake_id}
    row = tx.execute(_GET, key).one_or_none()
    return Wake(**row._mapping) if row else None


def following(tx: Transaction, wake: Wake, event_type: str, most: int) -> Sequence[UUID]:
    """The next runs that waited for the event when it happened, in their order."""
    values = {
        "organization": wake.organization_id,
        "type": event_type,
        "after": wake.after_run_id,
        "event": wake.event_id,
        "left": wake.left_at,
        "most": most,
    }
    return tx.execute(_NEXT, values).scalars().all()


def advance(tx: Transaction, wake: Wake, after: UUID) -> None:
    """Up to this run they have heard."""
    key = {"organization": wake.organization_id, "key": wake.id}
    tx.execute(_ADVANCE, {**key, "after": after})


def done(tx: Transaction, wake: Wake) -> None:
    """Everybody has heard."""
    tx.execute(_DONE, {"organization": wake.organization_id, "key": wake.id})
