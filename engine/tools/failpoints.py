"""Places where a test may disturb a running process: killed, frozen, or made to fail there."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import count
from threading import Lock

import structlog

NAMES = frozenset(
    {
        "intake.before_commit",
        "bell.before_ring",
        "turn.locked",
        "turn.before_commit",
        "delivery.claimed",
        "delivery.answered",
        "delivery.kept",
        "run.locked",
        "run.before_commit",
        "run.between_steps",
        "outside.claimed",
        "outside.answered",
        "outside.before_commit",
        "relay.marked",
        "relay.rung",
    }
)
"""Every boundary between two things that cannot happen together."""


class FailpointError(ValueError):
    """The plan cannot be read; the text names its faulty part."""


class InjectedError(RuntimeError):
    """Raised where a plan says so."""


ACTIONS: Mapping[str, Callable[[], None]] = {
    "kill": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "stop": lambda: os.kill(os.getpid(), signal.SIGSTOP),
    "raise": lambda: _raise(),
}


@dataclass
class _Point:
    """What happens at the `at`-th passage, and only then."""

    action: Callable[[], None]
    at: int
    passages: count[int] = field(default_factory=lambda: count(1))


_armed: dict[str, _Point] = {}
_counting = Lock()
_log = structlog.get_logger(__name__)


def arm(plan: str) -> None:
    """Set the plan of this process: `name=action@passage`, separated by commas; "" for none.

    Raises `FailpointError`.
    """
    _armed.clear()
    for part in filter(None, plan.split(",")):
        name, _, rest = part.partition("=")
        action, _, at = rest.partition("@")
        if name not in NAMES or action not in ACTIONS or not (at or "1").isdigit():
            raise FailpointError(f"cannot read '{part}': say name=action@passage")
        _armed[name] = _Point(ACTIONS[action], int(at or 1))
    if _armed:
        _log.warning("Failpoints are armed", points=sorted(_armed))


def reached(name: str) -> None:
    """Pass a boundary; costs one look into an empty dict unless a plan is set."""
    if not _armed or (point := _armed.get(name)) is None:
        return
    with _counting:
        due = next(point.passages) == point.at
    if due:
        _log.warning("Failpoint", point=name)
        point.action()


def _raise() -> None:
    raise InjectedError("a failpoint")
