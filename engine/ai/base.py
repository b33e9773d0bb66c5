"""What every assistant offers: one question of five types, one answer that fits a schema."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Protocol


class RequestType(StrEnum):
    """What may be asked; the names are part of the public contract."""

    TEXT_UNDERSTANDING = "TEXT_UNDERSTANDING"
    CLASSIFICATION = "CLASSIFICATION"
    SUMMARIZATION = "SUMMARIZATION"
    DECISION_SUGGESTION = "DECISION_SUGGESTION"
    EXTRACTION = "EXTRACTION"


@dataclass(frozen=True, slots=True)
class AIRequest:
    """One question. `input` is JSON: a text, rows, or a mapping with the names of its type.

    `schema` is a subset of JSON Schema for the answer, an object (`engine.ai.schemas`).
    `language` is the code in which sentences are written, `country` ISO 3166, `now` aware.
    `image` is a JPEG that the question is about, `user` a digest that tells one person from
    another and names nobody.
    """

    type: RequestType
    input: Any
    schema: Mapping[str, Any] | None
    language: str
    country: str
    now: datetime
    image: bytes | None = field(default=None, repr=False)
    user: str | None = None


@dataclass(frozen=True, slots=True)
class AIAnswer:
    """An answer that fits the schema; `confidence` from 0 to 1, `cost` in US dollars."""

    output: Mapping[str, Any]
    confidence: Decimal
    model: str
    tokens_in: int
    tokens_out: int
    cost: Decimal
    prompt_version: str = ""


@dataclass(frozen=True, slots=True)
class Recording:
    """A voice note. `languages` and `keywords` (names of goods) help to hear it right."""

    content: bytes = field(repr=False)
    mime_type: str
    languages: tuple[str, ...]
    keywords: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spent:
    """What was paid for: tokens, and US dollars."""

    tokens_in: int = 0
    tokens_out: int = 0
    cost: Decimal = Decimal(0)


NOTHING_SPENT = Spent()


class AIError(Exception):
    """There is no answer; the text says what to fix and holds nothing of the input.

    `retryable`: the same question may be answered later, where the provider said so after
    `retry_after_s`. `spent` is what the failure has cost.
    """

    def __init__(
        self,
        code: str,
        detail: str,
        *,
        retryable: bool = False,
        retry_after_s: int | None = None,
        spent: Spent = NOTHING_SPENT,
    ) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.retryable = retryable
        self.retry_after_s = retry_after_s
        self.spent = spent


class Provider(Protocol):
    """One assistant."""

    name: str

    def answer(self, request: AIRequest) -> AIAnswer:
        """Answer one question. Raises `AIError` and nothing else, whatever the input."""


class Model(Provider, Protocol):
    """An assistant that is paid by use and may be away."""

    model: str
    """Which of the provider's models answers."""

    def hear(self, recording: Recording) -> AIAnswer:
        """Write a voice note down: `output` has `text`. Raises `AIError`."""

    def worst_cost(self, request: AIRequest | Recording) -> Decimal:
        """What answering may cost at most, in US dollars: it is set aside beforehand."""

    def close(self) -> None:
        """Let go of its connections."""
