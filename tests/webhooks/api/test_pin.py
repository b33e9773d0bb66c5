"""Export, roles and keys over the API ask for the PIN of a person who has one."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.test import TestResponse

from engine.access import pins
from tests.webhooks.api.shops import World
from webhooks.api import ROUTES

PIN, WRONG = "4821", "7395"


@pytest.fixture(name="shop")
def _shop(api: World) -> World:
    """The owner has set a PIN in a chat."""
    with api.rt.db.tenant(api.shop, api.owner.person_id) as tx:
        pins.keep(tx, api.owner.person_id, PIN)
    return api


def exports(api: World, pin: str | None = None) -> TestResponse:
    return api.post("/export", {}, headers={"X-Pin": pin} if pin else None)


def says_in_chat(api: World, pin: str) -> None:
    with api.rt.db.tenant(api.shop, api.owner.person_id) as tx:
        pins.check(tx, api.owner.person_id, pin)


def grave(api: World) -> list[tuple[str, str, Any]]:
    """What a PIN guards."""
    shop = f"/organizations/{api.shop}"
    return [
        ("POST", "/export", {}),
        ("POST", f"{shop}/members", {"phone": "+254722000009", "role": "STAFF"}),
        ("PATCH", f"{shop}/members/{api.viewer.person_id}", {"role": "STAFF"}),
        ("DELETE", f"{shop}/members/{api.viewer.person_id}", None),
        ("POST", f"{shop}/api-keys", {"name": "Till", "scopes": ["events:read"]}),
    ]


def test_whoever_has_none_is_not_asked(api: World) -> None:
    assert exports(api).status_code == 202


def test_without_it_the_answer_names_what_to_do(shop: World) -> None:
    for method, path, body in grave(shop):
        answer = shop.call(method, path, shop.owner, json=body)

        assert (answer.status_code, path) == (403, path)
        assert "send it in the header X-Pin" in answer.get_json()["detail"]


def test_with_it_everything_is_done(shop: World) -> None:
    done = [
        shop.call(method, path, shop.owner, json=body, headers={"X-Pin": PIN}).status_code
        for method, path, body in grave(shop)
    ]

    assert done == [202, 201, 200, 204, 201]


def test_after_five_wrong_ones_the_right_one_counts_no_more(shop: World) -> None:
    said = [exports(shop, WRONG).get_json() for _ in range(5)]

    assert [one["status"] for one in said] == [403] * 5
    assert [one["detail"].startswith("This PIN is wrong.") for one in said] == [True] * 4 + [
        False
    ]
    assert exports(shop, PIN).status_code == 403


def test_tries_in_a_chat_and_over_the_api_are_counted_together(shop: World) -> None:
    for _ in range(3):
        exports(shop, WRONG)
    for _ in range(2):
        says_in_chat(shop, WRONG)

    assert exports(shop, PIN).status_code == 403


def test_the_right_one_forgives_what_was_wrong(shop: World) -> None:
    for _ in range(4):
        exports(shop, WRONG)
    assert exports(shop, PIN).status_code == 202
    exports(shop, WRONG)

    assert exports(shop, PIN).status_code == 202


def test_what_is_no_pin_is_not_counted(shop: World) -> None:
    for _ in range(6):
        answer = exports(shop, "secret")

    assert answer.status_code == 422
    assert [one["field"] for one in answer.get_json()["errors"]] == ["X-Pin"]
    assert exports(shop, PIN).status_code == 202


def test_every_route_that_changes_roles_or_keys_or_exports_is_guarded() -> None:
    guarded = {route.name for route in ROUTES if route.needs_pin}
    one = "/organizations/<uuid:organization_id>"

    assert guarded == {
        "POST /export",
        f"POST {one}/members",
        f"PATCH {one}/members/<uuid:member_id>",
        f"DELETE {one}/members/<uuid:member_id>",
        f"POST {one}/api-keys",
    }
