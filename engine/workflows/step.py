"""What a step is to the interpreter: its settings, what it sees, what it answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from pydantic import BaseModel, ConfigDict, Field

from engine.workflows import conditions, templating
from engine.workflows.fields import Duration, Expression, StepId
from engine.workflows.named_templates import Use
from engine.workflows.templating import Locale
from engine.workflows.wishes import Texts, Wish

Json = Any
"""A JSON value; times in it are ISO texts with an offset."""

END = "end"


class WaitKind(StrEnum):
    """What a run waits for."""

    TIMER = "timer"
    EVENT = "event"
    APPROVAL = "approval"
    ANSWER = "answer"
    CALL = "call"
    AI = "ai"
    RETRY = "retry"


@dataclass(frozen=True, slots=True)
class Wait:
    """What a step waits for, and until when at the most; `turn` counts how often it asked."""

    kind: WaitKind
    until: datetime | None = None
    event: str | None = None
    turn: int = 1


@dataclass(frozen=True, slots=True)
class Done:
    """The step is done; `go` names the next step where it is not the following one."""

    output: Mapping[str, Json] = field(default_factory=dict)
    wishes: tuple[Wish, ...] = ()
    go: str | None = None
    input: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Waiting:
    """The step waits for the world."""

    wait: Wait
    wishes: tuple[Wish, ...] = ()
    input: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Failed:
    """The step failed; `text` says what to fix, and `retryable` whether time may mend it."""

    code: str
    text: str
    retryable: bool = False
    input: Mapping[str, Json] = field(default_factory=dict)


Outcome = Done | Waiting | Failed


@dataclass(frozen=True, slots=True)
class Elapsed:
    """The time is over."""


@dataclass(frozen=True, slots=True)
class Happened:
    """An event of the awaited type was recorded; `event` is as conditions see it."""

    event: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Decided:
    """Somebody who may has decided; `by` is a person's id."""

    approved: bool
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Changed:
    """What was asked about has changed since: it is to be asked anew, until the same time."""

    deadline: datetime


@dataclass(frozen=True, slots=True)
class Answered:
    """The person asked has answered."""

    answer: Json
    by: str


@dataclass(frozen=True, slots=True)
class Returned:
    """The other system, or the AI layer, has answered."""

    output: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Broke:
    """What was tried outside went wrong."""

    code: str
    text: str
    retryable: bool = False


News = Elapsed | Happened | Decided | Changed | Answered | Returned | Broke


class Records(Protocol):
    """The shop's records, read before a step changes them."""

    def find(self, record: str, record_id: str) -> Mapping[str, Json] | None:
        """What may be set of a record and how it stands; None where the shop has none such."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a shop is: its zone (IANA), currency (ISO 4217), country and language (ISO).

    `languages` are all that its people may read.
    """

    timezone: str
    currency: str
    country: str
    language: str
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Context:
    """What a step sees; `now` is aware."""

    names: Mapping[str, Json]
    place: Place
    now: datetime
    records: Records

    def text(self, source: str, language: str | None = None) -> str:
        """A template with its values filled in. Raises `TemplateError`."""
        place = self.place
        spoken = language or place.language
        locale = Locale(spoken, place.timezone, place.currency, place.country)
        return str(templating.compile(source).render(self.names, locale))

    def texts(self, sources: Texts) -> dict[str, str]:
        """The same in each language. Raises `TemplateError`."""
        return {language: self.text(text, language) for language, text in sources.items()}

    def json(self, value: Json) -> Json:
        """A document whose texts are templates, with their values filled in."""
        match value:
            case str():
                return self.text(value)
            case Mapping():
                return {key: self.json(inner) for key, inner in value.items()}
            case list() | tuple():
                return [self.json(inner) for inner in value]
            case _:
                return value

    def holds(self, source: str) -> bool:
        """Whether a condition holds. Raises `ConditionError`."""
        return bool(conditions.compile(source).holds(self.names))

    def value(self, source: str) -> Json:
        """What an expression comes to. Raises `ConditionError`."""
        return conditions.compile(source).value(self.names)


class Retry(BaseModel):
    """How often a step is tried, and how long it rests in between: doubling, with jitter."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    attempts: int = Field(ge=1, le=20)
    backoff: Duration = timedelta(seconds=30)
    max_backoff: Duration = timedelta(hours=1)


class StepConfig(BaseModel):
    """What every step may say; each type adds its own."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: StepId
    type: str
    condition: Expression | None = Field(default=None, alias="if")
    retry: Retry | None = None
    timeout: Duration | None = None
    on_error: str = "fail"

    @property
    def skipped_unless(self) -> str | None:
        """The condition under which the step is taken."""
        return self.condition

    def texts(self) -> Iterator[tuple[str, Texts]]:
        """Its texts for people by their fields: each must speak every language."""
        return iter(())

    def templates(self) -> Iterator[str]:
        """Every other text with values to fill in."""
        return iter(())

    def expressions(self) -> Iterator[str]:
        """Its expressions beside `if`."""
        return iter(())

    def targets(self) -> Iterator[tuple[str, str]]:
        """The steps it may go to beside the following one, by the field that names them."""
        return iter(())

    @property
    def goes_on(self) -> bool:
        """Whether the following step may come next."""
        return True

    @property
    def always_waits(self) -> bool:
        """Whether no run passes it within one sprint."""
        return False

    @property
    def may_time_out(self) -> bool:
        """Whether it may wait for somebody who is late: only then `timeout` says something."""
        return False

    @property
    def longest_wait(self) -> timedelta:
        """The longest that it is known to wait."""
        return timedelta()

    @property
    def emits(self) -> str | None:
        """The type of the event that it records."""
        return None

    @property
    def uses(self) -> Use | None:
        """The template that it names."""
        return None

    @property
    def deciders(self) -> tuple[str, ...]:
        """The roles or people who must exist for it to end."""
        return ()


def answer_of(_config: Any, _context: Context, _wait: Wait, news: News) -> Outcome | None:
    """What most steps make of the world's answer; None while it says nothing to them."""
    match news:
        case Returned(output):
            return Done(output)
        case Broke(code, text, retryable):
            return Failed(code, text, retryable)
        case Elapsed():
            return Failed("timed_out", "no answer came in time", retryable=True)
        case _:
            return None


@dataclass(frozen=True, slots=True)
class StepType:
    """A kind of step: its settings, how it begins, and what it makes of the world's answer."""

    config: type[StepConfig]
    execute: Callable[[Any, Context], Outcome]
    resume: Callable[[Any, Context, Wait, News], Outcome | None] = answer_of
