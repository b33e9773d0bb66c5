"""Shapes of runs: an execution of a workflow's version, and every attempt at its steps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal, Self
from uuid import UUID

from engine.runs import keeping
from engine.tools import masking
from store.run_lists import SeenRun
from store.step_runs import StepRunRow
from webhooks.api.shapes import Document, Listed, Page, Shape

RunStatus = Literal[
    "PENDING", "RUNNING", "WAITING", "WAITING_APPROVAL", "PAUSED", "COMPLETED", "FAILED",
    "CANCELLED",
]  # fmt: skip


class RunShown(Shape):
    """A run as it stands; `position` is the step it is at."""

    id: UUID
    workflow_id: UUID
    version_id: UUID
    event_id: UUID | None
    replay_of: UUID | None
    person_id: UUID | None
    status: RunStatus
    position: str | None
    error: Document | None
    scheduled_for: datetime | None
    started_at: datetime
    updated_at: datetime
    finished_at: datetime | None

    @classmethod
    def of(cls, run: SeenRun) -> Self:
        """As the API shows it."""
        return cls(**_outline(run))


class StepRunShown(Shape):
    """One attempt at a step: what it worked with, what came of it, and when."""

    id: UUID
    sequence: int
    step: str
    type: str
    status: str
    attempt: int
    input: Document | None
    output: Document | None
    error: Document | None
    started_at: datetime
    finished_at: datetime | None

    @classmethod
    def of(cls, row: StepRunRow) -> Self:
        """As the API shows it."""
        return cls(
            id=row.id,
            sequence=row.sequence,
            step=row.step,
            type=row.type,
            status=row.status,
            attempt=row.attempt,
            input=keeping.plain(masking.given(row.type, row.input)),
            output=keeping.plain(row.output),
            error=keeping.plain(row.error),
            started_at=row.started_at,
            finished_at=row.finished_at,
        )


class RunSeen(RunShown):
    """A run with its step runs, in their order."""

    steps: list[StepRunShown]

    @classmethod
    def whole(cls, run: SeenRun, steps: Sequence[StepRunRow]) -> Self:
        """As the API shows it."""
        return cls(**_outline(run), steps=[StepRunShown.of(one) for one in steps])


class RunList(Listed[RunShown]):
    """A page of runs."""


class RunPage(Page):
    """Which runs are wanted."""

    workflow: UUID | None = None
    status: RunStatus | None = None


class RunReplay(Shape):
    """A replay does everything once more, for real: it must be meant."""

    confirm: Literal[True]


def _outline(run: SeenRun) -> dict[str, Any]:
    return {name: getattr(run, name) for name in RunShown.model_fields}
