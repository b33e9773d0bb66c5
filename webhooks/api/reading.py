"""Read a request into shapes; what is wrong is named by its field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import request
from pydantic import BaseModel, ValidationError

from webhooks.api.route import Route
from webhooks.errors import ProblemError


def parts(route: Route) -> dict[str, Any]:
    """`query` and `body` as the route wants them. Raises `ProblemError`."""
    read: dict[str, Any] = {}
    twice = sorted(name for name, said in request.args.lists() if len(said) > 1)
    if twice:
        raise ProblemError(422, fields=dict.fromkeys(twice, "is said more than once"))
    if nul := [name for name, value in request.args.items() if "\x00" in value]:
        raise ProblemError(422, fields=dict.fromkeys(nul, "holds a NUL character"))
    if route.query is not None:
        read["query"] = _validated(route.query.model_validate, request.args.to_dict())
    elif request.args:
        raise ProblemError(
            422, fields=dict.fromkeys(request.args, "is no parameter of this address")
        )
    if route.body is not None:
        read["body"] = _body(route.body)
    return read


def _body(shape: type[BaseModel]) -> BaseModel:
    if not request.is_json:
        raise ProblemError(415, "Send application/json.")
    if request.content_encoding:
        raise ProblemError(415, "Send it as it is, not packed.")
    raw = request.get_data()  # Kept: a request may be tried again.
    # Of a body without a length werkzeug reads as much as is allowed, and says nothing.
    if request.content_length is None and len(raw) >= (request.max_content_length or 0):
        raise ProblemError(413)
    # No database text can hold it, and nobody types it.
    if b"\\u0000" in raw or b"\x00" in raw:
        raise ProblemError(422, "The body holds a NUL character: leave it out.")
    return _validated(shape.model_validate_json, raw)


def _validated(read: Any, given: object) -> BaseModel:
    try:
        shape: BaseModel = read(given)
    except ValidationError as error:
        raise _named(error) from None
    return shape


def _named(error: ValidationError) -> ProblemError:
    errors = error.errors(include_url=False, include_context=False, include_input=False)
    if any(one["type"] == "json_invalid" for one in errors):
        return ProblemError(400, "The body is not JSON.")
    return ProblemError(422, fields=_fields(errors))


def _fields(errors: Any) -> Mapping[str, str]:
    return {".".join(str(part) for part in one["loc"]) or "body": one["msg"] for one in errors}
