"""What conditions and texts see of the world, by the names of the public contract."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID


class Fact(Protocol):
    """An event, as far as it is seen."""

    @property
    def id(self) -> UUID: ...  # noqa: D102
    @property
    def type(self) -> str: ...  # noqa: D102
    @property
    def payload(self) -> Mapping[str, Any]: ...  # noqa: D102
    @property
    def person_id(self) -> UUID | None: ...  # noqa: D102
    @property
    def organization_id(self) -> UUID: ...  # noqa: D102
    @property
    def occurred_at(self) -> datetime: ...  # noqa: D102
    @property
    def source(self) -> str: ...  # noqa: D102


class Execution(Protocol):
    """A run, as far as it is seen."""

    @property
    def id(self) -> UUID: ...  # noqa: D102
    @property
    def workflow_id(self) -> UUID: ...  # noqa: D102
    @property
    def organization_id(self) -> UUID: ...  # noqa: D102
    @property
    def person_id(self) -> UUID | None: ...  # noqa: D102
    @property
    def started_at(self) -> datetime: ...  # noqa: D102
    @property
    def scheduled_for(self) -> datetime | None: ...  # noqa: D102


def event_names(event: Fact) -> dict[str, Any]:
    """`event`; `person` is empty where nobody caused it."""
    return {
        "id": str(event.id),
        "type": event.type,
        "payload": dict(event.payload),
        "person": _text(event.person_id),
        "organization": str(event.organization_id),
        "occurred_at": event.occurred_at,
        "source": event.source,
    }


def scheduled_names(run: Execution) -> dict[str, Any]:
    """`event` of a run that a schedule began: nothing happened but the time."""
    return {
        "id": "",
        "type": "SCHEDULE",
        "payload": {},
        "person": _text(run.person_id),
        "organization": str(run.organization_id),
        "occurred_at": run.scheduled_for or run.started_at,
        "source": "schedule",
    }


def run_names(run: Execution) -> dict[str, Any]:
    """`run`."""
    return {
        "id": str(run.id),
        "workflow": str(run.workflow_id),
        "started_at": run.started_at,
    }


def _text(value: UUID | None) -> str:
    return "" if value is None else str(value)
