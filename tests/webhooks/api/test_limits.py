"""Who comes too often waits; nobody comes in uncounted, or by an address of their choice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from flask.testing import FlaskClient
from redis import Redis

from engine.runtime import Runtime
from tests.channels.twilio_fakes import message
from tests.webhooks.api.shops import World
from tests.webhooks.doors import twilio_posts, with_settings
from webhooks import create_app

HERE, THERE = "203.0.113.7", "203.0.113.8"
NOWHERE = "redis://127.0.0.1:1/0"


def door(rt: Runtime, **settings: object) -> FlaskClient:
    return create_app(with_settings(rt, **settings)).test_client()


def logs_in(
    client: FlaskClient,
    *,
    by: str = HERE,
    phone: str = "+254711000001",
    headers: Mapping[str, str] | None = None,
) -> Any:
    return client.post(
        "/api/v1/auth/login",
        json={"phone": phone, "password": "mango-tree-77"},
        environ_base={"REMOTE_ADDR": by},
        headers=headers,
    )


def test_an_address_that_tries_too_often_waits(api: World) -> None:
    client = door(api.rt, sign_ins_per_minute=3)
    answers = [logs_in(client, phone=f"+25471100000{last}") for last in range(4)]

    assert [answer.status_code for answer in answers] == [401, 401, 401, 429]
    assert answers[3].content_type == "application/problem+json"
    assert 1 <= int(answers[3].headers["Retry-After"]) <= 120
    assert logs_in(client, by=THERE).status_code == 401


def test_an_account_that_is_tried_too_often_waits_from_wherever(api: World) -> None:
    client = door(api.rt, sign_ins_per_account=2)
    answers = [logs_in(client, by=f"203.0.113.{last}") for last in range(3)]

    assert [answer.status_code for answer in answers] == [401, 401, 429]
    assert logs_in(client, phone="+254722000002").status_code == 401


def test_a_caller_that_asks_too_often_waits(api: World) -> None:
    client = door(api.rt, api_per_minute=2)

    def asks(token: str) -> int:
        headers = {"Authorization": f"Bearer {token}"}
        return client.get("/api/v1/events", headers=headers).status_code

    assert [asks(api.owner.token) for _ in range(3)] == [200, 200, 429]
    assert asks(api.staff.token) == 200


def test_an_address_of_many_callers_waits_in_the_end(api: World) -> None:
    client = door(api.rt, api_per_minute=1)
    answers = [client.get("/api/v1/openapi.json") for _ in range(6)]

    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert answers[5].content_type == "application/problem+json"
    assert int(answers[5].headers["Retry-After"]) >= 1


def test_nobody_says_who_they_are_by_a_header(api: World) -> None:
    client = door(api.rt, sign_ins_per_minute=2)
    answers = [
        logs_in(
            client,
            phone=f"+25471100000{last}",
            headers={
                "X-Forwarded-For": f"198.51.100.{last}",
                "Forwarded": f"for=10.0.0.{last}",
            },
        )
        for last in range(3)
    ]

    assert [answer.status_code for answer in answers] == [401, 401, 429]


def test_behind_a_proxy_counts_what_the_proxy_saw(api: World) -> None:
    client = door(api.rt, sign_ins_per_minute=2, trusted_proxies=1)

    def through(last: int, seen: str) -> int:
        claimed = {"X-Forwarded-For": f"198.51.100.{last}, {seen}"}
        phone = f"+25471100000{last}"
        return int(logs_in(client, by="127.0.0.1", phone=phone, headers=claimed).status_code)

    assert [through(last, HERE) for last in range(3)] == [401, 401, 429]
    assert through(4, THERE) == 401


def test_one_ipv6_network_is_one_address(api: World) -> None:
    client = door(api.rt, sign_ins_per_minute=2)
    answers = [
        logs_in(client, by=f"2001:db8::{last}", phone=f"+25471100000{last}")
        for last in range(1, 4)
    ]

    assert [answer.status_code for answer in answers] == [401, 401, 429]
    assert logs_in(client, by="2001:db8:0:1::1", phone="+254711000009").status_code == 401


@pytest.mark.parametrize("path", ["events", "auth/me"])
def test_without_redis_nobody_comes_in(api: World, path: str) -> None:
    client = door(api.rt, redis_url=NOWHERE)
    headers = {"Authorization": f"Bearer {api.owner.token}"}
    answers = [client.get(f"/api/v1/{path}", headers=headers) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [503, 503]
    assert [answer.headers["Retry-After"] for answer in answers] == ["2", "2"]
    assert logs_in(client).status_code == 503


def test_without_redis_webhooks_are_taken_in(api: World) -> None:
    client = door(api.rt, redis_url=NOWHERE)
    logs_in(client)

    assert twilio_posts(client, message()).status_code == 200


def test_redis_holds_no_phone_of_who_signs_in(api: World, redis_url: str) -> None:
    logs_in(door(api.rt))
    with Redis.from_url(redis_url) as redis:
        keys = b" ".join(redis.keys())

    assert b"LIMITS" in keys
    assert b"254711000001" not in keys
