"""The queue: whether it answers, and whether it keeps the rings that it is given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Any

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from karani.doctor.findings import Finding, Findings, note, warning, well, wrong
from karani.doctor.installation import Installation

ABOUT, URL = "queue", "REDIS_URL"
PATIENCE_S = 2
_UNREADABLE = wrong(
    URL,
    "cannot be read as an address",
    "write redis://host:6379/0, rediss:// for TLS, or unix:///path/of/socket",
)


def look(at: Installation) -> Findings:
    """What the server says of itself."""
    url = at.settings.redis_url
    if url is None:
        says = "is not set, and none runs here: `karani up` brings its own"
        yield note(ABOUT, says, "for one of your own set REDIS_URL")
        return
    try:
        client = redis.Redis.from_url(
            url,
            socket_connect_timeout=PATIENCE_S,
            socket_timeout=PATIENCE_S,
            retry=Retry(NoBackoff(), 0),
        )
    except ValueError:
        yield _UNREADABLE
        return
    with closing(client):
        yield from _asked(client)


def _asked(client: redis.Redis) -> Iterator[Finding]:
    try:
        client.ping()
    except redis.RedisError as error:
        yield refused(error)
        return
    except UnicodeError:
        yield _UNREADABLE
        return
    try:
        told: Mapping[str, Any] = client.info()
    except redis.RedisError:
        yield well(ABOUT, "answers")
        do = "make sure that maxmemory-policy is noeviction"
        yield note(ABOUT, "does not tell how it is set up", do)
        return
    yield from of_server(told)


def refused(error: redis.RedisError) -> Finding:
    """Why it does not serve us, in our words."""
    words = str(error).lower()
    if isinstance(error, redis.AuthenticationError) or "noauth" in words or "noperm" in words:
        do = "put the password in: redis://:password@host:6379/0"
        return wrong(URL, "names a server that refuses our password, or wants one", do)
    if isinstance(error, redis.BusyLoadingError):
        return wrong(
            URL, "names a server that is still loading", "wait a moment and look again"
        )
    if isinstance(error, redis.ConnectionError | redis.TimeoutError):
        says = "names a server that does not answer; the relay works alone meanwhile"
        return wrong(URL, says, "start it; check host, port and firewall")
    return wrong(
        URL, "names a server that refuses what we ask", "check that it is a Redis or Valkey"
    )


def of_server(told: Mapping[str, Any]) -> Iterator[Finding]:
    """What its settings mean for us."""
    name = "Valkey" if told.get("valkey_version") else "Redis"
    version = told.get("valkey_version") or told.get("redis_version") or "?"
    yield well(ABOUT, f"is {name} {version}, and answers")
    if told.get("role") == "slave":
        says = "leads to a replica, where nothing can be rung"
        yield wrong(URL, says, "name the primary in REDIS_URL")
    yield from memory(
        str(told.get("maxmemory_policy", "noeviction")),
        _number(told, "maxmemory"),
        _number(told, "used_memory"),
    )


def memory(policy: str, most: int, used: int) -> Iterator[Finding]:
    """Whether it throws away what it was given to keep; `most` bytes of 0 are no bound."""
    keep = "set maxmemory-policy to noeviction (CONFIG SET, and in its file)"
    if policy != "noeviction" and not most:
        says = f"would throw keys away ({policy}) if it had a bound of memory"
        yield note(ABOUT, says, keep)
    elif policy.startswith("allkeys"):
        says = f"throws rings away when its memory is full ({policy})"
        yield wrong(ABOUT, says, keep)
    elif policy != "noeviction":
        says = f"forgets how often who came when its memory is full ({policy})"
        yield warning(ABOUT, says, keep)
    else:
        yield well(ABOUT, "throws nothing away")
    if most and used > most * 9 // 10:
        do = "raise maxmemory, and share the server with nothing else"
        yield warning(ABOUT, f"has used {used * 100 // most} % of its memory", do)


def _number(told: Mapping[str, Any], name: str) -> int:
    value = told.get(name)
    return value if isinstance(value, int) else 0
