"""Keep the product's processes running, and end them together."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from karani import children
from karani.children import Child
from karani.folder import ServiceError

RELEASE = "migrate"
"""What runs once, to its end, before the processes start."""
PROCESSES = ("web", "worker", "relay")
"""The commands that run for as long as the product does; `Procfile` says the same."""

REFUSED = 2
"""The exit code of a command that cannot work with its settings, however often it starts."""

_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.1, 5.0
_HEALTHY_S = 10.0

log = structlog.get_logger("karani.supervisor")


def words(command: str) -> list[str]:
    """How a command of ours is started: by the same Python, from the same code."""
    # Elsewhere than in a clone, the working folder may hold a `bot` or `store` of its own.
    safely = [] if Path.cwd() == Path(__file__).parents[1] else ["-P"]
    return [sys.executable, *safely, "-m", "karani", command]


@dataclass
class _Watched:
    """One process of the list, through all its lives."""

    words: list[str]
    child: Child | None = None
    born_at: float = 0.0
    due_at: float = 0.0
    pause_s: float = _FIRST_PAUSE_S


@dataclass
class Supervisor:
    """Starts commands as children; call `tend` often, and `stop` at the end.

    `patience_s` is how long a child may take to end. Only the main thread may use it.
    """

    environment: Mapping[str, str]
    commands: Mapping[str, list[str]] = field(
        default_factory=lambda: {name: words(name) for name in PROCESSES}
    )
    patience_s: float = 30.0
    _watched: dict[str, _Watched] = field(init=False)

    def __post_init__(self) -> None:
        self._watched = {name: _Watched(words) for name, words in self.commands.items()}

    def tend(self) -> None:
        """Start what is due and notice what has ended.

        Raises `ServiceError` when a command says that it cannot work with its settings.
        """
        for name, one in self._watched.items():
            if one.child and one.child.poll() is not None:
                self._bury(name, one, one.child)
            if one.child is None and time.monotonic() >= one.due_at:
                one.child = children.start(one.words, environment=self.environment)
                one.born_at = time.monotonic()

    def stop(self) -> None:
        """Ask all to end, wait, and kill those who do not."""
        alive = [one.child for one in self._watched.values() if one.child]
        for child in alive:
            with suppress(ProcessLookupError):
                child.send_signal(signal.SIGTERM)
        end = time.monotonic() + self.patience_s
        for child in alive:
            children.stop(child, patience_s=max(0.0, end - time.monotonic()))

    def _bury(self, name: str, one: _Watched, child: Child) -> None:
        children.stop(child, patience_s=0)
        one.child = None
        if child.returncode == REFUSED:
            raise ServiceError(f"karani {name} cannot start: see what it said above")
        if time.monotonic() - one.born_at > _HEALTHY_S:
            one.pause_s = _FIRST_PAUSE_S
        one.due_at = time.monotonic() + one.pause_s
        log.warning(
            "A process ended and starts again",
            process=name,
            exit_code=child.returncode,
            pause_s=one.pause_s,
        )
        one.pause_s = min(one.pause_s * 2, _LONGEST_PAUSE_S)
