"""Process with AI: let the AI layer read, classify, extract, summarise or suggest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any, Literal

from pydantic import Field

from engine.workflows.fields import Duration
from engine.workflows.step import (
    Broke,
    Context,
    Done,
    Elapsed,
    Failed,
    News,
    Outcome,
    Returned,
    StepConfig,
    StepType,
    Wait,
    Waiting,
    WaitKind,
)
from engine.workflows.templates import in_document, readable
from engine.workflows.wishes import ProcessAI

RequestType = Literal[
    "TEXT_UNDERSTANDING",
    "CLASSIFICATION",
    "SUMMARIZATION",
    "DECISION_SUGGESTION",
    "EXTRACTION",
]


class AIStep(StepConfig):
    """What is asked of the AI layer; less confidence than `min_confidence` is a failure."""

    request: RequestType
    input: Any
    answer_schema: dict[str, Any] | None = Field(default=None, alias="schema")
    min_confidence: Decimal = Field(default=Decimal(0), ge=0, le=1)
    timeout: Duration = timedelta(minutes=15)

    _templates = readable("input")

    def templates(self) -> Iterator[str]:
        """Its input."""
        return in_document(self.input)

    @property
    def may_time_out(self) -> bool:
        """The AI layer may not answer."""
        return True

    @property
    def always_waits(self) -> bool:
        """The model is never part of a sprint."""
        return self.condition is None


def execute(config: AIStep, context: Context) -> Outcome:
    """Wish for an answer; the step's input is the request."""
    request = {
        "request": config.request,
        "input": context.json(config.input),
        "schema": config.answer_schema,
    }
    wait = Wait(WaitKind.AI, context.now + config.timeout)
    return Waiting(wait, (ProcessAI(),), input=request)


def resume(config: AIStep, _context: Context, _wait: Wait, news: News) -> Outcome | None:
    """The answer, if the AI layer is sure enough of it."""
    match news:
        case Returned(output):
            confidence = Decimal(str(output.get("confidence", "0")))
            if confidence < config.min_confidence:
                text = f"the answer's confidence is {confidence}"
                return Failed("not_confident", text)
            return Done(output)
        case Broke(code, text, retryable):
            return Failed(code, text, retryable)
        case Elapsed():
            return Failed("timed_out", "no answer came in time", retryable=True)
        case _:
            return None


TYPE = StepType(AIStep, execute, resume)
