"""What the API shows to whoever knocks at it: bounds, headers, methods, and nothing else."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest
from werkzeug.test import EnvironBuilder, run_wsgi_app

from tests.webhooks.api.shops import World
from webhooks import LARGEST_BODY, guards

JSON = "application/json"
SALE: dict[str, Any] = {"type": "SALE_RECORDED", "payload": {"amount": "5"}}


def posts(api: World, body: bytes, content_type: str = JSON, path: str = "/events") -> Any:
    return api.call("POST", path, api.owner, data=body, content_type=content_type)


def test_a_body_that_is_too_large_is_refused(api: World) -> None:
    answer = posts(api, b'{"type": "' + b"x" * LARGEST_BODY + b'"}')

    assert (answer.status_code, answer.content_type) == (413, "application/problem+json")


def test_a_body_without_a_length_is_bounded_all_the_same(api: World) -> None:
    chunked = {"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
    environ = EnvironBuilder(
        "/api/v1/auth/login", method="POST", data=b" " * (LARGEST_BODY + 1), content_type=JSON
    ).get_environ()
    del environ["CONTENT_LENGTH"]
    _, status, _ = run_wsgi_app(api.client.application, {**environ, **chunked})

    assert status.startswith("413")


@pytest.mark.parametrize(
    "body",
    [b"[" * 100_000, b'{"a":' * 40_000, b'{"type": "X", "payload": ' + b'{"a":' * 5_000,
     b"", b"\xff\xfe", b"null", b"[]", b"7", b'"x"', b'{"type": NaN}', b"{'a': 1}",
     b'{"type": "\\ud800", "payload": {}}'],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/events", "/auth/register", "/organizations"])
def test_odd_bodies_are_the_senders_fault(api: World, body: bytes, path: str) -> None:
    answer = posts(api, body, path=path)

    assert answer.status_code in {400, 422}
    assert answer.content_type == "application/problem+json"


def test_a_payload_that_is_too_deep_is_refused(api: World) -> None:
    deep: Any = "x"
    for _ in range(30):
        deep = {"a": deep}
    answer = posts(api, json.dumps({**SALE, "payload": deep}).encode())

    assert answer.status_code == 422


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""],
)
def test_only_json_is_read(api: World, content_type: str) -> None:
    assert posts(api, json.dumps(SALE).encode(), content_type).status_code == 415


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br"])
def test_nothing_is_unpacked(api: World, encoding: str) -> None:
    packed = gzip.compress(json.dumps(SALE).encode())
    answer = api.call(
        "POST", "/events", api.owner, data=packed, content_type=JSON,
        headers={"Content-Encoding": encoding},
    )  # fmt: skip

    assert answer.status_code == 415


def test_a_parameter_that_is_said_twice_is_refused(api: World) -> None:
    answer = api.get("/events?limit=1&limit=2")

    assert answer.status_code == 422
    assert answer.get_json()["errors"] == [
        {"field": "limit", "detail": "is said more than once"}
    ]


def test_a_thousand_parameters_are_refused(api: World) -> None:
    asked = "&".join(f"p{number}=1" for number in range(1000))

    assert api.get(f"/events?{asked}").status_code == 422


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "BREW"])
def test_methods_that_are_not_served_are_refused(api: World, method: str) -> None:
    answer = api.call(method, "/events", api.owner)

    assert answer.status_code == 405
    assert b"Bearer" not in answer.data  # TRACE would say it back.


def test_other_sites_may_not_ask_in_a_visitors_name(api: World) -> None:
    asked = {
        "Origin": "https://evil.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization",
    }
    for method in ("OPTIONS", "GET", "POST"):
        answer = api.call(method, "/events", api.owner, headers=asked)
        named = [name for name, _ in answer.headers]
        assert not [name for name in named if name.startswith("Access-Control")]


@pytest.mark.parametrize("path", ["/events", "/nowhere", "/openapi.json", "/auth/login"])
def test_every_answer_warns_browsers_and_is_kept_by_nobody(api: World, path: str) -> None:
    headers = api.get(path).headers

    assert {name: headers[name] for name in guards.HEADERS} == guards.HEADERS
    assert headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in headers


def test_no_cookie_signs_anybody_in(api: World) -> None:
    for name in ("Authorization", "access_token", "session"):
        api.client.set_cookie(name, api.owner.token)

    assert api.client.get("/api/v1/events").status_code == 401
