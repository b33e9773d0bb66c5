"""Leave a provider alone that fails: nobody waits twenty seconds for what will not come."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock

FAILURES = 3
"""In a row."""

REST = timedelta(seconds=30)
LONGEST_REST = timedelta(minutes=10)


class Breaker:
    """One for each process, shared by its threads.

    After some failures in a row it is open; when its rest is over one question is let
    through, and the answer decides.
    """

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._lock = Lock()
        self._failures = 0
        self._until: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether the provider is left alone at the moment."""
        with self._lock:
            return self._until is not None and self._clock() < self._until

    def lets_through(self) -> bool:
        """Whether a question may be asked; the one that tries first keeps the others back."""
        with self._lock:
            if self._until is None:
                return True
            if self._clock() < self._until:
                return False
            self._until = self._clock() + REST
            return True

    def succeeded(self) -> None:
        """It answered, whatever it said."""
        with self._lock:
            self._failures, self._until = 0, None

    def failed(self, retry_after_s: int | None = None) -> None:
        """It did not; where it said when to come back, that is believed."""
        with self._lock:
            self._failures += 1
            if retry_after_s is not None:
                rest = min(timedelta(seconds=retry_after_s), LONGEST_REST)
                self._until = self._clock() + rest
            elif self._failures >= FAILURES:
                self._until = self._clock() + REST
