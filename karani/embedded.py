"""PostgreSQL and a Redis-protocol server from wheels, our children on one data folder."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from karani import folder, postgres, valkey
from karani.folder import Home, LockedError, ServiceError
from karani.lasting import Lasting

__all__ = ["ServiceError", "Services", "services"]

_LEFTOVER_S = 20


@dataclass(frozen=True)
class Services:
    """Where the database and the doorbell are."""

    database_url: str
    redis_url: str
    processes: tuple[Lasting, ...] = ()
    """Those that we started; tend them, and they start again when they end."""


@contextmanager
def services(
    data: Path,
    *,
    database_url: str | None = None,
    redis_url: str | None = None,
    stop: Event | None = None,
) -> Iterator[Services]:
    """Both services, started on the folder unless their address is given; stopped at the end.

    Data is kept between runs. Raises `ServiceError`, also when the folder is in use.
    """
    with ExitStack() as stack:
        if database_url is not None and redis_url is not None:
            stack.enter_context(locked(data))
            yield Services(database_url, redis_url)
            return
        home = stack.enter_context(claimed(data))
        processes = []
        if database_url is None:
            database = stack.enter_context(postgres.running(home, stop=stop))
            database_url = database.url()
            processes.append(database.process)
        if redis_url is None:
            doorbell = stack.enter_context(valkey.running(home, stop=stop))
            redis_url = doorbell.url
            processes.append(doorbell.process)
        yield Services(database_url, redis_url, tuple(processes))


@contextmanager
def claimed(data: Path) -> Iterator[Home]:
    """The data folder, ours alone and fit for servers.

    They inherit a second lock, so that no new server starts while an old one lives.
    """
    with ExitStack() as stack:
        path = stack.enter_context(locked(data))
        account = folder.account(path)
        folder.insist_on_entry(path, account)
        keep = _take_over(stack, path)
        yield Home(path, account, stack.enter_context(folder.sockets(path, account)), keep)


@contextmanager
def locked(data: Path) -> Iterator[Path]:
    """The data folder's full path, ours alone."""
    path = folder.prepare(data)
    with ExitStack() as stack:
        try:
            ours = stack.enter_context(folder.lock(path / "lock"))
        except LockedError:
            raise ServiceError(
                f"Karani is already running on {path} (process {_number(path / 'lock')}). "
                "Stop it, or choose another folder: --data DIR"
            ) from None
        os.ftruncate(ours, 0)
        os.write(ours, b"%d\n" % os.getpid())
        yield path


def _take_over(stack: ExitStack, path: Path) -> int:
    """The servers' lock; servers whose owner was killed end by themselves, shortly."""
    end = time.monotonic() + _LEFTOVER_S
    while True:
        try:
            return stack.enter_context(folder.lock(path / "servers.lock"))
        except LockedError:
            if time.monotonic() > end:
                raise ServiceError(
                    f"A server of an earlier start still runs on {path}"
                ) from None
            Event().wait(0.05)


def _number(note: Path) -> int:
    with suppress(OSError, ValueError, IndexError):
        return int(note.read_text("ascii").split()[0])
    return 0
