"""Say a schema as structured outputs want it, and take back what they add to an answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.ai import schemas

ANSWER, CONFIDENCE = "answer", "confidence"
NULL: Mapping[str, Any] = {"type": "null"}
_SAID = frozenset(
    {
        *("type", "enum", "const", "title", "description", "format", "required"),
        *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
        *("minItems", "maxItems"),
    }
)
"""Lengths are left out, which not every server knows: answers are checked again anyhow."""


def asked(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of a whole reply: an answer that fits `schema`, and how sure the model is."""
    sure = {"type": "number", "minimum": 0, "maximum": 1}
    return {
        "type": "object",
        "properties": {ANSWER: _strict(schema), CONFIDENCE: sure},
        "required": [ANSWER, CONFIDENCE],
        "additionalProperties": False,
    }


def is_strict(schema: Mapping[str, Any]) -> bool:
    """Whether structured outputs can promise it: every object in it names what it holds."""
    return all(
        not _is_object(part)
        or (bool(part.get("properties")) and not part.get("additionalProperties"))
        for part in _parts(schema)
    )


def pruned(value: Any, schema: Mapping[str, Any]) -> Any:
    """An answer without the nulls that stand for what may be left out."""
    properties = schema.get("properties")
    if isinstance(value, Mapping) and isinstance(properties, Mapping):
        required = schema.get("required", ())
        return {
            name: pruned(one, properties.get(name, {}))
            for name, one in value.items()
            if one is not None
            or name in required
            or schemas.fits(None, properties.get(name, {}))
        }
    items = schema.get("items")
    if isinstance(value, list) and isinstance(items, Mapping):
        return [pruned(one, items) for one in value]
    return value


def _strict(schema: Mapping[str, Any]) -> dict[str, Any]:
    said: dict[str, Any] = {name: schema[name] for name in schema if name in _SAID}
    if isinstance(schema.get("items"), Mapping):
        said["items"] = _strict(schema["items"])
    if isinstance(schema.get("anyOf"), list):
        said["anyOf"] = [_strict(one) for one in schema["anyOf"]]
    if not _is_object(schema):
        return said
    properties = schema.get("properties", {})
    required = schema.get("required", ())
    said["properties"] = {
        name: _strict(part) if name in required else _optional(part)
        for name, part in properties.items()
    }
    said["required"] = list(properties)
    said["additionalProperties"] = False
    return said


def _optional(schema: Mapping[str, Any]) -> dict[str, Any]:
    said = _strict(schema)
    if schemas.fits(None, schema) and schema:
        return said
    return {"anyOf": [said, NULL]}


def _is_object(schema: Mapping[str, Any]) -> bool:
    return "properties" in schema or schema.get("type") == "object"


def _parts(schema: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found, waiting = [], [schema]
    while waiting:
        part = waiting.pop()
        found.append(part)
        properties = part.get("properties")
        inner = list(properties.values()) if isinstance(properties, Mapping) else []
        inner += part.get("anyOf") or []
        inner += [part["items"]] if "items" in part else []
        waiting += [one for one in inner if isinstance(one, Mapping)]
    return found
