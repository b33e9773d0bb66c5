"""The description as people read it: nouns, their operations, the fields of shapes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from webhooks.api.openapi import PREFIX
from webhooks.api.samples import Schema, name_of, sample

_ID = re.compile(r"\{\w+\}")
_FORMATS: Mapping[str, str] = {
    "uuid": "id",
    "date-time": "moment",
    "date": "date",
    "duration": "duration",
    "binary": "file",
}
_KINDS: Mapping[str, str] = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "object": "object",
}


@dataclass(frozen=True, slots=True)
class Field:
    """A field or a parameter: of what kind, and the shape that it holds, if any."""

    name: str
    kind: str
    shape: str | None
    required: bool
    told: str


@dataclass(frozen=True, slots=True)
class Operation:
    """What one address does for one method; `asked` and `answered` are JSON to look at."""

    id: str
    method: str
    path: str
    short: str
    summary: str
    told: str
    role: str
    scope: str | None
    parameters: Sequence[Field]
    fields: Sequence[Field]
    status: str
    refusals: Sequence[str]
    asked: str | None
    answered: str | None
    shape: str | None


@dataclass(frozen=True, slots=True)
class Noun:
    """What a group of operations is about; its `anchor` is where the page shows it."""

    name: str
    anchor: str
    told: str
    operations: Sequence[Operation]


@dataclass(frozen=True, slots=True)
class ShapeShown:
    """A named shape with its fields."""

    name: str
    told: str
    fields: Sequence[Field]


def nouns(description: Mapping[str, Any], told: Mapping[str, str]) -> Sequence[Noun]:
    """Everything by noun; `told` is a sentence about each."""
    shapes = description["components"]["schemas"]
    found: dict[str, list[Operation]] = {tag["name"]: [] for tag in description["tags"]}
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            shown = _operation(method.upper(), path, operation, shapes)
            found[operation["tags"][0]].append(shown)
    return [
        Noun(name, name.lower().replace(" ", "_"), told.get(name, ""), operations)
        for name, operations in found.items()
    ]


def shapes(description: Mapping[str, Any]) -> Sequence[ShapeShown]:
    """The named shapes that have fields or choices, in the order of the alphabet."""
    named = description["components"]["schemas"]
    return [
        ShapeShown(name, _about(schema), _fields(schema))
        for name, schema in sorted(named.items())
        if schema.keys() & {"properties", "enum"}
    ]


def kind(schema: Schema) -> tuple[str, str | None]:
    """In words what a schema takes, and the shape that it holds."""
    if "$ref" in schema:
        name = name_of(schema)
        return ("any JSON", None) if name == "JsonValue" else (name, name)
    if "anyOf" in schema:
        return _either(schema["anyOf"])
    if "enum" in schema:
        return " · ".join(json.dumps(value).strip('"') for value in schema["enum"]), None
    if "const" in schema:
        return json.dumps(schema["const"]), None
    if schema.get("type") == "array":
        words, shape = kind(schema["items"])
        return f"list of {words}", shape
    words = _FORMATS.get(schema.get("format", "")) or _KINDS.get(schema.get("type", ""), "any")
    return words + _bounds(schema), None


def _about(schema: Schema) -> str:
    choices = f"One of {kind(schema)[0]}." if "enum" in schema else ""
    return " ".join(part for part in (schema.get("description", ""), choices) if part)


def _either(choices: Sequence[Schema]) -> tuple[str, str | None]:
    real = [kind(one) for one in choices if one.get("type") != "null"]
    words = " or ".join(dict.fromkeys(words for words, _ in real))
    may_lack = ", or null" if len(real) < len(choices) else ""
    return words + may_lack, next((shape for _, shape in real if shape), None)


def _bounds(schema: Schema) -> str:
    low = schema.get("minimum", schema.get("minLength"))
    high = schema.get("maximum", schema.get("maxLength"))
    if low is None and high is None:
        return ""
    signs = " signs" if "maxLength" in schema or "minLength" in schema else ""
    if high is None:
        return f", {low} or more{signs}"
    return f", {low} to {high}{signs}" if low else f", up to {high}{signs}"


def _operation(
    method: str, path: str, operation: Mapping[str, Any], named: Mapping[str, Schema]
) -> Operation:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json")
    status, answer = next(iter(operation["responses"].items()))
    content = answer.get("content", {}).get("application/json")
    return Operation(
        id=operation["operationId"],
        method=method,
        path=path,
        short=_ID.sub(":id", path.removeprefix(PREFIX)),
        summary=operation["summary"],
        told=operation.get("description", ""),
        role=operation["x-role"],
        scope=operation.get("x-scope"),
        parameters=[_parameter(one) for one in operation["parameters"]],
        fields=_fields(named[name_of(body["schema"])]) if body else (),
        status=f"{status} {answer['description']}",
        refusals=[one for one in operation["responses"] if one != status],
        asked=_json(_example(body, named)) if body else None,
        answered=_json(sample(content["schema"], named)) if content else None,
        shape=name_of(content["schema"]) if content else None,
    )


def _example(body: Mapping[str, Any], named: Mapping[str, Schema]) -> Any:
    for example in body.get("examples", {}).values():
        return example["value"]
    return sample(body["schema"], named)


def _parameter(parameter: Mapping[str, Any]) -> Field:
    words, shape = kind(parameter["schema"])
    place = {"path": "in the path", "query": "in the query", "header": "header"}
    told = parameter.get("description", place[parameter["in"]])
    return Field(parameter["name"], words, shape, parameter["required"], told)


def _fields(schema: Schema) -> Sequence[Field]:
    required = schema.get("required", ())
    return [
        Field(name, *kind(field), name in required, field.get("description", ""))
        for name, field in schema.get("properties", {}).items()
    ]


def _json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)
