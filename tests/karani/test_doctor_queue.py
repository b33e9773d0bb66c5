"""What the doctor says of the queue."""

from __future__ import annotations

from datetime import timedelta

import pytest
import redis

from karani.doctor import queue
from karani.doctor.findings import Finding
from store import migrate
from store.inspection import Schema, Server
from tests.karani.patient import (
    NOON,
    NOTE,
    WARNING,
    WELL,
    WRONG,
    installed,
    levels,
    said,
)
from tests.product import free_port

GOOD = Server(
    version=18,
    connections=97,
    connected=12,
    database_limit=-1,
    login_limit=-1,
    is_durable=True,
    waits_for_disk=True,
    is_standby=False,
    encoding="UTF8",
    logs_statements=False,
    logs_failures=False,
    login="karani",
    begins_as="karani_nobody",
    is_mighty=False,
    backend=7,
    now=NOON,
    announced=7,
)
CURRENT = Schema(is_there=True, version=migrate.head())
HOUR = timedelta(hours=1)


def of_queue(url: str) -> list[Finding]:
    return list(queue.look(installed(redis_url=url)))


def test_a_queue_that_keeps_everything_is_well(redis_url: str) -> None:
    assert levels(of_queue(redis_url)) == {"queue": WELL}


def test_a_queue_that_throws_rings_away_is_wrong(redis_url: str) -> None:
    with redis.Redis.from_url(redis_url) as client:
        client.config_set("maxmemory", 100 << 20)
        client.config_set("maxmemory-policy", "allkeys-lru")
        try:
            found = of_queue(redis_url)
        finally:
            client.config_set("maxmemory-policy", "noeviction")
            client.config_set("maxmemory", 0)

    assert levels(found)["queue"] is WRONG
    assert "throws rings away" in said(found)


@pytest.mark.parametrize(
    ("policy", "most", "used", "level"),
    [
        ("noeviction", 0, 5, WELL),
        ("noeviction", 100, 95, WARNING),
        ("volatile-ttl", 100, 5, WARNING),
        ("allkeys-lfu", 100, 5, WRONG),
        ("allkeys-lfu", 0, 5, NOTE),
    ],
)
def test_memory_is_judged_by_policy_and_bound(
    policy: str, most: int, used: int, level: object
) -> None:
    assert levels(queue.memory(policy, most, used))["queue"] is level


def test_a_queue_that_tells_nothing_of_itself_is_noted(redis_url: str) -> None:
    path = redis_url.removeprefix("unix://").partition("?")[0]
    with redis.Redis.from_url(redis_url) as client:
        client.acl_setuser(
            "doctor", enabled=True, passwords=["+a-password"], commands=["+ping"]
        )
        try:
            found = of_queue(f"unix://doctor:a-password@{path}")
        finally:
            client.acl_deluser("doctor")

    assert levels(found) == {"queue": NOTE}
    assert "noeviction" in said(found)


def test_a_replica_is_no_queue() -> None:
    assert levels(queue.of_server({"role": "slave"}))["REDIS_URL"] is WRONG


def test_a_wrong_password_of_the_queue_is_told_without_it(redis_url: str) -> None:
    head, _, _ = redis_url.partition("password=")

    found = of_queue(f"{head}password=another-password")

    assert levels(found) == {"REDIS_URL": WRONG}
    assert "refuses our password" in said(found)
    assert "another-password" not in said(found)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("redis://127.0.0.1:{port}/0", "does not answer"),
        ("http://127.0.0.1:{port}", "cannot be read as an address"),
        ("redis://127.0.0.1:no/0", "cannot be read as an address"),
    ],
)
def test_a_wrong_address_of_the_queue_is_one_line(url: str, words: str) -> None:
    found = of_queue(url.format(port=free_port()))

    assert levels(found) == {"REDIS_URL": WRONG}
    assert words in said(found)


def test_other_refusals_of_the_queue_are_told_apart() -> None:
    assert "still loading" in said([queue.refused(redis.BusyLoadingError())])
    assert "refuses what we ask" in said([queue.refused(redis.ResponseError("unknown"))])
