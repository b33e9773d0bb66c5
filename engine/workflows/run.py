"""A run and its step runs: the state of one execution between two sprints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from engine.workflows.step import Wait


class RunStatus(StrEnum):
    """Where a run is; COMPLETED and CANCELLED are final."""

    PENDING = "PENDING"
    RUNNING = "RUNNING"
    WAITING = "WAITING"
    WAITING_APPROVAL = "WAITING_APPROVAL"
    PAUSED = "PAUSED"
    COMPLETED = "COMPLETED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"


class StepStatus(StrEnum):
    """What became of one attempt at a step."""

    DONE = "done"
    SKIPPED = "skipped"
    WAITING = "waiting"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class StepRun:
    """One attempt at a step; `sequence` counts from 1 within the run."""

    id: UUID
    sequence: int
    step: str
    type: str
    status: StepStatus
    attempt: int
    started_at: datetime
    finished_at: datetime | None = None
    input: Mapping[str, Any] = field(default_factory=dict)
    output: Mapping[str, Any] | None = None
    error: Mapping[str, Any] | None = None
    wait: Wait | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """One execution of a version.

    `position` is the step it stands at, None behind the last; `outputs` are the newest output
    of each step; `waiting` is the step run whose wait is not over; `error` says why it failed.
    """

    id: UUID
    status: RunStatus = RunStatus.PENDING
    position: str | None = None
    outputs: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    waiting: StepRun | None = None
    sequence: int = 0
    attempt: int = 1
    error: Mapping[str, Any] | None = None
