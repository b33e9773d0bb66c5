"""Ask: put one question to a person and wait for the answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Literal, Self

from pydantic import Field, model_validator

from engine.workflows.fields import Duration, LocalTexts, Text
from engine.workflows.filling import TemplateName, Variables, wanted
from engine.workflows.named_templates import Use
from engine.workflows.step import (
    Answered,
    Context,
    Done,
    Elapsed,
    Failed,
    News,
    Outcome,
    StepConfig,
    StepType,
    Wait,
    Waiting,
    WaitKind,
)
from engine.workflows.wishes import AskPerson, Texts


class AskStep(StepConfig):
    """Who is asked (a person's id or a role), what, and what an answer is.

    A template asks the same outside the service window.
    """

    who: Text
    question: LocalTexts
    template: TemplateName | None = None
    variables: Variables = Field(default_factory=dict)
    expect: Literal["text", "number", "yes_no", "date"] = "text"
    timeout: Duration = timedelta(hours=24)

    @model_validator(mode="after")
    def _names_the_template(self) -> Self:
        if self.variables and self.template is None:
            raise ValueError("variables are a template's: name the template")
        return self

    def texts(self) -> Iterator[tuple[str, Texts]]:
        """What it asks."""
        yield "question", self.question

    def templates(self) -> Iterator[str]:
        """Whom it asks, and what the template names."""
        yield self.who
        yield from self.variables.values()

    @property
    def uses(self) -> Use | None:
        """The template that asks."""
        return Use(self.template, frozenset(self.variables)) if self.template else None

    @property
    def may_time_out(self) -> bool:
        """Whoever is asked may not answer."""
        return True

    @property
    def always_waits(self) -> bool:
        """It waits for a person, unless it is skipped."""
        return self.condition is None

    @property
    def longest_wait(self) -> timedelta:
        """Until the time is over."""
        return self.timeout


def execute(config: AskStep, context: Context) -> Outcome:
    """Ask."""
    who = context.text(config.who).strip()
    if not who:
        return Failed("who", "nobody is named: the value is empty")
    question = context.texts(config.question)
    deadline = context.now + config.timeout
    form = wanted(context, config.template, config.variables) if config.template else None
    wish = AskPerson(who, question, config.expect, deadline, form)
    wait = Wait(WaitKind.ANSWER, deadline)
    return Waiting(wait, (wish,), input={"who": who, "question": question})


def resume(_config: AskStep, _context: Context, _wait: Wait, news: News) -> Outcome | None:
    """The answer came, or the time is over."""
    match news:
        case Answered(answer, by):
            return Done({"answer": answer, "by": by, "timed_out": False})
        case Elapsed():
            return Done({"answer": None, "timed_out": True})
        case _:
            return None


TYPE = StepType(AskStep, execute, resume)
