"""Hands that carry messages to providers: a bounded number for each account."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock
from uuid import UUID

HANDS = 24
"""Messages that one account of one process has under way at once."""

FORGOTTEN_S = 60
"""A hand that was taken and not used for so long is free again: its transaction failed."""

USUAL_S = 1.0


@dataclass
class _Account:
    hands: Executor
    taken: dict[UUID, float] = field(default_factory=dict)
    seconds: float = USUAL_S
    """How long a message takes lately."""
    next_at: float = 0
    """When the next one that found no hand may come again."""


class Carriers:
    """Carries messages, many at once, so that no account holds up another, nor the turns.

    Without hands of its own (0) it carries at once, in the hands of whoever calls.
    """

    def __init__(self, hands: int = 0, clock: Callable[[], float] = time.monotonic) -> None:
        self._hands = hands
        self._clock = clock
        self._lock = Lock()
        self._accounts: dict[str, _Account] = {}

    def take(self, account: str, message_id: UUID) -> float:
        """Take a hand for a message: 0, or how many seconds to wait before asking again.

        Those who wait are told to come one after another, as fast as the account gets on.
        """
        if not self._hands:
            return 0
        with self._lock:
            known, now = self._of(account), self._clock()
            for key in [k for k, at in known.taken.items() if now - at > FORGOTTEN_S]:
                del known.taken[key]
            if len(known.taken) < self._hands:
                known.taken[message_id] = now
                return 0
            known.next_at = max(known.next_at, now) + known.seconds / self._hands
            return known.next_at - now

    def carry(self, account: str, message_id: UUID, job: Callable[[], object]) -> None:
        """Let the hand that was taken do the job, which raises nothing."""
        if not self._hands:
            job()
            return
        with self._lock:
            known = self._of(account)
            known.taken[message_id] = self._clock()
        known.hands.submit(self._do, known, message_id, job)

    def close(self) -> None:
        """Wait for what is under way."""
        with self._lock:
            known = list(self._accounts.values())
        for account in known:
            account.hands.shutdown(wait=True)

    def _do(self, known: _Account, message_id: UUID, job: Callable[[], object]) -> None:
        began = self._clock()
        try:
            job()
        finally:
            with self._lock:
                known.taken.pop(message_id, None)
                known.seconds += (self._clock() - began - known.seconds) / 8

    def _of(self, account: str) -> _Account:
        if account not in self._accounts:
            hands = ThreadPoolExecutor(self._hands, thread_name_prefix=f"send {account}")
            self._accounts[account] = _Account(hands)
        return self._accounts[account]
