"""Keep the product's processes running, and end them together."""

from __future__ import annotations

import functools
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

from karani import children
from karani.lasting import Lasting

RELEASE = "migrate"
"""What runs once, to its end, before the processes start."""
PROCESSES = ("web", "worker", "relay")
"""The commands that run for as long as the product does; `Procfile` says the same."""


def words(command: str) -> list[str]:
    """How a command of ours is started: by the same Python, from the same code."""
    # Elsewhere than in a clone, the working folder may hold a `bot` or `store` of its own.
    safely = [] if Path.cwd() == Path(__file__).parents[1] else ["-P"]
    return [sys.executable, *safely, "-m", "karani", command]


def product(environment: Mapping[str, str]) -> Supervisor:
    """A supervisor of the product's processes."""
    starts = {
        name: functools.partial(children.start, words(name), environment=environment)
        for name in PROCESSES
    }
    return Supervisor(Lasting(f"karani {name}", start) for name, start in starts.items())


class Supervisor:
    """Processes that run together; only the main thread may use it."""

    def __init__(self, processes: Iterable[Lasting], *, patience_s: float = 30.0) -> None:
        self._processes = list(processes)
        self._patience_s = patience_s

    def tend(self) -> None:
        """Start what is due and notice what has ended; call it often.

        Raises `ServiceError` when a process says that it cannot work with its settings.
        """
        for process in self._processes:
            process.tend()

    def stop(self) -> None:
        """Ask all to end, wait for all together, and kill those who do not."""
        for process in self._processes:
            process.ask_to_end()
        end = time.monotonic() + self._patience_s
        for process in self._processes:
            process.stop(end - time.monotonic())
