"""Wait: for a while, until a moment, or for an event."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Self

from pydantic import Field, model_validator

from engine.workflows.conditions import ConditionError
from engine.workflows.fields import Duration, EventType, Expression
from engine.workflows.step import (
    Context,
    Done,
    Elapsed,
    Failed,
    Happened,
    Json,
    News,
    Outcome,
    StepConfig,
    StepType,
    Wait,
    Waiting,
    WaitKind,
)


class WaitStep(StepConfig):
    """Exactly one of three; beside `event`, `if` says which event is meant.

    Such an `if` sees the event that has just been recorded as `arrived`.
    """

    duration: Duration | None = Field(default=None, alias="for")
    until: Expression | None = None
    event: EventType | None = None

    @model_validator(mode="after")
    def _one_of_three(self) -> Self:
        if sum(way is not None for way in (self.duration, self.until, self.event)) != 1:
            raise ValueError("needs exactly one of for, until and event")
        return self

    def expressions(self) -> Iterator[str]:
        """The moment that it waits for."""
        if self.until is not None:
            yield self.until

    @property
    def skipped_unless(self) -> str | None:
        """An event's `if` chooses the event and does not skip the step."""
        return None if self.event else self.condition

    @property
    def may_time_out(self) -> bool:
        """An event may never come; a time always does."""
        return self.event is not None

    @property
    def always_waits(self) -> bool:
        """A moment may be in the past."""
        return self.until is None and self.skipped_unless is None

    @property
    def longest_wait(self) -> timedelta:
        """As long as it says; an event may come at once, but may also take its time."""
        return self.duration or self.timeout or timedelta()


def execute(config: WaitStep, context: Context) -> Outcome:
    """Begin to wait; a moment that is over already is no wait."""
    if config.event is not None:
        until = context.now + config.timeout if config.timeout else None
        return Waiting(Wait(WaitKind.EVENT, until, config.event), input={"event": config.event})
    until = _until(config, context)
    if until is None:
        return Failed("definition", "until: must be a time with an offset")
    if until <= context.now:
        return Done({"timed_out": False}, input={"until": until.isoformat()})
    return Waiting(Wait(WaitKind.TIMER, until), input={"until": until.isoformat()})


def resume(config: WaitStep, context: Context, wait: Wait, news: News) -> Outcome | None:
    """The time is over, or an event came: the one that is meant ends the wait."""
    match news:
        case Elapsed():
            return Done({"timed_out": wait.kind is WaitKind.EVENT})
        case Happened(event) if _is_meant(config, context, event):
            return Done({"timed_out": False, "event": _kept(event)})
        case _:
            return None


def _is_meant(config: WaitStep, context: Context, event: Mapping[str, Json]) -> bool:
    if config.condition is None:
        return True
    try:
        return replace(context, names={**context.names, "arrived": event}).holds(
            config.condition
        )
    except ConditionError:
        return False  # It lacks what is asked for, as an event may: another one is meant.


def _kept(event: Mapping[str, Json]) -> Mapping[str, Json]:
    """As JSON keeps it, from the start: later steps see the same before a wait and after."""
    at = event.get("occurred_at")
    return {**event, "occurred_at": at.isoformat()} if isinstance(at, datetime) else event


def _until(config: WaitStep, context: Context) -> datetime | None:
    if config.duration is not None:
        return context.now + config.duration
    value = context.value(config.until or "")
    return value if isinstance(value, datetime) and value.tzinfo else None


TYPE = StepType(WaitStep, execute, resume)
