"""Pairs of numbers on WhatsApp: how fast messages may go from one account to one person."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock

PER_MINUTE = 10
"""Between two numbers so many messages a minute, one at a time, are always allowed."""

AT_ONCE = 30
"""As many may go at once, borrowed from the time after them. Providers lend 45: the rest is
for what other processes send at the same moment."""

MOST = 10_000
"""As many pairs are remembered before those that owe nothing are forgotten."""

Pair = tuple[str, str]


class Pairs:
    """What each pair has borrowed, in this process. Thread-safe.

    It keeps until when the messages that went would have taken at an even pace.
    """

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, per_minute: int = PER_MINUTE
    ) -> None:
        self._clock = clock
        self._every_s = 60 / per_minute
        self._lent_s = self._every_s * (AT_ONCE - 1)
        self._lock = Lock()
        self._even_at: dict[Pair, float] = {}
        self._promised: dict[Pair, float] = {}

    def wait(self, account: str, recipient: str) -> float:
        """Seconds until this message may go between them; 0 for now.

        Whoever must wait is promised a turn of their own: messages that wait together come
        back one by one, in their order, and not all of them for the next free turn.
        """
        with self._lock:
            now, pair = self._clock(), (account, recipient)
            free_at = self._even_at.get(pair, now) - self._lent_s
            if free_at <= now:
                return 0.0
            turn = max(free_at, self._promised.get(pair, 0.0) + self._every_s)
            self._promised[pair] = turn
            return turn - now

    def goes(self, account: str, recipient: str) -> None:
        """A message goes from this account to this person."""
        with self._lock:
            now, pair = self._clock(), (account, recipient)
            self._even_at[pair] = max(self._even_at.get(pair, now), now) + self._every_s
            if len(self._even_at) > MOST:
                self._even_at = {one: at for one, at in self._even_at.items() if at > now}
                self._promised = {one: at for one, at in self._promised.items() if at > now}
