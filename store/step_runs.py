"""Step runs: every attempt at a step, with its lease where the network lies in between."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    ForeignKeyConstraint,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    bindparam,
    func,
    null,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB, distinct_on

from store.base import columns_of, id_column, metadata, moment, organization_column
from store.database import Transaction
from store.prepared import Prepared, insertion

step_runs = Table(
    "step_runs",
    metadata,
    organization_column(implied=True),
    id_column(),
    Column("run_id", Uuid, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("step", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("input", JSONB(none_as_null=True)),
    Column("output", JSONB(none_as_null=True)),
    Column("error", JSONB(none_as_null=True)),
    Column("wait", JSONB(none_as_null=True)),
    Column("fence", Integer, nullable=False, server_default="0"),
    moment("lease_until", nullable=True),
    moment("started_at"),
    moment("finished_at", nullable=True),
    ForeignKeyConstraint(
        ["organization_id", "run_id"],
        ["runs.organization_id", "runs.id"],
        name="fk_step_runs_run",
    ),
    UniqueConstraint("organization_id", "run_id", "sequence"),
)

_s = step_runs.c
_THIS = (_s.organization_id == bindparam("organization"), _s.id == bindparam("key"))
_COLUMNS = (
    _s.organization_id, _s.id, _s.run_id, _s.sequence, _s.step, _s.type, _s.status, _s.attempt,
    _s.input, _s.output, _s.error, _s.wait, _s.started_at, _s.finished_at,
)  # fmt: skip
_ADD = insertion(step_runs, *(column.name for column in _COLUMNS))
_GET = select(*_COLUMNS).where(*_THIS)
_RUN_OF = select(_s.run_id).where(*_THIS)
_OF_RUN = (
    select(*_COLUMNS)
    .where(_s.organization_id == bindparam("organization"), _s.run_id == bindparam("run"))
    .order_by(_s.sequence)
)
_OUTPUTS = (
    select(_s.step, _s.status, _s.output, _s.error)
    .ext(distinct_on(_s.step))
    .where(
        _s.organization_id == bindparam("organization"),
        _s.run_id == bindparam("run"),
        _s.status.in_(("done", "skipped", "failed")),
    )
    .order_by(_s.step, _s.sequence.desc())
)
_MANY = select(*_COLUMNS).where(
    _s.organization_id == bindparam("organization"), _s.id == func.any(bindparam("keys"))
)
_OUTPUTS_OF_MANY = (
    select(_s.run_id, _s.step, _s.status, _s.output, _s.error)
    .ext(distinct_on(_s.run_id, _s.step))
    .where(
        _s.organization_id == bindparam("organization"),
        _s.run_id == func.any(bindparam("runs")),
        _s.status.in_(("done", "skipped", "failed")),
    )
    .order_by(_s.run_id, _s.step, _s.sequence.desc())
)
_SAVE = Prepared(
    update(step_runs)
    .where(*_THIS)
    .values(
        status=bindparam("new_status"),
        input=bindparam("new_input", type_=JSONB),
        output=bindparam("new_output", type_=JSONB(none_as_null=True)),
        error=bindparam("new_error", type_=JSONB(none_as_null=True)),
        wait=bindparam("new_wait", type_=JSONB(none_as_null=True)),
        lease_until=null(),
        finished_at=bindparam("ended"),
    )
)
_CANCEL = (
    update(step_runs)
    .where(*_THIS, _s.finished_at.is_(None))
    .values(status="cancelled", lease_until=None, finished_at=bindparam("ended"))
)
_CLAIM = (
    update(step_runs)
    .where(
        *_THIS,
        _s.status == "waiting",
        # A lease that ends further ahead was given before a clock jumped back.
        _s.lease_until.is_(None)
        | ~_s.lease_until.between(func.now(), func.now() + timedelta(minutes=2)),
    )
    .values(fence=_s.fence + 1, lease_until=func.now() + bindparam("lease"))
    .returning(_s.fence)
)
_HOLDS = select(_s.id).where(
    *_THIS, _s.status == "waiting", _s.fence == bindparam("fence_held")
)


@dataclass(frozen=True, slots=True)
class StepRunRow:
    """One attempt at a step as it is kept."""

    organization_id: UUID
    id: UUID
    run_id: UUID
    sequence: int
    step: str
    type: str
    status: str
    attempt: int
    input: Mapping[str, Any] | None
    output: Mapping[str, Any] | None
    error: Mapping[str, Any] | None
    wait: Mapping[str, Any] | None
    started_at: datetime
    finished_at: datetime | None


def add(tx: Transaction, rows: Sequence[StepRunRow]) -> None:
    """Keep a sprint's attempts."""
    tx.insert(_ADD, [columns_of(row) for row in rows])


