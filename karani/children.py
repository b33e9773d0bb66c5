"""Start child processes that end with us, even when we are killed."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import IO

from karani import guard

Child = subprocess.Popen[bytes]

HAS_DEATH_SIGNAL = sys.platform == "linux"
"""Whether the system tells a child of its parent's death; otherwise a guard process does."""
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Account:
    """The operating system's user that a child runs as."""

    uid: int
    gid: int
    name: str


def start(
    words: Sequence[str],
    *,
    ends_by: signal.Signals = signal.SIGTERM,
    account: Account | None = None,
    environment: Mapping[str, str] | None = None,
    keep: Sequence[int] = (),
    output: IO[bytes] | None = None,
) -> Child:
    """Start a child in a process group of its own, so that Ctrl-C reaches only us.

    It gets `ends_by` when we die, even of a SIGKILL. It inherits the descriptors in `keep`;
    `output` takes both of its streams, which are ours otherwise.
    """
    if threading.current_thread() is not threading.main_thread():
        # The system sends the death signal when the thread dies that made the child.
        raise RuntimeError("children are started by the main thread")
    with warnings.catch_warnings():
        # From Python 3.12: other threads may hold locks. The bond takes none.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = subprocess.Popen(  # noqa: S603 -- our own programs, no shell.
            list(words),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=environment,
            pass_fds=tuple(keep),
            process_group=0,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
            # Runs after the change of user, which would clear the death signal again.
            preexec_fn=_bond(os.getpid(), ends_by) if HAS_DEATH_SIGNAL else None,
        )
    if not HAS_DEATH_SIGNAL:
        guard.tell(f"{child.pid} {int(ends_by)}")
    return child


def stop(child: Child, by: signal.Signals = signal.SIGTERM, *, patience_s: float) -> None:
    """Ask a child to end, wait, and kill it when it does not."""
    with suppress(ProcessLookupError):
        child.send_signal(by)
    try:
        child.wait(patience_s)
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)  # With what it has started itself.
        child.wait()
    if not HAS_DEATH_SIGNAL:
        guard.tell(f"{child.pid} 0")


def _bond(parent: int, ends_by: signal.Signals) -> Callable[[], None]:
    prctl = ctypes.CDLL(None, use_errno=True).prctl

    def bond() -> None:
        prctl(_PR_SET_PDEATHSIG, int(ends_by), 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)  # We died between the fork and the line above.

    return bond
