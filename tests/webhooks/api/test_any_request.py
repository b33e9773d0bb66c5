"""Requests that nobody thought of: no answer is undescribed, and none is our fault."""

from __future__ import annotations

from itertools import product
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.failures import FailureGroup
from schemathesis.schemas import APIOperation

from tests.webhooks.api.records import made
from tests.webhooks.api.shops import Someone, World
from webhooks.api import ROUTES, openapi
from webhooks.api.route import Route

BUDGET = 6
"""Requests for each route, mode, and choice of ids: bounded, and the same in each run."""

OURS = ("Authorization", "X-Organization-Id")
"""Headers that are not left to chance, or nearly all requests were refused at the gate."""

load_all_checks()
KEPT: Any = CHECKS.get_by_names(
    [
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_headers_conformance",
        "response_schema_conformance",
    ]
)
BOUNDED = settings(
    max_examples=BUDGET,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def test_every_answer_is_one_that_is_described(api: World) -> None:
    names = made(api)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", api.client.application)
    troubles = []
    for route, mode, knows in product(ROUTES, GenerationMode, (True, False)):
        operation = schema[_path(route)][route.method]
        try:
            _ask(operation, mode, names if knows else {}, api.owner)
        except FailureGroup as trouble:  # Each route is to be heard.
            troubles.append(f"{route.name}: {trouble}")

    assert not troubles, "\n\n".join(troubles)


def _ask(
    operation: APIOperation[Any, Any, Any, Any],
    mode: GenerationMode,
    names: dict[str, str],
    by: Someone,
) -> None:
    wanted = {one.name for one in operation.path_parameters}
    known = {name: names[name] for name in wanted & names.keys()} or None
    strategy = operation.as_strategy(generation_mode=mode, path_parameters=known)

    @BOUNDED
    @given(case=strategy)
    def ask(case: Case[Any]) -> None:
        for name in OURS:
            case.headers.pop(name, None)
        case.call_and_validate(headers={"Authorization": f"Bearer {by.token}"}, checks=KEPT)

    ask()


def _path(route: Route) -> str:
    return openapi.PREFIX + openapi._PLACE.sub(r"{\2}", route.path)
