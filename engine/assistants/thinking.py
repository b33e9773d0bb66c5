"""Put a question to an assistant and keep what came of it: asked, answered, paid."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from engine.ai import budget
from engine.ai.base import AIAnswer, AIError, AIRequest, Recording, RequestType
from engine.ai.budget import Used
from engine.ai.inputs import check_size
from engine.ai.schemas import check_schema
from engine.assistants import models
from engine.assistants.models import Asked, Outcome
from engine.runtime import Runtime
from engine.workflows.step import Broke, News, Returned
from store import ai_requests, audit, organizations
from store.ai_requests import About, Finished, NewRequest
from store.audit import AuditEntry
from store.database import Transaction
from store.step_runs import StepRunRow


@dataclass(frozen=True, slots=True)
class Question:
    """One question of an organization. `input`, `schema`, `image` as in `AIRequest`.

    `kept_input` is what the log keeps of a question that is not in JSON.
    """

    organization_id: UUID
    type: RequestType
    input: Any
    about: About
    schema: Mapping[str, Any] | None = None
    person_id: UUID | None = None
    image: bytes | None = None
    recording: Recording | None = None
    kept_input: Any = None


@dataclass(frozen=True, slots=True)
class Processed:
    """An answer with the id of its request. `provider` gave it, `instead_of` could not.

    `because` is a code: why the other could not.
    """

    id: UUID
    answer: AIAnswer
    provider: str
    instead_of: str | None = None
    because: str | None = None


def process(rt: Runtime, question: Question) -> Processed:
    """Ask and keep what came of it; no transaction may be open. Raises `AIError`.

    A model that is away, over budget, or not to be believed is replaced by the rules; of a
    voice note they know nothing, so that raises.
    """
    check_size(question.input)
    if question.schema is not None:
        check_schema(question.schema)
    asked = _ask(rt, question)
    began = time.monotonic()
    outcome = models.answer(rt, asked)
    latency = round((time.monotonic() - began) * 1000)
    with rt.db.tenant(question.organization_id) as tx:
        _keep(tx, question, asked, outcome, latency)
    if outcome.answer is None:
        raise outcome.error or AIError("no_answer", "there is no answer")
    return Processed(
        asked.id, outcome.answer, outcome.provider, outcome.instead_of, outcome.because
    )


def think(rt: Runtime, row: StepRunRow) -> News:
    """Ask what a step's input says; it suggests, and holds no tools."""
    asked: dict[str, Any] = dict(row.input or {})
    question = Question(
        organization_id=row.organization_id,
        type=RequestType(asked["request"]),
        input=asked.get("input"),
        schema=asked.get("schema"),
        about=About("step", row.id),
    )
    try:
        done = process(rt, question)
    except AIError as error:
        return Broke(error.code, str(error), error.retryable)
    return Returned(
        {
            "output": dict(done.answer.output),
            "confidence": str(done.answer.confidence),
            "model": done.answer.model,
            "request": str(done.id),
        }
    )


def _ask(rt: Runtime, question: Question) -> Asked:
    """Note the question, and set aside what it may cost: two at once cannot overspend."""
    model, now = rt.model, rt.clock()
    with rt.db.tenant(question.organization_id) as tx:
        shop = organizations.get(tx, question.organization_id)
        request = AIRequest(
            type=question.type,
            input=question.input,
            schema=question.schema,
            language=shop.language,
            country=shop.country,
            now=now,
            image=question.image,
            user=_digest(question.person_id or question.organization_id),
        )
        refusal, cost = _permission(rt, tx, question, request)
        new = NewRequest(
            organization_id=question.organization_id,
            type=str(question.type),
            about=question.about.kind,
            about_id=question.about.id,
            person_id=question.person_id,
            input=question.input if question.kept_input is None else question.kept_input,
            answer_schema=question.schema,
            provider=model.name if model and not refusal else rt.ai.name,
            model=model.model if model and not refusal else "",
            cost=cost,
        )
        request_id = ai_requests.add(tx, new)
        return Asked(request_id, request, question.recording, model, refusal)


def _permission(
    rt: Runtime, tx: Transaction, question: Question, request: AIRequest
) -> tuple[str | None, Decimal]:
    """Why no model is asked, or what asking it may cost."""
    if rt.model is None:
        return "off", Decimal(0)
    if rt.breaker.is_open:
        return "resting", Decimal(0)
    cost = rt.model.worst_cost(question.recording or request)
    since = budget.day_of(rt.clock())
    used = Used(*ai_requests.used(tx, question.organization_id, since))
    if not budget.allows(used, cost, rt.settings.ai_daily_budget):
        return "over_budget", Decimal(0)
    if not rt.breaker.lets_through():
        return "resting", Decimal(0)
    return None, cost


def _keep(
    tx: Transaction, question: Question, asked: Asked, outcome: Outcome, latency: int
) -> None:
    answer = outcome.answer
    finished = Finished(
        provider=outcome.provider,
        model=answer.model if answer else "",
        prompt_version=answer.prompt_version if answer else "",
        outcome="answered" if answer else "failed",
        instead_of=outcome.instead_of,
        because=outcome.because,
        answer=dict(answer.output) if answer else None,
        confidence=answer.confidence if answer else None,
        tokens_in=outcome.spent.tokens_in,
        tokens_out=outcome.spent.tokens_out,
        cost=outcome.spent.cost,
        latency_ms=latency,
    )
    ai_requests.finish(tx, question.organization_id, asked.id, finished)
    told = {
        "type": str(question.type),
        "provider": outcome.provider,
        "because": outcome.because,
    }
    entry = AuditEntry(
        organization_id=question.organization_id,
        action="AI_PROCESS",
        entity="ai_request",
        entity_id=asked.id,
        person_id=question.person_id,
        via=question.about.kind,
        after={name: value for name, value in told.items() if value is not None},
    )
    audit.append(tx, entry)


def _digest(owner: UUID) -> str:
    """One person told from another for the provider, who learns nothing of either."""
    return hashlib.sha256(b"karani.ai\0" + owner.bytes).hexdigest()
