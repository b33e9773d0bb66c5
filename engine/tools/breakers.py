"""Accounts that fail again and again are left alone, and tried now and then."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

FAILURES = 5
"""As many one after another open the circuit."""

FIRST_S, LONGEST_S = 15, 300
PROBE_S = 30
"""As long as one message on trial may take."""


@dataclass
class _Account:
    failures: int = 0
    open_s: int = 0
    """How long it is left alone this time; 0 while it is not."""
    until: float = 0
    on_trial: bool = False


class Breakers:
    """One circuit for each provider account, in this process. Thread-safe."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._accounts: dict[str, _Account] = {}

    def wait(self, account: str) -> float:
        """Seconds until this account may be tried; 0 for now.

        Of an account whose time is over one caller hears 0: its message is the trial.
        """
        with self._lock:
            known = self._accounts.get(account)
            if known is None or not known.open_s:
                return 0
            now = self._clock()
            if now < known.until:
                return known.until - now
            known.until, known.on_trial = now + PROBE_S, True
            return 0

    def failed(self, account: str) -> bool:
        """The account refused, or did not answer; whether that opens the circuit, or again."""
        with self._lock:
            known = self._accounts.setdefault(account, _Account())
            known.failures += 1
            if known.failures < FAILURES or (known.open_s and not known.on_trial):
                return False  # Those that were under way when it opened say nothing new.
            known.open_s = min(known.open_s * 2 or FIRST_S, LONGEST_S)
            known.until, known.on_trial = self._clock() + known.open_s, False
            return True

    def worked(self, account: str) -> bool:
        """The account took a message; whether it had been left alone."""
        with self._lock:
            known = self._accounts.pop(account, None)
            return known is not None and known.open_s > 0
