"""Ask the built-in assistant, with the shipped languages, on a Tuesday noon in Nairobi."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

import pytest

from engine.ai.base import AIAnswer, AIError, AIRequest, RequestType
from engine.ai.rules import Rules
from karani.languages import translations
from tests.reader import READER

NOON = datetime.fromisoformat("2026-11-24T12:00:00+03:00")
Schema = Mapping[str, Any]


@cache
def rules() -> Rules:
    return Rules(READER.read, translations())


def ask(
    kind: RequestType, told: Any, schema: Schema | None = None, language: str = "en"
) -> AIAnswer:
    return rules().answer(AIRequest(kind, told, schema, language, "KE", NOON))


def output(
    kind: RequestType, told: Any, schema: Schema | None = None, language: str = "en"
) -> dict[str, Any]:
    return dict(ask(kind, told, schema, language).output)


def refusal(kind: RequestType, told: Any, schema: Schema | None = None) -> AIError:
    with pytest.raises(AIError) as caught:
        ask(kind, told, schema)
    return caught.value


def of(properties: Mapping[str, Any], *required: str) -> Schema:
    """A closed schema."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }
