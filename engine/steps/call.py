"""Call: send a signed request to another system, and wait for its answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Literal

from pydantic import Field

from engine.workflows.fields import Duration, Text
from engine.workflows.step import (
    Context,
    Outcome,
    StepConfig,
    StepType,
    Wait,
    Waiting,
    WaitKind,
)
from engine.workflows.templates import in_document, readable
from engine.workflows.wishes import CallOut


class CallStep(StepConfig):
    """The request; its texts are templates."""

    url: Text
    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"] = "POST"
    body: Any = None
    headers: dict[str, Text] = Field(default_factory=dict, max_length=20)
    timeout: Duration = timedelta(minutes=15)

    _templates = readable("body")

    def templates(self) -> Iterator[str]:
        """Its address, headers and body."""
        yield self.url
        yield from self.headers.values()
        yield from in_document(self.body)

    @property
    def may_time_out(self) -> bool:
        """The other system may not answer."""
        return True

    @property
    def always_waits(self) -> bool:
        """The network is never part of a sprint."""
        return self.condition is None


def execute(config: CallStep, context: Context) -> Outcome:
    """Wish for the call; the step's input is the request."""
    request = {
        "url": context.text(config.url).strip(),
        "method": config.method,
        "headers": {name: context.text(value) for name, value in config.headers.items()},
        "body": context.json(config.body),
    }
    wait = Wait(WaitKind.CALL, context.now + config.timeout)
    return Waiting(wait, (CallOut(),), input=request)


TYPE = StepType(CallStep, execute)
