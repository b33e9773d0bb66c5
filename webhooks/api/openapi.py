"""The description of the API, OpenAPI 3.1, made from the routes themselves."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from webhooks.api.access import TABLE
from webhooks.api.route import Route
from webhooks.api.shapes import Problem

PREFIX = "/api/v1"
_PLACE = re.compile(r"<(?:(\w+):)?(\w+)>")
_TYPES = {"uuid": {"type": "string", "format": "uuid"}, None: {"type": "string"}}
_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Send the same key again to be sure that one thing is made.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
}
_ORGANIZATION = {
    "name": "X-Organization-Id",
    "in": "header",
    "required": False,
    "description": "Which organization is meant; may be left out by people with one.",
    "schema": {"type": "string", "format": "uuid"},
}
TITLES: Mapping[str, str] = {
    "ai": "AI",
    "api_keys": "API keys",
    "appointments": "Appointments",
    "approvals": "Approvals",
    "audit": "Audit",
    "auth": "Signing in",
    "communications": "Communications",
    "customers": "Customers",
    "entries": "Entries",
    "events": "Events",
    "export": "Export",
    "feedback": "Feedback",
    "invitations": "Invitations",
    "members": "Members",
    "organizations": "Organizations",
    "own_pin": "Your PIN",
    "reports": "Reports",
    "runs": "Runs",
    "templates": "Templates",
    "webhooks": "Webhooks",
    "workflows": "Workflows",
}
"""Each noun as people write it."""
_PIN = {
    "name": "X-Pin",
    "in": "header",
    "required": False,
    "description": "Your PIN, if you have set one in a chat: without it the answer is 403.",
    "schema": {"type": "string", "pattern": "^[0-9]{4,6}$"},
}
Form = tuple[type[BaseModel], JsonSchemaMode]
Schemas = Mapping[Any, dict[str, Any]]
"""The schema of each form: a shape as it is read, or as it is shown."""


def describe(routes: Sequence[Route], version: str, url: str) -> dict[str, Any]:
    """The whole document."""
    shapes = dict.fromkeys(shape for route in routes for shape in _shapes(route))
    template = "#/components/schemas/{model}"
    schemas, shared = models_json_schema(list(shapes), ref_template=template)
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        path = PREFIX + _PLACE.sub(r"{\2}", route.path)
        paths.setdefault(path, {})[route.method.lower()] = _operation(route, schemas, shared)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Karani",
            "version": version,
            "description": "Events, workflows, approvals and messages of a shop's clerk.",
        },
        "servers": [{"url": url}],
        "security": [{"bearer": []}],
        "tags": [
            {"name": TITLES[noun]} for noun in dict.fromkeys(route.noun for route in routes)
        ],
        "paths": paths,
        "components": {
            "schemas": shared.get("$defs", {}),
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        },
    }


def _shapes(route: Route) -> Iterator[Form]:
    yield Problem, "serialization"
    for shape in (route.body, route.query):
        if shape is not None:
            yield shape, "validation"
    if route.gives is not None:
        yield route.gives, "serialization"


def _operation(route: Route, schemas: Schemas, shared: Mapping[str, Any]) -> dict[str, Any]:
    access = TABLE[route.name]
    told = inspect.getdoc(route.view) or ""
    summary, _, more = told.partition("\n")
    operation: dict[str, Any] = {
        "operationId": f"{route.noun}_{route.view.__name__}".rstrip("_"),
        "tags": [TITLES[route.noun]],
        "summary": summary.rstrip("."),
        "parameters": _parameters(route, schemas, shared),
        "responses": _responses(route, schemas),
        "x-role": access.level,
    }
    if more.strip():
        operation["description"] = more.strip()
    if access.scope:
        operation["x-scope"] = access.scope
    if access.level == "ANYBODY":
        operation["security"] = []
    if route.body:
        content: dict[str, Any] = {"schema": schemas[route.body, "validation"]}
        if route.examples:
            content["examples"] = {n: {"value": v} for n, v in route.examples.items()}
        operation["requestBody"] = {"required": True, "content": {"application/json": content}}
    return operation


def _parameters(route: Route, schemas: Schemas, shared: Mapping[str, Any]) -> list[Any]:
    parameters: list[Any] = [
        {"name": name, "in": "path", "required": True, "schema": _TYPES[kind or None]}
        for kind, name in _PLACE.findall(route.path)
    ]
    if route.query:
        name = schemas[route.query, "validation"]["$ref"].rpartition("/")[2]
        shape = shared["$defs"][name]
        parameters += [
            {"name": field, "in": "query", "required": field in shape.get("required", ()),
             "schema": schema}
            for field, schema in shape.get("properties", {}).items()
        ]  # fmt: skip
    if route.creates:
        parameters.append(_KEY)
    if route.needs_pin:
        parameters.append(_PIN)
    if TABLE[route.name].level not in {"ANYBODY", "PERSON"}:
        parameters.append(_ORGANIZATION)
    return parameters


def _responses(route: Route, schemas: Schemas) -> dict[str, Any]:
    done = route.status if route.gives else 204
    answer: dict[str, Any] = {"description": HTTPStatus(done).phrase}
    if route.gives:
        shape = schemas[route.gives, "serialization"]
        answer["content"] = {"application/json": {"schema": shape}}
    problem = {"application/problem+json": {"schema": schemas[Problem, "serialization"]}}
    refused = {
        str(status): {"description": HTTPStatus(status).phrase, "content": problem}
        for status in _refusals(route)
    }
    return {str(done): answer, **refused}


def _refusals(route: Route) -> list[int]:
    access = TABLE[route.name]
    has_caller, has_role = access.level != "ANYBODY", access.level not in {"ANYBODY", "PERSON"}
    possible = {
        400: route.body is not None,
        401: has_caller or route.noun == "auth",
        403: has_caller,
        404: has_role or "<" in route.path,
        409: route.conflicts or (route.creates and not route.keeps_answer),
        413: route.body is not None,
        415: route.body is not None,
        422: True,
        429: True,
        503: True,
    }
    return [status for status, may in possible.items() if may]
