"""Counts that a process takes from the shared counter a few at a time, and spends by itself."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock

LASTS_S = 60.0
"""What was taken and not spent for so long counts no more."""

MOST = 10_000
"""As many names are remembered before those that are over are forgotten."""


class Shares:
    """What is left of what was taken, by name. Thread-safe."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._left: dict[tuple[str, ...], tuple[int, float]] = {}

    def spend(self, *names: str) -> bool:
        """Spend one; False where nothing is left."""
        with self._lock:
            left, until = self._left.get(names, (0, 0.0))
            if left < 1 or self._clock() >= until:
                return False
            self._left[names] = left - 1, until
            return True

    def take(self, count: int, *names: str) -> None:
        """So many more may be spent, for a while."""
        with self._lock:
            now = self._clock()
            left, until = self._left.get(names, (0, 0.0))
            self._left[names] = (left if now < until else 0) + count, now + LASTS_S
            if len(self._left) > MOST:
                self._left = {one: kept for one, kept in self._left.items() if kept[1] > now}
