"""Requests to assistants: what was asked and answered, what it cost, and who was right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Column,
    Index,
    Integer,
    Numeric,
    Table,
    Text,
    Uuid,
    and_,
    bindparam,
    func,
    insert,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB

from store.base import columns_of, id_column, metadata, moment, new_id, organization_column
from store.database import Transaction

Outcome = Literal["asked", "answered", "failed"]
AboutKind = Literal["step", "message", "api"]

ai_requests = Table(
    "ai_requests",
    metadata,
    organization_column(),
    id_column(),
    Column("type", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("about_id", Uuid),
    Column("person_id", Uuid),
    Column("input", JSONB(none_as_null=True)),
    Column("answer_schema", JSONB(none_as_null=True)),
    Column("provider", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("prompt_version", Text, nullable=False, server_default=""),
    Column("outcome", Text, nullable=False),
    Column("instead_of", Text),
    Column("because", Text),
    Column("answer", JSONB(none_as_null=True)),
    Column("confidence", Numeric(4, 3)),
    Column("tokens_in", Integer, nullable=False, server_default="0"),
    Column("tokens_out", Integer, nullable=False, server_default="0"),
    Column("cost", Numeric(12, 6), nullable=False, server_default="0"),
    Column("latency_ms", Integer),
    Column("correction", JSONB(none_as_null=True)),
    Column("corrected_by", Uuid),
    moment("corrected_at", nullable=True),
    moment("created_at", now=True),
    CheckConstraint("outcome in ('asked', 'answered', 'failed')", name="outcome"),
    CheckConstraint("about in ('step', 'message', 'api')", name="about"),
    Index("ix_ai_requests_created_at", "organization_id", "created_at"),
    Index("ix_ai_requests_about", "organization_id", "about_id"),
    Index(
        "ix_ai_requests_worded",
        "created_at",
        postgresql_where=text("input is not null or answer is not null"),
    ),
)

_r = ai_requests.c
_ADD = insert(ai_requests)
_FINISH = (
    update(ai_requests)
    .where(_r.organization_id == bindparam("organization"), _r.id == bindparam("key"))
    .values({name: bindparam(f"new_{name}") for name in (
        "provider", "model", "prompt_version", "outcome", "instead_of", "because", "answer",
        "confidence", "tokens_in", "tokens_out", "cost", "latency_ms",
    )})
)  # fmt: skip
_USED = select(
    func.count().label("requests"), func.coalesce(func.sum(_r.cost), 0).label("cost")
).where(
    _r.organization_id == bindparam("organization"),
    _r.created_at >= bindparam("since"),
    # What the rules answered cost nothing, unless a model had failed before.
    (_r.provider != "rules") | (_r.cost > 0),
)
_GET = select(ai_requests).where(
    _r.organization_id == bindparam("organization"), _r.id == bindparam("key")
)
_CORRECT = (
    update(ai_requests)
    .where(
        _r.organization_id == bindparam("organization"),
        # A step's answer is known to others by the step.
        or_(
            _r.id == bindparam("key"),
            and_(_r.about == "step", _r.about_id == bindparam("key")),
        ),
    )
    .values(
        correction=bindparam("right", type_=JSONB),
        corrected_by=bindparam("by"),
        corrected_at=func.now(),
    )
)


@dataclass(frozen=True, slots=True)
class About:
    """What a request was about: a step's run, a message, or somebody's own program."""

    kind: AboutKind
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class NewRequest:
    """A request as it is asked; `cost` is what is set aside for it, in US dollars."""

    organization_id: UUID
    type: str
    about: AboutKind
    about_id: UUID | None
    person_id: UUID | None
    input: Any
    answer_schema: Mapping[str, Any] | None
    provider: str
    model: str
    cost: Decimal


@dataclass(frozen=True, slots=True)
class Finished:
    """How a request ended. `instead_of` is the provider that should have answered."""

    provider: str
    model: str
    prompt_version: str
    outcome: Outcome
    instead_of: str | None
    because: str | None
    answer: Mapping[str, Any] | None
    confidence: Decimal | None
    tokens_in: int
    tokens_out: int
    cost: Decimal
    latency_ms: int


@dataclass(frozen=True, slots=True)
class AIRequestRow:
    """A request as it is kept; `cost` in US dollars, set aside while it is only asked.

    `input` and `answer` are None once they are kept no longer. `correction` is what a person
    said of it: {"right": bool}, with what they would have answered under `answer`.
    """

    organization_id: UUID
    id: UUID
    type: str
    about: str
    about_id: UUID | None
    person_id: UUID | None
    input: Any
    answer_schema: Mapping[str, Any] | None
    provider: str
    model: str
    prompt_version: str
    outcome: str
    instead_of: str | None
    because: str | None
    answer: Mapping[str, Any] | None
    confidence: Decimal | None
    tokens_in: int
    tokens_out: int
    cost: Decimal
    latency_ms: int | None
    correction: Mapping[str, Any] | None
    corrected_by: UUID | None
    corrected_at: datetime | None
    created_at: datetime


def add(tx: Transaction, new: NewRequest) -> UUID:
    """Note that something is asked; its id."""
    request_id = new_id()
    tx.execute(_ADD, {**columns_of(new), "id": request_id, "outcome": "asked"})
    return request_id


def finish(
    tx: Transaction, organization_id: UUID, request_id: UUID, finished: Finished
) -> None:
    """Note how it ended."""
    values = {f"new_{name}": value for name, value in columns_of(finished).items()}
    tx.execute(_FINISH, {"organization": organization_id, "key": request_id, **values})


def used(tx: Transaction, organization_id: UUID, since: datetime) -> tuple[int, Decimal]:
    """How often a model was asked since then, and what that cost or may still cost."""
    values = {"organization": organization_id, "since": since}
    row = tx.execute(_USED, values).one()
    return row.requests, Decimal(row.cost)


def get(tx: Transaction, organization_id: UUID, request_id: UUID) -> AIRequestRow | None:
    """One request of an organization."""
    key = {"organization": organization_id, "key": request_id}
    row = tx.execute(_GET, key).one_or_none()
    return AIRequestRow(**row._mapping) if row else None


def listed(
    tx: Transaction,
    organization_id: UUID,
    *,
    most: int,
    before: UUID | None = None,
    kind: str | None = None,
    corrected: bool = False,
) -> Sequence[AIRequestRow]:
    """The newest requests first, those before `before`; of one type, or those corrected."""
    wanted = select(ai_requests).where(_r.organization_id == organization_id)
    if before is not None:
        wanted = wanted.where(_r.id < before)
    if kind is not None:
        wanted = wanted.where(_r.type == kind)
    if corrected:
        wanted = wanted.where(_r.correction.is_not(None))
    rows = tx.execute(wanted.order_by(_r.id.desc()).limit(most))
    return [AIRequestRow(**row._mapping) for row in rows]


def judged(tx: Transaction, most: int) -> Sequence[AIRequestRow]:
    """What people of every shop have said about answers, newest first; for the directory."""
    wanted = select(ai_requests).where(_r.correction.is_not(None))
    rows = tx.execute(wanted.order_by(_r.id.desc()).limit(most))
    return [AIRequestRow(**row._mapping) for row in rows]


def correct(
    tx: Transaction,
    organization_id: UUID,
    request_id: UUID,
    correction: Mapping[str, Any],
    by: UUID | None,
) -> bool:
    """Keep what a person said of an answer; False where there is no such request.

    `request_id` is the request's, or that of the step's run that it was about.
    """
    values = {
        "organization": organization_id,
        "key": request_id,
        "right": dict(correction),
        "by": by,
    }
    return tx.execute(_CORRECT, values).rowcount > 0
