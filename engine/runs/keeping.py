"""Step runs and news as they are kept between two sprints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any
from uuid import UUID

from engine.workflows.run import StepRun, StepStatus
from engine.workflows.step import (
    Answered,
    Broke,
    Changed,
    Decided,
    Elapsed,
    Happened,
    News,
    Returned,
    Wait,
    WaitKind,
)
from store.step_runs import StepRunRow

_NEWS: Mapping[str, type[News]] = {
    "elapsed": Elapsed,
    "happened": Happened,
    "decided": Decided,
    "changed": Changed,
    "answered": Answered,
    "returned": Returned,
    "broke": Broke,
}
_MOMENTS = frozenset({"at", "deadline"})
_NAMES = {kind: name for name, kind in _NEWS.items()}


def to_row(organization_id: UUID, run_id: UUID, step: StepRun) -> StepRunRow:
    """A step run as it is kept."""
    return StepRunRow(
        organization_id=organization_id,
        id=step.id,
        run_id=run_id,
        sequence=step.sequence,
        step=step.step,
        type=step.type,
        status=step.status.value,
        attempt=step.attempt,
        input=plain(step.input),
        output=None if step.output is None else plain(step.output),
        error=step.error,
        wait=None if step.wait is None else _wait_to_json(step.wait),
        started_at=step.started_at,
        finished_at=step.finished_at,
    )


def from_row(row: StepRunRow) -> StepRun:
    """A kept step run as the interpreter sees it."""
    return StepRun(
        id=row.id,
        sequence=row.sequence,
        step=row.step,
        type=row.type,
        status=StepStatus(row.status),
        attempt=row.attempt,
        started_at=row.started_at,
        finished_at=row.finished_at,
        input=row.input or {},
        output=row.output,
        error=row.error,
        wait=None if row.wait is None else _wait_from_json(row.wait),
    )


def news_to_json(news: News) -> dict[str, Any]:
    """News for a run that is paused."""
    values = {field.name: plain(getattr(news, field.name)) for field in fields(news)}
    return {"news": _NAMES[type(news)], **values}


def news_from_json(document: Mapping[str, Any]) -> News:
    """The same, read back."""
    kind = _NEWS[document["news"]]
    values = {field.name: document[field.name] for field in fields(kind)}
    for name in _MOMENTS & values.keys():
        values[name] = datetime.fromisoformat(values[name])
    return kind(**values)


def plain(value: Any) -> Any:
    """A value as JSON keeps it: times as ISO texts, and no NUL, which PostgreSQL refuses."""
    match value:
        case str():
            return value.replace("\0", "")
        case datetime():
            return value.isoformat()
        case Mapping():
            return {str(key): plain(inner) for key, inner in value.items()}
        case list() | tuple():
            return [plain(inner) for inner in value]
        case int() | float() | None:
            return value
        case _:
            return str(value)


def _wait_to_json(wait: Wait) -> dict[str, Any]:
    return {
        "kind": wait.kind.value,
        "until": None if wait.until is None else wait.until.isoformat(),
        "event": wait.event,
        "turn": wait.turn,
    }


def _wait_from_json(document: Mapping[str, Any]) -> Wait:
    until = document["until"]
    return Wait(
        kind=WaitKind(document["kind"]),
        until=None if until is None else datetime.fromisoformat(until),
        event=document["event"],
        turn=document["turn"],
    )
