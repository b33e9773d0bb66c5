"""What every assistant offers: one question of five types, one answer that fits a schema."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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
    """

    type: RequestType
    input: Any
    schema: Mapping[str, Any] | None
    language: str
    country: str
    now: datetime


@dataclass(frozen=True, slots=True)
class AIAnswer:
    """An answer that fits the schema; `confidence` from 0 to 1, `cost` in US dollars."""

    output: Mapping[str, Any]
    confidence: Decimal
    model: str
    tokens_in: int
    tokens_out: int
    cost: Decimal


class AIError(Exception):
    """There is no answer; the text says what to fix and holds nothing of the input.

    `retryable`: the same question may be answered later.
    """

    def __init__(self, code: str, detail: str, *, retryable: bool = False) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.retryable = retryable


class Provider(Protocol):
    """One assistant."""

    name: str

    def answer(self, request: AIRequest) -> AIAnswer:
        """Answer one question. Raises `AIError` and nothing else, whatever the input."""
