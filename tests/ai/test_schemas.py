"""Which schemas an answer may be asked to fit."""

from __future__ import annotations

from typing import Any

import pytest

from engine.ai.base import AIError
from engine.ai.schemas import check, check_schema, placed

TEXT = {"type": "string"}


def deep(levels: int) -> dict[str, Any]:
    schema: dict[str, Any] = {}
    for _ in range(levels):
        schema = {"type": "object", "properties": {"a": schema}}
    return schema


@pytest.mark.parametrize(
    "schema",
    [
        {},
        {"type": "object", "properties": {"a": {"type": ["string", "null"]}}},
        {"properties": {"a": {"anyOf": [TEXT, {"type": "array", "items": TEXT}]}}},
        {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Order"},
        deep(12),
    ],
)
def test_a_plain_schema_may_be_asked_for(schema: dict[str, Any]) -> None:
    check_schema(schema)


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "array"},
        {"type": ["object", "null"]},
        {"properties": {"a": {"$ref": "http://169.254.169.254/"}}},
        {"properties": {"a": {"$ref": "#"}}},
        {"properties": {"a": {"pattern": "(a+)+$"}}},
        {"patternProperties": {"(a+)+$": {}}},
        {"properties": {"a": {"items": {"pattern": "x"}}}},
        {"properties": {"a": {"anyOf": [{"$dynamicRef": "#"}]}}},
        {"additionalProperties": {"allOf": []}},
        {"properties": {"a": True}},
        {"properties": {"a": "string"}},
        {"properties": []},
        {"properties": {"a": {"type": "decimal"}}},
        {"properties": {"a": {"minimum": "0"}}},
        {"required": "a"},
        {"anyOf": "x"},
        {1: 2},
        {"properties": {str(number): {} for number in range(600)}},
        deep(14),
    ],
)
def test_one_without_bounds_or_sense_is_refused(schema: dict[str, Any]) -> None:
    with pytest.raises(AIError, match=r"^bad_schema: "):
        check_schema(schema)


@pytest.mark.parametrize(
    ("value", "part"),
    [
        ("24/11/2026", {"format": "date"}),
        ("2026-11-24T12:00:00", {"format": "date-time"}),
        (True, {"type": "number"}),
        ("12", {"type": "number"}),
        ("no", {"enum": ["yes"]}),
    ],
)
def test_an_answer_that_does_not_fit_is_none(value: object, part: dict[str, Any]) -> None:
    with pytest.raises(AIError, match=r"^no_answer: .*\$\.a"):
        check({"a": value}, {"properties": {"a": part}})


def test_the_main_value_finds_its_place_under_another_name() -> None:
    schema = {"properties": {"note": TEXT, "category": {"enum": ["order", "complaint"]}}}

    assert placed({"label": "order", "more": 1}, schema) == {"category": "order"}
