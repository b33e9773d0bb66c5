"""A child process that is started again whenever it ends."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import structlog

from karani import children
from karani.children import Child
from karani.folder import ServiceError

REFUSED = 2
"""The exit code of a process that cannot work with its settings, however often it starts."""

_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.1, 5.0
_HEALTHY_S = 10.0

log = structlog.get_logger("karani.supervisor")


@dataclass
class Lasting:
    """One process through all its lives; call `tend` often, from the main thread."""

    name: str
    start: Callable[[], Child]
    ends_by: signal.Signals = signal.SIGTERM
    child: Child | None = None
    born_at: float = 0.0
    due_at: float = 0.0
    pause_s: float = _FIRST_PAUSE_S

    def tend(self) -> None:
        """Start it when it is due, notice when it has ended.

        Raises `ServiceError` when it says that it cannot work with its settings.
        """
        if self.child and self.child.poll() is not None:
            self._bury(self.child)
        if self.child is None and time.monotonic() >= self.due_at:
            self.child = self.start()
            self.born_at = time.monotonic()

    @property
    def is_alive(self) -> bool:
        """Whether it runs now."""
        return self.child is not None and self.child.poll() is None

    def ask_to_end(self) -> None:
        """Send it the signal that it ends by."""
        if self.child:
            with suppress(ProcessLookupError):
                self.child.send_signal(self.ends_by)

    def stop(self, patience_s: float) -> None:
        """Ask it to end, wait, and kill it when it does not."""
        if self.child:
            children.stop(self.child, self.ends_by, patience_s=max(0.0, patience_s))
            self.child = None

    def _bury(self, child: Child) -> None:
        self.stop(0)
        if child.returncode == REFUSED:
            raise ServiceError(f"{self.name} cannot start: see what it said above")
        if time.monotonic() - self.born_at > _HEALTHY_S:
            self.pause_s = _FIRST_PAUSE_S
        self.due_at = time.monotonic() + self.pause_s
        log.warning(
            "A process ended and starts again",
            process=self.name,
            exit_code=child.returncode,
            pause_s=self.pause_s,
        )
        self.pause_s = min(self.pause_s * 2, _LONGEST_PAUSE_S)
