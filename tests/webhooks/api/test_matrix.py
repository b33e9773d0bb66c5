"""Every route for every kind of caller: who comes in, and who sees nothing of a neighbour."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from werkzeug.test import TestResponse

from engine.access import tokens
from engine.access.tokens import Claims
from store import sessions
from store.base import new_id
from tests.webhooks.api.records import body_of, key, made, path_of, rows_of
from tests.webhooks.api.shops import Someone, World, newcomer
from tests.webhooks.api.work import sells
from webhooks.api import ROUTES, openapi
from webhooks.api.access import RANKS, TABLE
from webhooks.api.route import Route

REFUSED_INSIDE = {"POST /approvals/<uuid:approval_id>/decision"}
"""Where the role lets everybody come in, and the engine asks whether they were asked."""

BY_CHAT = {"POST /auth/pin", "POST /auth/pin/code"}
"""What needs a chat beside; nobody here has one."""

DESCRIBED = openapi.describe(ROUTES, "0", "http://localhost")["paths"]


@pytest.mark.parametrize("route", ROUTES, ids=[route.name for route in ROUTES])
def test_each_caller_gets_what_the_table_says_and_no_row_of_a_neighbour(
    api: World, route: Route
) -> None:
    names = made(api)
    strangers, program = list(_strangers(api, route)), _program(api, route)
    before = rows_of(api, api.shop)

    for caller in strangers:
        _is_kept_out(api, route, names, caller)
    for headers in ({}, {"X-Organization-Id": str(api.shop)}):
        _sees_nothing(api, route, names, headers)
    for role, someone in _people(api):
        if not TABLE[route.name].admits(role):
            assert _asked(api, route, names, someone).status_code == 403
    if TABLE[route.name].level != "ANYBODY":
        assert _asked(api, route, names, program).status_code == 403
    assert rows_of(api, api.shop) == before
    _are_let_in(api, route, names)


def test_a_change_of_any_row_is_noticed(api: World) -> None:
    made(api)
    before = rows_of(api, api.shop)
    sells(api)

    after = rows_of(api, api.shop)
    changed = {table for table in after if after[table] != before[table]}

    assert {"events", "entries", "runs", "approvals", "audit_entries", "outbox"} <= changed


def test_the_addresses_that_are_served_are_the_ones_that_are_described(api: World) -> None:
    pages = {"/api/v1/docs", "/api/v1/openapi.json"}
    rules = [
        rule
        for rule in api.client.application.url_map.iter_rules()
        if rule.rule.startswith(f"{openapi.PREFIX}/") and rule.rule not in pages
    ]

    served = {
        (openapi._PLACE.sub(r"{\2}", rule.rule), method.lower())
        for rule in rules
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert served == {(path, method) for path in DESCRIBED for method in DESCRIBED[path]}


def _strangers(api: World, route: Route) -> Iterator[Someone]:
    """Whoever's session is over, token none, none of ours or over, key taken back."""
    owner = api.owner.person_id
    gone = newcomer(api.rt, "+254755000099")
    with api.rt.db.tenant(None, gone.person_id) as tx:
        sessions.revoke(tx, tokens.read(api.rt.settings, gone.token, api.rt.clock()).session_id)
    yield gone
    yield Someone(owner, "")
    yield Someone(owner, f"karani_{'a' * 43}")
    key_id, revoked = key(api, TABLE[route.name].scope or "events:read")
    api.call("DELETE", f"/organizations/{api.shop}/api-keys/{key_id}", api.owner)
    yield Someone(owner, revoked)
    long_ago = api.rt.clock() - tokens.LIFETIME - timedelta(seconds=1)
    yield Someone(owner, tokens.issue(api.rt.settings, Claims(owner, new_id()), long_ago))


def _program(api: World, route: Route) -> Someone:
    """A program whose key is good, but for something else."""
    other = "runs:read" if TABLE[route.name].scope == "events:read" else "events:read"
    return Someone(api.owner.person_id, key(api, other)[1])


def _people(api: World) -> list[tuple[str, Someone]]:
    return [("VIEWER", api.viewer), ("STAFF", api.staff), ("OWNER", api.owner)]


def _is_kept_out(api: World, route: Route, names: dict[str, str], caller: Someone) -> None:
    if TABLE[route.name].level == "ANYBODY":
        return
    assert _asked(api, route, names, caller).status_code == 401


def _sees_nothing(
    api: World, route: Route, names: dict[str, str], headers: dict[str, str]
) -> None:
    """The neighbour's owner, who names records of this shop, or the shop itself."""
    known = {*names.values(), str(api.shop), str(api.owner.person_id), "mkate"}
    has_role = TABLE[route.name].level in RANKS[2:]

    answer = _asked(api, route, names, api.stranger, headers)

    assert [one for one in known if one in _told(answer, route, names)] == []
    if has_role and (headers or "<" in route.path):
        assert answer.status_code == 404, answer.text


def _are_let_in(api: World, route: Route, names: dict[str, str]) -> None:
    """The least role that may gets what the route is for; the others too, or it is done."""
    done = {route.status if route.gives else 204}
    for role, someone in _people(api):
        if not TABLE[route.name].admits(role):
            continue
        answer = _asked(api, route, names, someone)
        if TABLE[route.name].level == "ANYBODY" or route.name in BY_CHAT:
            continue  # It asks for what nobody here has, such as a code that was sent.
        if route.name in REFUSED_INSIDE and role != "OWNER":
            assert answer.status_code == 403
            continue
        assert answer.status_code in done, f"{route.name} for {role}: {answer.text}"
        is_gone = route.method == "DELETE" or "invitation_id" in route.path
        done |= {409, 404} if is_gone else {409}


def _asked(
    api: World,
    route: Route,
    names: dict[str, str],
    by: Someone,
    headers: dict[str, str] | None = None,
) -> TestResponse:
    more: dict[str, Any] = {} if route.body is None else {"json": body_of(route, names)}
    answer = api.call(route.method, path_of(route, names), by, headers=headers, **more)
    described = DESCRIBED[openapi.PREFIX + openapi._PLACE.sub(r"{\2}", route.path)]
    assert str(answer.status_code) in described[route.method.lower()]["responses"]
    return answer


def _told(answer: TestResponse, route: Route, names: dict[str, str]) -> str:
    """What an answer says, without what the caller has said themselves."""
    told = answer.text
    for said in [*str(body_of(route, names)).split("'"), *path_of(route, names).split("/")]:
        told = told.replace(said, "") if len(said) > 4 else told
    return told
