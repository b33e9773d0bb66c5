"""Shapes of workflows: a document, a version, what a rehearsal tells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import Field

from engine.automation.rehearsals import MOST, Comparison
from engine.runs import keeping
from engine.tools import masking
from engine.workflows.definition import MOST_STEPS
from engine.workflows.rehearsal import Deed, Rehearsed
from store.run_lists import SeenRun
from store.workflows import Published, Workflow
from webhooks.api.run_shapes import RunShown
from webhooks.api.shapes import Document, Listed, Page, Payload, Shape

Status = Literal["draft", "active", "paused", "ended"]
EXAMPLES: Mapping[str, Any] = {
    "Ask the owner about large sales": {
        "name": "Large sale",
        "trigger": {
            "event": "SALE_RECORDED",
            "if": "money(event.payload.amount) > money('10000')",
        },
        "steps": [
            {
                "id": "ask_owner",
                "type": "approval",
                "of": "OWNER",
                "question": {
                    "en": "Sale of {{ event.payload.amount | money }}. Approve?",
                    "sw": "Mauzo ya {{ event.payload.amount | money }}. Unakubali?",
                },
                "timeout": "PT2H",
                "on_timeout": "reject",
            }
        ],
    }
}


class WorkflowBody(Shape):
    """A definition: what starts a run, and its steps in their order."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    trigger: Annotated[
        Payload, Field(description="`event` and perhaps `if` and `or`; or `schedule`.")
    ]
    steps: Annotated[
        list[Payload],
        Field(min_length=1, max_length=MOST_STEPS, description="Each with `id` and `type`."),
    ]

    @property
    def document(self) -> dict[str, Any]:
        """As the engine reads and keeps it."""
        return self.model_dump()


class WorkflowShown(Shape):
    """A workflow as it stands; `next_at` is when its schedule is due."""

    id: UUID
    name: str
    status: Status
    version_id: UUID
    event: str | None
    more_events: list[str]
    schedule: str | None
    starter: str | None
    created_by: UUID | None
    next_at: datetime | None

    @classmethod
    def of(cls, workflow: Workflow) -> Self:
        """As the API shows it."""
        return cls(**_outline(workflow))


class WorkflowVersion(Shape):
    """A version that was published; it never changes."""

    id: UUID
    number: int
    published_by: UUID | None
    published_at: datetime

    @classmethod
    def of(cls, version: Published) -> Self:
        """As the API shows it."""
        return cls(
            id=version.id,
            number=version.number,
            published_by=version.published_by,
            published_at=version.published_at,
        )


class WorkflowSeen(WorkflowShown):
    """A workflow with the newest definition, its versions and its newest runs."""

    definition: Document
    versions: list[WorkflowVersion]
    runs: list[RunShown]

    @classmethod
    def whole(
        cls,
        workflow: Workflow,
        document: Mapping[str, Any],
        versions: Sequence[Published],
        runs: Sequence[SeenRun],
        *,
        is_owner: bool,
    ) -> Self:
        """As the API shows it."""
        return cls(
            **_outline(workflow),
            definition=dict(document) if is_owner else masking.definition(document),
            versions=[WorkflowVersion.of(one) for one in versions],
            runs=[RunShown.of(one) for one in runs],
        )


class WorkflowList(Listed[WorkflowShown]):
    """A page of workflows."""


class WorkflowPage(Page):
    """Which workflows are wanted."""

    status: Status | None = None


class WorkflowRehearsing(Shape):
    """What to rehearse: over how many of the newest events, and another definition perhaps."""

    last: Annotated[int, Field(ge=1, le=MOST)] = 50
    definition: WorkflowBody | None = None


class RehearsedStep(Shape):
    """What a step would have done, and with what."""

    step: str
    type: str
    status: str
    input: Document
    output: Document | None

    @classmethod
    def of(cls, deed: Deed) -> Self:
        """As the API shows it."""
        return cls(
            step=deed.step,
            type=deed.type,
            status=deed.status,
            input=keeping.plain(masking.given(deed.type, deed.input)),
            output=keeping.plain(deed.output),
        )


class RehearsedRun(Shape):
    """What would have come of one event; WAITING where only the world knows how it goes on."""

    event_id: str
    starts: bool
    status: str | None
    steps: list[RehearsedStep]
    error: Document | None

    @classmethod
    def of(cls, told: Rehearsed) -> Self:
        """As the API shows it."""
        return cls(
            event_id=told.event_id,
            starts=told.starts,
            status=told.status,
            steps=[RehearsedStep.of(deed) for deed in told.deeds],
            error=None if told.error is None else dict(told.error),
        )


class WorkflowRehearsed(Shape):
    """What would happen, what happens as it is, and the events for which that differs."""

    changed: list[str]
    after: list[RehearsedRun]
    before: list[RehearsedRun]

    @classmethod
    def of(cls, told: Comparison) -> Self:
        """As the API shows it."""
        return cls(
            changed=list(told.changed),
            after=[RehearsedRun.of(one) for one in told.after],
            before=[RehearsedRun.of(one) for one in told.before],
        )


def _outline(workflow: Workflow) -> dict[str, Any]:
    return {
        "id": workflow.id,
        "name": workflow.name,
        "status": workflow.status,
        "version_id": workflow.version_id,
        "event": workflow.trigger_event,
        "more_events": list(workflow.more_events),
        "schedule": workflow.schedule,
        "starter": workflow.starter,
        "created_by": workflow.created_by,
        "next_at": workflow.next_at,
    }
