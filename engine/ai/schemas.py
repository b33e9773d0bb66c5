"""The schemas an answer may be asked to fit: a bounded subset of JSON Schema, and the check."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import SchemaError

from engine.ai.base import AIError

MOST_NODES, DEEPEST = 500, 12
KEYWORDS = frozenset(
    {
        *("type", "properties", "required", "additionalProperties", "items", "enum", "const"),
        *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "anyOf", "format"),
        *("minLength", "maxLength", "minItems", "maxItems", "title", "description", "$schema"),
    }
)
"""Without references, which may be fetched or run in circles, and without patterns, whose
cost has no bound."""

_FORMATS = FormatChecker(formats=())


@_FORMATS.checks("date", raises=ValueError)
def _is_date(value: object) -> bool:
    return not isinstance(value, str) or bool(date.fromisoformat(value))


@_FORMATS.checks("date-time", raises=ValueError)
def _is_moment(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


def check_schema(schema: Mapping[str, Any]) -> None:
    """Raise `AIError` unless answers can be checked by `schema`; for whoever publishes it."""
    if schema.get("type", "object") != "object":
        raise _bad("an answer is an object: its type must be 'object'")
    for count, (part, depth) in enumerate(_parts(schema)):
        if count > MOST_NODES or depth > DEEPEST:
            raise _bad(f"at most {MOST_NODES} parts, {DEEPEST} deep")
        if not isinstance(part, Mapping):
            raise _bad("every part of it is an object")
        unknown = sorted(map(str, set(part) - KEYWORDS))
        if unknown:
            raise _bad(f"'{unknown[0][:40]}' is not among the words that are understood")
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        raise _bad(f"'{error.json_path[:80]}' is not as JSON Schema has it") from None


def check(output: Mapping[str, Any], schema: Mapping[str, Any] | None) -> None:
    """Raise `AIError` unless `output` fits a checked schema."""
    errors = () if schema is None else _validator(schema).iter_errors(output)
    for error in errors:
        where = f"{error.json_path[:80]} ({error.validator})"
        raise AIError("no_answer", f"what was found does not fit the schema at {where}")


def fits(value: object, schema: Mapping[str, Any]) -> bool:
    """Whether a part of an answer fits its part of a checked schema."""
    return bool(_validator(schema).is_valid(value))


def placed(found: Mapping[str, Any], schema: Mapping[str, Any] | None) -> dict[str, Any]:
    """`found` under the schema's names: its first value goes where it fits, whatever the name.

    What has no place is left out.
    """
    properties = (schema or {}).get("properties")
    if not properties:
        return dict(found)
    answer = {name: value for name, value in found.items() if name in properties}
    main, value = next(iter(found.items()))
    if main not in properties:
        free = [name for name in properties if name not in answer]
        free.sort(key=lambda name: "enum" not in properties[name])  # A choice asks for it.
        place = next((name for name in free if fits(value, properties[name])), None)
        if place is not None:
            answer[place] = value
    return answer


def _validator(schema: Mapping[str, Any]) -> Draft202012Validator:
    return Draft202012Validator(schema, format_checker=_FORMATS)


def _parts(schema: Any) -> Iterator[tuple[Any, int]]:
    """Every schema inside a schema, and how deep; a list of open ones, not a recursion."""
    waiting = [(schema, 0)]
    while waiting:
        part, depth = waiting.pop()
        yield part, depth
        if isinstance(part, Mapping):
            waiting += [(inner, depth + 1) for inner in _inside(part)]


def _inside(part: Mapping[str, Any]) -> Iterator[Any]:
    properties, options = part.get("properties"), part.get("anyOf")
    if isinstance(properties, Mapping):
        yield from properties.values()
    if isinstance(options, list):
        yield from options
    if "items" in part:
        yield part["items"]
    if isinstance(part.get("additionalProperties"), Mapping):
        yield part["additionalProperties"]


def _bad(detail: str) -> AIError:
    return AIError("bad_schema", detail)
