"""Every route against API keys: a key opens what its scopes say, while it is good."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from engine.access import api_keys
from engine.access.api_keys import Wanted
from store.base import new_id
from tests.webhooks.api.shops import Someone, World
from webhooks.api import ROUTES
from webhooks.api.access import SCOPES, TABLE
from webhooks.api.route import Route

OPEN = [route for route in ROUTES if TABLE[route.name].level == "ANYBODY"]
CLOSED = [route for route in ROUTES if route not in OPEN]
OF_A_SHOP = [route for route in CLOSED if TABLE[route.name].level != "PERSON"]


def knocks(api: World, route: Route, by: Someone | None, **headers: str) -> int:
    """The status of a request without a body, about things that there are not."""
    path = route.path.replace("<uuid:organization_id>", str(api.shop))
    path = re.sub(r"<uuid:\w+>", str(new_id()), path)
    if by is not None:
        headers["Authorization"] = f"Bearer {by.token}"
    answer = api.client.open(f"/api/v1{path}", method=route.method, headers=headers)
    return answer.status_code


def refused(api: World, by: Someone | None, status: int, routes: Any = CLOSED) -> list[str]:
    """The routes that do not refuse as they should."""
    return [route.name for route in routes if knocks(api, route, by) != status]


def key(api: World, *scopes: str) -> Someone:
    wanted = Wanted(api.shop, api.owner.person_id, "Till", scopes)
    with api.rt.db.tenant(api.shop, api.owner.person_id) as tx:
        return Someone(api.owner.person_id, api_keys.make(tx, wanted).key)


def test_nobody_comes_in_with_a_key_that_was_taken_back(
    api: World, does: Callable[[str], Any]
) -> None:
    program = key(api, *SCOPES)
    does("update api_keys set revoked_at = now()")

    assert refused(api, program, 401) == []


def test_a_key_opens_nothing_that_has_no_scope(api: World) -> None:
    program = key(api, *SCOPES)
    without = [route for route in CLOSED if TABLE[route.name].scope is None]

    assert without
    assert refused(api, program, 403, without) == []


@pytest.mark.parametrize("scope", sorted(SCOPES))
def test_a_scope_opens_what_needs_it_and_nothing_else(api: World, scope: str) -> None:
    program = key(api, scope)
    others = [route for route in OF_A_SHOP if TABLE[route.name].scope != scope]
    own = [route for route in OF_A_SHOP if TABLE[route.name].scope == scope]

    assert refused(api, program, 403, others) == []
    assert [r.name for r in own if knocks(api, r, program) in {401, 403}] == []
