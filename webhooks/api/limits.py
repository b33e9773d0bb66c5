"""How often the API may be called: by an address, by a caller, for an account."""

from __future__ import annotations

import hmac
import ipaddress
import math
import time

import structlog
from flask import Blueprint, Flask, Response, request
from limits import RateLimitItem, parse
from limits.storage import RedisStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from redis import RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

from engine.runtime import Runtime
from engine.tools import keys
from webhooks.api.shares import Shares
from webhooks.errors import ProblemError, problem

CALLERS_AT_AN_ADDRESS = 5
"""An office or a server may hold several callers."""

PARTS, LARGEST = 100, 50
"""What a process counts by itself: a hundredth of a limit, and never more than so many."""

PAUSE_S = 1.0
"""After a failure nobody waits for Redis before this is over."""

TOO_OFTEN = "Too many requests: wait as many seconds as Retry-After says."
AWAY = "Nobody can be let in just now, for it cannot be counted how often. Try again soon."
BOUNDS = {"socket_connect_timeout": 0.25, "socket_timeout": 0.5, "retry": Retry(NoBackoff(), 0)}

_log = structlog.get_logger(__name__)


class Limits:
    """Counters in Redis. Without it nobody comes in: guessing must not be free meanwhile."""

    def __init__(self, rt: Runtime) -> None:
        settings = rt.settings
        self._secret = keys.derived(settings, "limits")
        self._caller = parse(f"{settings.api_per_minute} per minute")
        self._sign_in = parse(f"{settings.sign_ins_per_minute} per minute")
        self._account = parse(f"{settings.sign_ins_per_account} per 15 minutes")
        self._guess = parse(f"{settings.code_tries_per_hour} per hour")
        self._knock = parse(f"{settings.api_per_minute * CALLERS_AT_AN_ADDRESS} per minute")
        self._shares = Shares()
        self._away_until = 0.0
        url = str(settings.redis_url).replace("unix://", "redis+unix://", 1)
        storage = RedisStorage(url, **BOUNDS)  # type: ignore[arg-type] # Redis takes more.
        self._counter = SlidingWindowCounterRateLimiter(storage)

    def stand_at(self, app: Flask, doors: Blueprint) -> None:
        """Count whatever comes to these doors, by its address."""
        doors.before_request(self._let_through)
        app.register_error_handler(RedisError, self._close)

    def caller(self, who: str) -> None:
        """Another request of a caller. Raises `ProblemError`, as all of these."""
        self._count_some(self._caller, "caller", who)

    def sign_in(self) -> None:
        """Another try to sign in from this address."""
        self._count(self._sign_in, "sign_in", address())

    def guess(self) -> None:
        """Another one-time code said from this address."""
        self._count(self._guess, "guess", address())

    def account(self, name: str) -> None:
        """Another try to sign in as somebody, from wherever."""
        hidden = hmac.digest(self._secret, name.encode(), "sha256").hex()
        self._count(self._account, "account", hidden)  # Redis holds no address of anybody.

    def _count_some(self, item: RateLimitItem, *names: str) -> None:
        """Count one, of a hundredth of the limit that was taken at once: most ask nobody."""
        if self._shares.spend(*names):
            return
        share = min(item.amount // PARTS, LARGEST)
        if share > 1 and self._counter.hit(item, "karani", *names, cost=share):
            self._shares.take(share - 1, *names)
        else:
            self._count(item, *names)

    def _count(self, item: RateLimitItem, *names: str) -> None:
        if not self._counter.hit(item, "karani", *names):
            resets_at = self._counter.get_window_stats(item, "karani", *names).reset_time
            seconds = math.ceil(resets_at - time.time())  # noqa: TID251 -- The counters' clock.
            raise ProblemError(429, TOO_OFTEN, headers={"Retry-After": str(max(seconds, 1))})

    def _close(self, error: RedisError) -> Response:
        self._away_until = time.monotonic() + PAUSE_S
        _log.error("The API is closed: Redis does not answer", error=type(error).__name__)
        return problem(503, AWAY, headers={"Retry-After": "2"})

    def _let_through(self) -> Response | None:
        if time.monotonic() < self._away_until:
            return problem(503, AWAY, headers={"Retry-After": "2"})
        self._count_some(self._knock, "address", address())
        return None


def address() -> str:
    """Where a request comes from, behind the proxies that are trusted; of IPv6 the network.

    Whoever has one IPv6 address has the other 2^64 of its network as well.
    """
    given = request.remote_addr or "unknown"
    try:
        parsed = ipaddress.ip_address(given)
    except ValueError:
        return given
    if parsed.version == 4:
        return given
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, 64), strict=False).network_address)
