"""The servers of the fault tests: stopped, frozen, killed, misled about the time."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg2

from karani.lasting import Lasting
from tests.faults.clock import Clock
from tests.product import wait_until
from tests.services import Cluster, open_folder


@dataclass
class Servers:
    """One cluster for all fault tests: it is on its feet again before the next one begins."""

    cluster: Cluster

    @property
    def door(self) -> Path:
        """PostgreSQL's own socket."""
        return self.cluster.postgres.sockets / ".s.PGSQL.5432"

    def tend(self) -> None:
        """Start again what has ended."""
        self.cluster.postgres.process.tend()
        self.cluster.valkey.process.tend()

    def is_up(self) -> bool:
        """Whether PostgreSQL answers."""
        self.tend()
        with suppress(psycopg2.OperationalError), self.cluster.postgres.superuser():
            return True
        return False

    def crash_postgres(self) -> None:
        """An immediate shutdown: what was not committed is gone."""
        _end(self.cluster.postgres.process, signal.SIGQUIT)

    def stop_redis(self, seconds: float) -> None:
        """Away with it and all that it held, for a while."""
        _end(self.cluster.valkey.process, signal.SIGKILL, pause_s=seconds)

    @property
    def has_redis(self) -> bool:
        """Whether it runs."""
        return self.cluster.valkey.process.is_alive

    @contextmanager
    def frozen_redis(self) -> Iterator[None]:
        """Its connections stand, and nobody answers."""
        child = self.cluster.valkey.process.child
        assert child is not None
        child.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            child.send_signal(signal.SIGCONT)

    @contextmanager
    def clock(self) -> Iterator[Clock]:
        """PostgreSQL under a clock that can be set; afterwards under the machine's again."""
        process, start = self.cluster.postgres.process, self.cluster.postgres.process.start
        with open_folder() as folder:
            clock = Clock(folder)
            process.start = clock.over(process)
            try:
                self._restart()
                with self.cluster.postgres.superuser() as cursor:
                    clock.insist(cursor)
                yield clock
            finally:
                process.start = start
                self._restart()

    def _restart(self) -> None:
        _end(self.cluster.postgres.process, signal.SIGINT)
        wait_until(self.is_up)


def _end(process: Lasting, by: signal.Signals, *, pause_s: float = 0.0) -> None:
    """End a server now; it starts again when it is tended after the pause."""
    assert process.child is not None
    process.child.send_signal(by)
    process.child.wait(15)
    process.stop(0)
    process.due_at = time.monotonic() + pause_s
