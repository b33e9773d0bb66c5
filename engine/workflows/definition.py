"""A workflow's document: read once, refused with every reason, then immutable."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from engine.workflows import schedule
from engine.workflows.fields import EventType, Expression
from engine.workflows.step import END, StepConfig, StepType

MOST_STEPS = 50
MOST_SIGNS = 64_000


@dataclass(frozen=True, slots=True)
class Problem:
    """What keeps a definition from running: where, and what to do about it."""

    step: str | None
    field: str | None
    reason: str

    def __str__(self) -> str:
        """As one line: "Step 'ask': timeout: …"."""
        step = f"Step '{self.step}'" if self.step else None
        return ": ".join(part for part in (step, self.field, self.reason) if part)


class DefinitionError(ValueError):
    """A definition cannot be published; `problems` are all the reasons."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = tuple(problems)


class Trigger(BaseModel):
    """What starts a run: an event that meets a condition, or a schedule (RFC 5545).

    `or` names more types of events that start it as `event` does.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    event: EventType | None = None
    others: tuple[EventType, ...] = Field(default=(), alias="or", max_length=10)
    condition: Expression | None = Field(default=None, alias="if")
    schedule: str | None = None
    timezone: str | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.event is None) == (self.schedule is None):
            raise ValueError("needs either an event or a schedule")
        if self.others and (self.event is None or self.event in self.others):
            raise ValueError("or: names other events than the one in event")
        if self.schedule is not None:
            schedule.parse(self.schedule, self.timezone or "UTC")
        return self


class _Document(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1, max_length=80)
    trigger: Trigger
    steps: list[dict[str, Any]] = Field(min_length=1, max_length=MOST_STEPS)


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a definition, with what its type does."""

    config: StepConfig
    type: StepType

    @property
    def id(self) -> str:
        """Its name within the definition."""
        return self.config.id


@dataclass(frozen=True)
class Definition:
    """A document that was read: its steps in their order."""

    name: str
    trigger: Trigger
    steps: tuple[Step, ...]

    end = END
    """Where a run goes that is over."""

    @property
    def first(self) -> str:
        """Where a run begins."""
        return self.steps[0].id

    def step(self, step_id: str) -> Step:
        """The step of this id; raises `KeyError`."""
        return self._by_id[step_id]

    def following(self, step_id: str) -> str:
        """The step behind this one, or the end."""
        return self._following[step_id]

    @property
    def names_templates(self) -> bool:
        """Whether any step names one."""
        return any(step.config.uses for step in self.steps)

    @cached_property
    def emits(self) -> frozenset[str]:
        """The types of the events that it may record."""
        return frozenset(step.config.emits for step in self.steps if step.config.emits)

    @cached_property
    def _by_id(self) -> Mapping[str, Step]:
        return {step.id: step for step in self.steps}

    @cached_property
    def _following(self) -> Mapping[str, str]:
        ids = [step.id for step in self.steps]
        return dict(zip(ids, [*ids[1:], END], strict=True))


def parse(document: Mapping[str, Any], types: Mapping[str, StepType]) -> Definition:
    """Read a document. Raises `DefinitionError` with everything that is wrong about it."""
    if len(str(document)) > MOST_SIGNS:
        raise DefinitionError([Problem(None, None, f"is longer than {MOST_SIGNS:,} signs")])
    try:
        outline = _Document.model_validate(document)
    except ValidationError as error:
        raise DefinitionError(_problems(None, error)) from None
    problems: list[Problem] = []
    steps: list[Step] = []
    for number, settings in enumerate(outline.steps, start=1):
        step = _step(number, settings, types)
        if isinstance(step, Step):
            steps.append(step)
        else:
            problems.extend(step)
    problems.extend(_repeated(steps))
    if problems:
        raise DefinitionError(problems)
    return Definition(outline.name, outline.trigger, tuple(steps))


def _step(
    number: int, settings: Mapping[str, Any], types: Mapping[str, StepType]
) -> Step | list[Problem]:
    name = str(settings.get("id") or f"number {number}")
    kind = types.get(str(settings.get("type")))
    if kind is None:
        return [Problem(name, "type", f"must be one of {', '.join(sorted(types))}")]
    try:
        return Step(kind.config.model_validate(settings), kind)
    except ValidationError as error:
        return _problems(name, error)


def _repeated(steps: Iterable[Step]) -> list[Problem]:
    seen: set[str] = set()
    problems = []
    for step in steps:
        if step.id == END:
            reason = f"'{END}' is where a run is over: call it otherwise"
            problems.append(Problem(step.id, "id", reason))
        elif step.id in seen:
            problems.append(Problem(step.id, "id", "is taken already: give each its own"))
        seen.add(step.id)
    return problems


def _problems(step: str | None, error: ValidationError) -> list[Problem]:
    return [
        Problem(
            step,
            ".".join(str(part) for part in found["loc"]) or None,
            found["msg"].removeprefix("Value error, "),
        )
        for found in error.errors(include_url=False, include_input=False)
    ]
