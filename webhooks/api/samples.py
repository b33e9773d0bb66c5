"""Sample values for the shapes of the API: what an answer looks like."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Schema = Mapping[str, Any]
DEEPEST = 4
_TEXTS: Mapping[str, str] = {
    "uuid": "019a51c2-7b44-7c11-9f7e-3c2a5d1e8f00",
    "date-time": "2026-11-27T09:30:00Z",
    "date": "2026-11-27",
    "duration": "PT2H",
}
_NAMED: Mapping[str, Any] = {
    "amount": "12000.00",
    "code": "A1",
    "currency": "KES",
    "error": None,
    "event": "SALE_RECORDED",
    "failing_since": None,
    "name": "Large sale",
    "next_cursor": None,
    "of": "OWNER",
    "type": "SALE_RECORDED",
    "url": "https://erp.example.com/karani",
    "via": "api",
}
"""Fields whose names say more than their schemas."""
_PLAIN: Mapping[str, Any] = {"integer": 1, "number": 1, "boolean": True, "null": None}


def sample(schema: Schema, shapes: Mapping[str, Schema], depth: int = 0) -> Any:
    """A value of a schema; what is nested too deep is left empty."""
    if "$ref" in schema:
        return sample(shapes[name_of(schema)], shapes, depth)
    for told in ("example", "const", "default"):
        if schema.get(told) is not None:
            return schema[told]
    if "enum" in schema:
        return schema["enum"][0]
    if "anyOf" in schema:
        return sample(schema["anyOf"][0], shapes, depth)
    return _of_type(schema, shapes, depth)


def name_of(schema: Schema) -> str:
    """The shape that a reference names."""
    return str(schema["$ref"]).rpartition("/")[2]


def _of_type(schema: Schema, shapes: Mapping[str, Schema], depth: int) -> Any:
    kind = schema.get("type")
    if kind == "object":
        if depth >= DEEPEST:
            return {}
        fields = schema.get("properties", {})
        return {
            name: _NAMED[name] if name in _NAMED else sample(field, shapes, depth + 1)
            for name, field in fields.items()
        }
    if kind == "array":
        return [sample(schema["items"], shapes, depth + 1)] if depth < DEEPEST else []
    if kind == "string":
        return _TEXTS.get(schema.get("format", ""), "…")
    return _PLAIN.get(str(kind))
