"""Ask: put one question to a person and wait for the answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Literal

from engine.workflows.fields import Duration, LocalTexts, Text
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
    """Who is asked (a person's id or a role), what, and what an answer is."""

    who: Text
    question: LocalTexts
    expect: Literal["text", "number", "yes_no", "date"] = "text"
    timeout: Duration = timedelta(hours=24)

    def texts(self) -> Iterator[tuple[str, Texts]]:
        """What it asks."""
        yield "question", self.question

    def templates(self) -> Iterator[str]:
        """Whom it asks."""
        yield self.who

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
    wish = AskPerson(who, question, config.expect, deadline)
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
