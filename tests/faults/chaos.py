"""A schedule of random faults from a seed: the same seed, the same faults in the same order."""

from __future__ import annotations

import random
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

import redis

from tests.faults.proxy import Proxy
from tests.faults.town import Town
from tests.provider import BROKEN, CUT, TOO_MANY, UNAVAILABLE, Answer

PAUSES_S = (0.2, 1.5)
LASTS_S = (0.3, 2.0)
"""How long there is peace before a fault, and how long those last that must be ended."""


@dataclass(frozen=True)
class Strike:
    """One fault of a schedule: what, after how much peace, and for how long."""

    fault: str
    after_s: float
    lasts_s: float


@dataclass(frozen=True)
class Fault:
    """How a fault begins, and how it ends where it does not end by itself."""

    begin: Callable[[Town, Proxy], None]
    end: Callable[[Town, Proxy], None] = lambda town, proxy: None


def schedule(seed: int, seconds: float) -> Iterator[Strike]:
    """The faults of a seed, for about so many seconds."""
    dice, passed = random.Random(seed), 0.0  # noqa: S311 -- Which come is no secret.
    while passed < seconds:
        strike = Strike(
            dice.choice(sorted(FAULTS)), dice.uniform(*PAUSES_S), dice.uniform(*LASTS_S)
        )
        yield strike
        passed += strike.after_s + strike.lasts_s


def _signal(process: str, number: signal.Signals) -> Callable[[Town, Proxy], None]:
    def send(town: Town, _: Proxy) -> None:
        if town.processes[process].is_alive:  # Otherwise the last strike hit it already.
            with suppress(ProcessLookupError):
                town.send(process, number)

    return send


def _kills(process: str) -> Fault:
    return Fault(_signal(process, signal.SIGKILL))


def _freezes(process: str) -> Fault:
    return Fault(_signal(process, signal.SIGSTOP), _signal(process, signal.SIGCONT))


def _refuses(answer: Answer) -> Fault:
    def begin(town: Town, _: Proxy) -> None:
        town.provider.refuse = lambda: answer

    def end(town: Town, _: Proxy) -> None:
        town.provider.refuse = lambda: None

    return Fault(begin, end)


def _spoils(answer: Answer) -> Fault:
    def begin(town: Town, _: Proxy) -> None:
        town.provider.spoil = lambda: answer

    def end(town: Town, _: Proxy) -> None:
        town.provider.spoil = lambda: None

    return Fault(begin, end)


def _empties(town: Town, _: Proxy) -> None:
    with suppress(redis.RedisError):  # It may be away just now.
        town.servers.cluster.forget_rings()


def _loses_commits(_: Town, proxy: Proxy) -> None:
    proxy.loses_commit = 7


def _keeps_commits(_: Town, proxy: Proxy) -> None:
    proxy.loses_commit = 0


def _closes(_: Town, proxy: Proxy) -> None:
    proxy.refuses = True
    proxy.cut_all()


def _opens(_: Town, proxy: Proxy) -> None:
    proxy.refuses = False


FAULTS: Mapping[str, Fault] = {
    "kill the web": _kills("web"),
    "kill the worker": _kills("worker"),
    "kill the relay": _kills("relay"),
    "freeze the worker": _freezes("worker"),
    "freeze the relay": _freezes("relay"),
    "ask the worker to go": Fault(_signal("worker", signal.SIGTERM)),
    "empty Redis": Fault(_empties),
    "stop Redis for 2 s": Fault(lambda town, _: town.servers.stop_redis(2)),
    "crash PostgreSQL": Fault(lambda town, _: town.servers.crash_postgres()),
    "cut every connection": Fault(lambda _, proxy: proxy.cut_all()),
    "lose replies to commits": Fault(_loses_commits, _keeps_commits),
    "refuse connections": Fault(_closes, _opens),
    "silence the database": Fault(
        lambda _, proxy: proxy.hush(), lambda _, proxy: proxy.speak()
    ),
    "provider says 429": _refuses(TOO_MANY),
    "provider says 503": _refuses(UNAVAILABLE),
    "provider takes and hangs up": _spoils(CUT),
    "provider takes and says 500": _spoils(BROKEN),
}
