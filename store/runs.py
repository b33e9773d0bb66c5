"""Runs: executions of workflow versions, and who waits for which event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
    Uuid,
    bindparam,
    func,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB

from store.base import columns_of, id_column, metadata, moment, organization_column
from store.database import Transaction
from store.prepared import Prepared, insertion

STATUSES = (
    "PENDING", "RUNNING", "WAITING", "WAITING_APPROVAL", "PAUSED", "COMPLETED", "FAILED",
    "CANCELLED",
)  # fmt: skip

runs = Table(
    "runs",
    metadata,
    organization_column(implied=True),
    id_column(),
    Column("workflow_id", Uuid, nullable=False),
    Column("version_id", Uuid, nullable=False),
    Column("event_id", Uuid),
    Column("replay_of", Uuid),
    Column("person_id", Uuid),
    Column("depth", SmallInteger, nullable=False, server_default="0"),
    Column("status", Text, nullable=False),
    Column("paused_from", Text),
    Column("position", Text),
    Column("waiting_id", Uuid),
    Column("awaited_event", Text),
    Column("sequence", Integer, nullable=False, server_default="0"),
    Column("attempt", Integer, nullable=False, server_default="1"),
    Column("held", JSONB, nullable=False, server_default="[]"),
    Column("error", JSONB(none_as_null=True)),
    moment("scheduled_for", nullable=True),
    moment("started_at"),
    moment("updated_at", now=True),
    moment("finished_at", nullable=True),
    ForeignKeyConstraint(
        ["organization_id", "version_id"],
        ["workflow_versions.organization_id", "workflow_versions.id"],
        name="fk_runs_version",
    ),
    CheckConstraint(f"status in {STATUSES!r}", name="status"),
    Index("ix_runs_workflow_id", "organization_id", "workflow_id", "id"),
    Index("ix_runs_status", "organization_id", "status", "id"),
    Index(
        "uq_runs_event",
        "organization_id",
        "event_id",
        "workflow_id",
        unique=True,
        postgresql_where=text("event_id is not null and replay_of is null"),
    ),
    Index(
        "uq_runs_scheduled",
        "organization_id",
        "workflow_id",
        "scheduled_for",
        unique=True,
        postgresql_where=text("scheduled_for is not null and replay_of is null"),
    ),
    Index(
        "ix_runs_awaited_event",
        "organization_id",
        "awaited_event",
        "id",
        postgresql_where=text("awaited_event is not null"),
    ),
)

_r = runs.c
_THIS = (_r.organization_id == bindparam("organization"), _r.id == bindparam("key"))
_COLUMNS = tuple(column for column in _r if column.name not in {"updated_at", "finished_at"})
_ADD = insertion(runs, *(column.name for column in _COLUMNS), "finished_at")
_GET = select(*_COLUMNS).where(*_THIS)
_LOCK = _GET.with_for_update(key_share=True)
_LOCK_ALL = (
    select(*_COLUMNS)
    .where(
        _r.organization_id == bindparam("organization"), _r.id == func.any(bindparam("keys"))
    )
    .order_by(_r.id)
    .with_for_update(key_share=True)
)
_SAVE = Prepared(
    update(runs)
    .where(*_THIS)
    .values(
        status=bindparam("new_status"),
        paused_from=bindparam("new_paused_from"),
        position=bindparam("new_position"),
        waiting_id=bindparam("new_waiting_id"),
        awaited_event=bindparam("new_awaited_event"),
        sequence=bindparam("new_sequence"),
        attempt=bindparam("new_attempt"),
        held=bindparam("new_held", type_=JSONB),
        error=bindparam("new_error", type_=JSONB(none_as_null=True)),
        updated_at=func.now(),
        finished_at=bindparam("ended"),
    )
)
_MOVE = update(runs).where(*_THIS).values(event_id=bindparam("event"), updated_at=func.now())
_OF_EVENT = select(*_COLUMNS).where(
    _r.organization_id == bindparam("organization"),
    _r.event_id == bindparam("event"),
    _r.workflow_id == bindparam("workflow"),
    _r.replay_of.is_(None),
)
_NEWEST = (
    select(*_COLUMNS)
    .where(
        _r.organization_id == bindparam("organization"),
        (_r.workflow_id == bindparam("workflow")) | bindparam("workflow", type_=Uuid).is_(None),
    )
    .order_by(_r.id.desc())
    .limit(bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run as it is kept between two sprints; `held` is what it heard while it was paused."""

    organization_id: UUID
    id: UUID
    workflow_id: UUID
    version_id: UUID
    event_id: UUID | None
    person_id: UUID | None
    started_at: datetime
    status: str
    replay_of: UUID | None = None
    depth: int = 0
    paused_from: str | None = None
    position: str | None = None
    waiting_id: UUID | None = None
    awaited_event: str | None = None
    sequence: int = 0
    attempt: int = 1
    held: Sequence[Mapping[str, Any]] = ()
    error: Mapping[str, Any] | None = None
    scheduled_for: datetime | None = None