def get(tx: Transaction, organization_id: UUID, step_run_id: UUID) -> StepRunRow | None:
    """One attempt."""
    row = tx.execute(_GET, {"organization": organization_id, "key": step_run_id}).one_or_none()
    return StepRunRow(**row._mapping) if row else None


def run_of(tx: Transaction, organization_id: UUID, step_run_id: UUID) -> UUID | None:
    """Whose attempt it is."""
    key = {"organization": organization_id, "key": step_run_id}
    run_id: UUID | None = tx.execute(_RUN_OF, key).scalar_one_or_none()
    return run_id


def of_run(tx: Transaction, organization_id: UUID, run_id: UUID) -> Sequence[StepRunRow]:
    """A run's whole life, in its order."""
    rows = tx.execute(_OF_RUN, {"organization": organization_id, "run": run_id})
    return [StepRunRow(**row._mapping) for row in rows]


def outputs(tx: Transaction, organization_id: UUID, run_id: UUID) -> dict[str, dict[str, Any]]:
    """The newest output of each step, as conditions see it."""
    rows = tx.execute(_OUTPUTS, {"organization": organization_id, "run": run_id})
    return {row.step: _seen(row.status, row.output, row.error) for row in rows}


def many(
    tx: Transaction, organization_id: UUID, step_run_ids: Sequence[UUID]
) -> Sequence[StepRunRow]:
    """Several attempts."""
    values = {"organization": organization_id, "keys": list(step_run_ids)}
    return [StepRunRow(**row._mapping) for row in tx.execute(_MANY, values)]


def outputs_of_many(
    tx: Transaction, organization_id: UUID, run_ids: Sequence[UUID]
) -> dict[UUID, dict[str, dict[str, Any]]]:
    """The newest output of each step of several runs, by run."""
    values = {"organization": organization_id, "runs": list(run_ids)}
    found: dict[UUID, dict[str, dict[str, Any]]] = {run_id: {} for run_id in run_ids}
    for row in tx.execute(_OUTPUTS_OF_MANY, values):
        found[row.run_id][row.step] = _seen(row.status, row.output, row.error)
    return found


def save(tx: Transaction, row: StepRunRow) -> None:
    """Keep what became of a waiting attempt."""
    tx.send(
        _SAVE,
        {
            "organization": row.organization_id,
            "key": row.id,
            "new_status": row.status,
            "new_input": row.input,
            "new_output": row.output,
            "new_error": row.error,
            "new_wait": row.wait,
            "ended": row.finished_at,
        },
    )


def cancel(tx: Transaction, organization_id: UUID, step_run_id: UUID, at: datetime) -> None:
    """Nobody waits for this attempt any more."""
    tx.execute(_CANCEL, {"organization": organization_id, "key": step_run_id, "ended": at})


def claim(
    tx: Transaction, organization_id: UUID, step_run_id: UUID, lease: timedelta
) -> int | None:
    """The right to do an attempt's part outside: its fence; None while another has it."""
    key = {"organization": organization_id, "key": step_run_id}
    fence: int | None = tx.execute(_CLAIM, {**key, "lease": lease}).scalar_one_or_none()
    return fence


def holds(tx: Transaction, organization_id: UUID, step_run_id: UUID, fence: int) -> bool:
    """Whether that right has not passed to another."""
    key = {"organization": organization_id, "key": step_run_id}
    return tx.execute(_HOLDS, {**key, "fence_held": fence}).first() is not None


def _seen(status: str, output: Any, error: Any) -> dict[str, Any]:
    match status:
        case "skipped":
            return {"skipped": True}
        case "failed":
            return {"error": error}
        case _:
            return dict(output or {})
