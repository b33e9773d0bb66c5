"""A process that ends our children after us, where the system does not do that (macOS)."""

from __future__ import annotations

import functools
import os
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import IO


def tell(line: str) -> None:
    """Say "<process> <signal>": send it that signal when we die; 0 stands for nothing to do."""
    ear = _ear()
    ear.write(f"{line}\n".encode())
    ear.flush()


def watch(lines: Iterable[str]) -> None:
    """Listen until the speaker is gone, then send each process its signal."""
    signals = {int(line.split()[0]): int(line.split()[1]) for line in lines}
    for process, number in signals.items():
        if number:
            with suppress(ProcessLookupError, PermissionError):
                os.kill(process, number)


@functools.cache
def _ear() -> IO[bytes]:
    """The only writing end of the guard's input: the system closes it when we die."""
    guard = subprocess.Popen(  # noqa: S603 -- this file.
        [sys.executable, "-P", __file__], stdin=subprocess.PIPE, start_new_session=True
    )
    if guard.stdin is None:
        raise RuntimeError("a pipe was asked for")
    return guard.stdin


if __name__ == "__main__":
    watch(sys.stdin)
