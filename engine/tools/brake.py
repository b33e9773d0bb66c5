"""How many messages each number wrote within this minute, as this process has seen it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock


@dataclass
class Brake:
    """Counts in memory: a webhook waits for nothing, and whatever is forgotten lets through.

    Each minute begins anew, so it never holds more than one minute's numbers.
    """

    _minute: datetime | None = None
    _counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    _lock: Lock = field(default_factory=Lock)

    def count(self, account: str, address: str, now: datetime) -> int:
        """Another message to this account from this address; how many within the minute."""
        minute = now.replace(second=0, microsecond=0)
        with self._lock:
            if minute != self._minute:
                self._minute, self._counts = minute, Counter()
            self._counts[account, address] += 1
            return self._counts[account, address]
