"""Emit an event: record a fact of the shop's, which may start other workflows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import Field, field_validator

from engine.workflows.facts import APPOINTMENTS, OWN, FactError, checked
from engine.workflows.fields import EventType
from engine.workflows.step import Context, Done, Failed, Outcome, StepConfig, StepType
from engine.workflows.templates import in_document, readable
from engine.workflows.wishes import Emit


class EmitStep(StepConfig):
    """An event and its payload, whose texts are templates."""

    event: EventType
    payload: dict[str, Any] = Field(default_factory=dict)

    _templates = readable("payload")

    @field_validator("event")
    @classmethod
    def _may_be_said(cls, event: str) -> str:
        if event in OWN:
            raise ValueError(f"{event} is recorded by Karani itself: choose another type")
        return event

    @property
    def emits(self) -> str | None:
        """Its event."""
        return self.event

    def templates(self) -> Iterator[str]:
        """The texts of its payload."""
        return in_document(self.payload)


def execute(config: EmitStep, context: Context) -> Outcome:
    """Wish for the event; one about money must say how much."""
    payload = context.json(config.payload)
    try:
        payload = checked(config.event, payload)
    except FactError as error:
        return Failed("payload", str(error), input={"payload": payload})
    if config.event in APPOINTMENTS:
        known = context.records.find("appointment", str(payload["appointment"]))
        if known is None:
            told = {"payload": payload}
            return Failed("not_found", "there is no such appointment", input=told)
    wish = Emit(config.event, payload)
    return Done({"event": config.event, "payload": payload}, (wish,))


TYPE = StepType(EmitStep, execute)
