"""Turn the signals that mean "stop" into an event."""

from __future__ import annotations

import signal
from threading import Event, Thread
from types import FrameType


def stop_event() -> Event:
    """An event that Ctrl-C, SIGTERM and a closed terminal set; they do nothing else."""
    stop = Event()

    def ask(_number: int, _frame: FrameType | None) -> None:
        # Not here: the main thread may be inside `stop.wait()`, holding the event's lock.
        Thread(target=stop.set).start()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, ask)
    return stop
