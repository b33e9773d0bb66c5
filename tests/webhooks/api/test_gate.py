"""The gate: who may come in, what they must say, and how they are told what is wrong."""

from __future__ import annotations

import hmac
from datetime import timedelta
from typing import Any

import jwt
import pytest

from engine.access import tokens
from engine.access.tokens import AUDIENCE, ISSUER, Claims
from store import members
from store.base import new_id
from store.members import Member
from tests.webhooks.api.conftest import SECRET
from tests.webhooks.api.shops import Someone, World, newcomer, sell

KEY = hmac.digest(SECRET.encode(), b"karani.tokens", "sha512")


def test_without_a_token_nobody_comes_in(api: World) -> None:
    answer = api.client.get("/api/v1/events")

    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert answer.content_type == "application/problem+json"
    assert answer.get_json()["detail"] == "Sign in and send the token as a bearer."


@pytest.mark.parametrize("header", ["Basic YTpi", "Bearer", "Bearer ", "bearer x.y.z", "é"])
def test_what_is_no_token_of_ours_opens_nothing(api: World, header: str) -> None:
    sent = {"Authorization": header}

    assert api.client.get("/api/v1/events", headers=sent).status_code == 401


def content(api: World, **changed: Any) -> dict[str, Any]:
    now = int(api.rt.clock().timestamp())
    session = jwt.decode(api.owner.token, options={"verify_signature": False})["sid"]
    whole = {
        "iss": ISSUER, "aud": AUDIENCE, "typ": "access", "sub": api.owner.person_id.hex,
        "sid": session, "jti": new_id().hex, "iat": now, "nbf": now, "exp": now + 900,
    }  # fmt: skip
    return {name: value for name, value in {**whole, **changed}.items() if value is not None}


def status(api: World, token: str) -> int:
    return api.get("/events", Someone(api.owner.person_id, token)).status_code


def test_a_token_that_we_would_issue_opens_the_door(api: World) -> None:
    assert status(api, jwt.encode(content(api), KEY, "HS256")) == 200


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "someone"}, {"aud": "other"}, {"typ": "refresh"}, {"exp": None}, {"nbf": None},
        {"iat": None}, {"jti": None}, {"sid": None}, {"sub": None}, {"sub": "amina"},
        {"exp": "soon"}, {"nbf": 1 << 40}, {"exp": 1}, {"aud": ["karani.api", 1]},
    ],
)  # fmt: skip
def test_a_token_with_a_wrong_part_opens_nothing(api: World, changed: dict[str, Any]) -> None:
    assert status(api, jwt.encode(content(api, **changed), KEY, "HS256")) == 401


@pytest.mark.parametrize("algorithm", ["HS384", "HS512"])
def test_another_algorithm_opens_nothing(api: World, algorithm: str) -> None:
    assert status(api, jwt.encode(content(api), KEY, algorithm)) == 401


def test_an_unsigned_token_opens_nothing(api: World) -> None:
    assert status(api, jwt.encode(content(api), "", "none")) == 401


@pytest.mark.parametrize("header", ["jku", "jwk", "x5u", "kid"])
def test_a_token_cannot_say_which_key_proves_it(api: World, header: str) -> None:
    foreign = jwt.encode(content(api), b"f" * 32, "HS256", headers={header: "https://evil"})

    assert status(api, foreign) == 401


def test_a_token_is_over_after_fifteen_minutes_to_the_second(api: World) -> None:
    now = api.rt.clock()
    claims = Claims(api.owner.person_id, new_id())
    token = tokens.issue(api.rt.settings, claims, now)
    last = now.replace(microsecond=0) + timedelta(minutes=15)

    tokens.read(api.rt.settings, token, last - timedelta(seconds=1))
    with pytest.raises(tokens.TokenError, match="expired"):
        tokens.read(api.rt.settings, token, last)


def test_a_lowered_role_counts_at_once(api: World) -> None:
    with api.rt.db.tenant(api.shop, api.owner.person_id) as tx:
        members.remove(tx, api.shop, api.viewer.person_id)

    assert api.get("/events", api.viewer).status_code == 404


def test_a_person_of_no_shop_finds_none(api: World) -> None:
    answer = api.get("/events", newcomer(api.rt, "+254755000005"))

    assert (answer.status_code, answer.get_json()["title"]) == (404, "Not Found")


def test_another_shop_cannot_be_named(api: World) -> None:
    named = {"X-Organization-Id": str(api.other_shop)}

    assert api.get("/events", headers=named).status_code == 404


def test_an_organization_that_is_no_id_is_named(api: World) -> None:
    answer = api.get("/events", headers={"X-Organization-Id": "duka"})

    assert answer.status_code == 422
    assert answer.get_json()["errors"] == [{"field": "X-Organization-Id", "detail": "is no id"}]


def test_who_belongs_to_two_shops_is_asked_which(api: World) -> None:
    with api.rt.db.tenant(api.other_shop, api.owner.person_id) as tx:
        members.join(tx, Member(api.other_shop, api.owner.person_id, "VIEWER", None, None))

    assert api.get("/events").get_json()["errors"][0]["field"] == "X-Organization-Id"
    assert api.get("/events", headers={"X-Organization-Id": str(api.shop)}).status_code == 200


def test_a_parameter_that_is_not_known_is_named(api: World) -> None:
    answer = api.get("/events?limit=0&colour=red")

    assert answer.status_code == 422
    assert {one["field"] for one in answer.get_json()["errors"]} == {"limit", "colour"}


def test_a_cursor_of_our_own_leads_through_all_pages(api: World) -> None:
    sold = [str(sell(api.rt, api.shop, str(amount))) for amount in range(1, 6)]
    sell(api.rt, api.other_shop, "7")
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = api.get(f"/events?limit=2{cursor and f'&cursor={cursor}'}").get_json()
        seen += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]

    assert seen == sold[::-1]


def test_a_made_up_cursor_is_refused(api: World) -> None:
    answer = api.get("/events?cursor=abc")

    assert answer.status_code == 422
    assert "next_cursor" in answer.get_json()["errors"][0]["detail"]


def test_another_shops_event_is_not_found(api: World) -> None:
    theirs = sell(api.rt, api.other_shop, "7")

    assert api.get(f"/events/{theirs}").status_code == 404
    assert api.get(f"/events/{theirs}", api.stranger).get_json()["payload"]["amount"] == "7"


@pytest.mark.parametrize("offset", ["%2B19:07", "-21:23", "%2B23:59"])
def test_a_moment_may_have_any_offset(api: World, offset: str) -> None:
    assert api.get(f"/events?since=2026-11-27T09:00:00{offset}").status_code == 200


def test_a_moment_before_time_began_is_named(api: World) -> None:
    answer = api.get("/events?since=0001-01-01T00:00:00%2B12:00")

    assert [one["field"] for one in answer.get_json()["errors"]] == ["since"]
