"""Runs as they are listed and looked at, with when they ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from store.database import Transaction
from store.paging import Listing
from store.prepared import Prepared
from store.runs import runs

_r = runs.c
_SEEN = select(
    _r.id, _r.workflow_id, _r.version_id, _r.event_id, _r.replay_of, _r.person_id, _r.status,
    _r.position, _r.error, _r.scheduled_for, _r.started_at, _r.updated_at, _r.finished_at,
).where(_r.organization_id == bindparam("organization"))  # fmt: skip
_GET = Prepared(_SEEN.where(_r.id == bindparam("key")))
_LISTED = Listing(
    _SEEN,
    _r.id,
    workflow=_r.workflow_id == bindparam("workflow"),
    status=_r.status == bindparam("status"),
)


@dataclass(frozen=True, slots=True)
class SeenRun:
    """A run as people look at it: `position` is the step it stands at."""

    id: UUID
    workflow_id: UUID
    version_id: UUID
    event_id: UUID | None
    replay_of: UUID | None
    person_id: UUID | None
    status: str
    position: str | None
    error: Mapping[str, Any] | None
    scheduled_for: datetime | None
    started_at: datetime
    updated_at: datetime
    finished_at: datetime | None


def get(tx: Transaction, organization_id: UUID, run_id: UUID) -> SeenRun | None:
    """A run of this shop's."""
    found = tx.fetch(_GET, {"organization": organization_id, "key": run_id})
    return SeenRun(*found[0]) if found else None


def listed(
    tx: Transaction,
    organization_id: UUID,
    most: int,
    *,
    before: UUID | None = None,
    workflow: UUID | None = None,
    status: str | None = None,
) -> Sequence[SeenRun]:
    """Runs, newest first: of one workflow, of one status; all may be left open."""
    found = _LISTED.rows(
        tx, organization_id, most, before=before, workflow=workflow, status=status
    )
    return [SeenRun(*row) for row in found]
