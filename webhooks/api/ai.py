"""The AI layer: ask a question of one of five types, and see what was asked."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, Field, JsonValue

from engine.ai.base import AIError, RequestType
from engine.assistants import thinking
from engine.assistants.thinking import Question
from store import ai_requests
from store.ai_requests import About, AIRequestRow
from webhooks.api.route import Call, Errand, Route, Routes
from webhooks.api.shapes import Listed, Page, Payload, Shape, storable
from webhooks.errors import ProblemError

FIELDS = {"bad_input": "input", "bad_schema": "schema", "too_large": "input"}
"""Which part of a question is at fault, by the error's code."""


class QuestionAsked(Shape):
    """A question: its type, what it is about, and for an extraction what to look for.

    `input` is a text, a list of records, or an object with the names of its type.
    """

    type: RequestType
    input: Annotated[JsonValue, AfterValidator(storable)]
    schema_: Annotated[Payload | None, Field(alias="schema")] = None


class AnswerGiven(Shape):
    """A suggestion; nothing was done. `provider` gave it, `instead_of` could not.

    `because` is a code for why it could not: the rules then answered in its place.
    """

    id: UUID
    output: Payload
    confidence: Decimal
    provider: str
    model: str
    tokens_in: int
    tokens_out: int
    cost: Decimal
    instead_of: str | None
    because: str | None


class RequestShown(Shape):
    """A question that was asked, by whom and about what, and what came of it.

    `input` and `answer` are null once their words are kept no longer; `cost` is in US dollars.
    """

    id: UUID
    type: str
    about: str
    about_id: UUID | None
    person_id: UUID | None
    outcome: Literal["asked", "answered", "failed"]
    provider: str
    model: str
    prompt_version: str
    instead_of: str | None
    because: str | None
    input: JsonValue
    answer: JsonValue
    confidence: Decimal | None
    tokens_in: int
    tokens_out: int
    cost: Decimal
    latency_ms: int | None
    correction: JsonValue
    created_at: datetime

    @classmethod
    def of(cls, row: AIRequestRow) -> Self:
        """As the API shows it."""
        return cls.model_validate({name: getattr(row, name) for name in cls.model_fields})


class RequestList(Listed[RequestShown]):
    """A page of questions."""


class RequestPage(Page):
    """Which questions are wanted."""

    type: RequestType | None = None


def process(errand: Errand, body: QuestionAsked) -> AnswerGiven:
    """Ask the AI layer a question; it suggests and does nothing.

    Without a model, or when that fails or its budget is spent, the built-in rules answer.
    """
    question = Question(
        organization_id=errand.organization_id,
        type=body.type,
        input=body.input,
        schema=body.schema_,
        about=About("api"),
        person_id=errand.caller.person_id,
    )
    try:
        done = thinking.process(errand.rt, question)
    except AIError as error:
        raise _refusal(error) from None
    answer = done.answer
    return AnswerGiven(
        id=done.id,
        output=dict(answer.output),
        confidence=answer.confidence,
        provider=done.provider,
        model=answer.model,
        tokens_in=answer.tokens_in,
        tokens_out=answer.tokens_out,
        cost=answer.cost,
        instead_of=done.instead_of,
        because=done.because,
    )


def listing(call: Call, query: RequestPage) -> RequestList:
    """List what the AI layer was asked, newest first."""
    found = ai_requests.listed(
        call.tx,
        call.organization_id,
        most=query.limit + 1,
        before=query.before,
        kind=query.type,
    )
    return RequestList.page(
        [RequestShown.of(row) for row in found], [row.id for row in found], query.limit
    )


def _refusal(error: AIError) -> ProblemError:
    if error.retryable:
        return ProblemError(503, str(error), headers={"Retry-After": "5"})
    field = FIELDS.get(error.code)
    return ProblemError(422, str(error), fields={field: str(error)} if field else None)


EXAMPLES = {
    "what a message says": {"type": "TEXT_UNDERSTANDING", "input": "sold bread 50"},
    "which kind it is": {
        "type": "CLASSIFICATION",
        "input": {"text": "When do you open?", "labels": ["question", "complaint"]},
    },
}

ROUTES: Routes = (
    Route(
        "POST",
        "/ai/process",
        process,
        AnswerGiven,
        body=QuestionAsked,
        asks_outside=True,
        examples=EXAMPLES,
    ),
    Route("GET", "/ai/requests", listing, RequestList, query=RequestPage),
)
