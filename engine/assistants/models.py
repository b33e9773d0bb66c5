"""Ask the model where one may be asked, and the rules where it has no answer to be believed."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

import structlog

from bot.nlu.document import document
from bot.nlu.understanding import Catalogue, Utterance
from engine.ai import grounding
from engine.ai.base import (
    NOTHING_SPENT,
    AIAnswer,
    AIError,
    AIRequest,
    Model,
    Recording,
    RequestType,
    Spent,
)
from engine.ai.inputs import texts
from engine.runtime import Languages, Runtime

_OURS = frozenset({"bad_input", "bad_schema", "too_large"})
"""What is wrong with the question: nobody could answer it."""

_ANSWERED = frozenset({"refused", "truncated", "tool_call", "unfit", "no_answer"})
"""The provider works, though this was no answer."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question under way; `refusal` says why `model` may not be asked."""

    id: UUID
    request: AIRequest
    recording: Recording | None
    model: Model | None
    refusal: str | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """Who answered, or nobody. `because`: why `instead_of` could not; `spent` all the same."""

    answer: AIAnswer | None
    provider: str
    instead_of: str | None = None
    because: str | None = None
    spent: Spent = NOTHING_SPENT
    error: AIError | None = None
    """What to raise where there is no answer."""


def answer(rt: Runtime, asked: Asked) -> Outcome:
    """Ask; no transaction may be open. Where nobody answers, `error` says why not."""
    model = asked.model
    if model is None or asked.refusal:
        refusal = AIError(asked.refusal or "off", "no model may be asked", retryable=True)
        return _by_rule(rt, asked, refusal)
    try:
        found = model.hear(asked.recording) if asked.recording else model.answer(asked.request)
    except AIError as error:
        _tell_breaker(rt, error)
        _log.warning("The model did not answer", code=error.code, request=str(asked.id))
        return _by_rule(rt, asked, error)
    rt.breaker.succeeded()
    spent = Spent(found.tokens_in, found.tokens_out, found.cost)
    flaw = _flaw(rt, asked, found)
    if flaw is None and asked.recording is None and is_reading(asked.request):
        read = weighed(rt.languages, asked.request, found.output)
        flaw, found = (None, replace(found, output=read)) if read else ("unfounded", found)
    if flaw:
        return _by_rule(rt, asked, AIError(flaw, "what was answered is not so", spent=spent))
    return Outcome(found, model.name, spent=spent)


def is_reading(request: AIRequest) -> bool:
    """Whether the answer is what `karani understand` says, by whomever it was read."""
    return request.type is RequestType.TEXT_UNDERSTANDING and request.schema is None


def weighed(
    languages: Languages, request: AIRequest, output: Mapping[str, Any]
) -> Mapping[str, Any] | None:
    """What a model read, in the words of the contract; None where the text bears it not out."""
    told = request.input if isinstance(request.input, Mapping) else {"text": request.input}
    text = str(told.get("text", ""))
    utterance = Utterance(text, request.now, request.country, request.language)
    names = Catalogue(frozenset(texts(told.get("items"))), frozenset(texts(told.get("people"))))
    read = languages.weigh(output, utterance, names)
    return document(read) if read else None


def _flaw(rt: Runtime, asked: Asked, found: AIAnswer) -> str | None:
    """What is wrong with the answer; what was heard is only read, like any other message."""
    if asked.recording is not None:
        return None
    by_rule = _ruled(rt, asked.request)
    return grounding.flaw(asked.request, found.output, by_rule, partial(_amounts, rt, asked))


def _by_rule(rt: Runtime, asked: Asked, error: AIError) -> Outcome:
    """What the built-in assistant says; it hears no voice and sees no picture."""
    instead_of = asked.model.name if asked.model else None
    because = error.code if asked.model else None
    blind = asked.recording is not None or asked.request.image is not None
    try:
        if blind:
            raise error
        found = rt.ai.answer(asked.request)
    except AIError as own:
        # What is only away may answer later; what the rules miss, they miss for ever.
        shown = error if asked.model and error.retryable else own
        return Outcome(None, rt.ai.name, instead_of, shown.code, error.spent, shown)
    return Outcome(found, rt.ai.name, instead_of, because, error.spent)


def _ruled(rt: Runtime, request: AIRequest) -> Mapping[str, Any] | None:
    """What the rules would answer in a form of their own: the measure of what is founded."""
    if request.type not in {RequestType.SUMMARIZATION, RequestType.DECISION_SUGGESTION}:
        return None
    with suppress(AIError):
        return rt.ai.answer(replace(request, schema=None)).output
    return None


def _amounts(rt: Runtime, asked: Asked, text: str) -> frozenset[Decimal]:
    request = asked.request
    utterance = Utterance(text, request.now, request.country, request.language)
    with suppress(ArithmeticError, ValueError):
        read = rt.languages.read(utterance, Catalogue())
        told = {amount.normalize() for amount in read.amounts}
        for moment in (*read.dates, *read.times):
            told |= set(_parts(moment))
        return frozenset(told)
    return frozenset()


def _parts(moment: date) -> tuple[Decimal, ...]:
    """The figures with which a day or a moment is written: "kesho" says them all."""
    parts: tuple[int, ...] = (moment.year, moment.month, moment.day)
    if isinstance(moment, datetime):
        parts += (moment.hour, moment.minute, moment.second)
        offset = moment.utcoffset()
        parts += (offset // timedelta(hours=1),) if offset else ()
    return tuple(Decimal(part).normalize() for part in parts)


def _tell_breaker(rt: Runtime, error: AIError) -> None:
    if error.code in _ANSWERED | _OURS:
        rt.breaker.succeeded()
    else:
        rt.breaker.failed(error.retry_after_s)