def add(tx: Transaction, rows: Sequence[tuple[RunRow, datetime | None]]) -> None:
    """Keep new runs, each with when it ended where it did."""
    tx.insert(
        _ADD,
        [
            {**columns_of(row), "held": list(row.held), "finished_at": ended}
            for row, ended in rows
        ],
    )


def get(tx: Transaction, organization_id: UUID, run_id: UUID) -> RunRow | None:
    """A run of this shop's."""
    row = tx.execute(_GET, {"organization": organization_id, "key": run_id}).one_or_none()
    return RunRow(**row._mapping) if row else None


def lock(tx: Transaction, organization_id: UUID, run_id: UUID) -> RunRow | None:
    """The same, held until the end; waits for whoever has it."""
    row = tx.execute(_LOCK, {"organization": organization_id, "key": run_id}).one_or_none()
    return RunRow(**row._mapping) if row else None


def lock_all(
    tx: Transaction, organization_id: UUID, run_ids: Sequence[UUID]
) -> Sequence[RunRow]:
    """Several runs, held until the end."""
    values = {"organization": organization_id, "keys": list(run_ids)}
    return [RunRow(**row._mapping) for row in tx.execute(_LOCK_ALL, values)]


def save(tx: Transaction, row: RunRow, ended: datetime | None) -> None:
    """Keep where a run stands now."""
    values = columns_of(row)
    fresh = {f"new_{name}": values[name] for name in _SAVED}
    fresh["new_held"] = list(row.held)
    tx.send(
        _SAVE, {"organization": row.organization_id, "key": row.id, **fresh, "ended": ended}
    )


def of_event(
    tx: Transaction, organization_id: UUID, workflow_id: UUID, event_id: UUID
) -> RunRow | None:
    """The run that an event has started of a workflow."""
    key = {"organization": organization_id, "workflow": workflow_id, "event": event_id}
    row = tx.execute(_OF_EVENT, key).one_or_none()
    return RunRow(**row._mapping) if row else None


def move(tx: Transaction, row: RunRow, event_id: UUID) -> RunRow:
    """Let a run be about the event that stands in place of the one that it began with."""
    key = {"organization": row.organization_id, "key": row.id}
    tx.execute(_MOVE, {**key, "event": event_id})
    return replace(row, event_id=event_id)


def newest(
    tx: Transaction, organization_id: UUID, workflow_id: UUID | None, most: int
) -> Sequence[RunRow]:
    """The newest runs, of one workflow or of all."""
    values = {"organization": organization_id, "workflow": workflow_id, "most": most}
    return [RunRow(**row._mapping) for row in tx.execute(_NEWEST, values)]


_SAVED = (
    "status", "paused_from", "position", "waiting_id", "awaited_event", "sequence", "attempt",
    "error",
)  # fmt: skip
