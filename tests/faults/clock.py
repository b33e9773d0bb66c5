"""A clock for PostgreSQL that a test can set while it runs: libfaketime between it and C."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psycopg2
import pytest

from karani import children
from karani.children import Account, Child
from karani.lasting import Lasting
from tests.product import wait_until

_LIBRARY = "vendor/libfaketime/src/libfaketime.so.1"


@dataclass(frozen=True)
class Clock:
    """How far from the machine's own time a server is; its files are in `folder`."""

    folder: Path

    def set(self, seconds: int) -> None:
        """Be ahead by so much, or behind, from now on."""
        half = self.folder / "offset.new"
        half.write_text(f"{seconds:+d}\n", "ascii")
        half.chmod(0o644)
        half.rename(self.folder / "offset")  # Never read half written.

    def over(self, process: Lasting) -> Callable[[], Child]:
        """How to start a running server once more, the same but for its clock."""
        assert process.child is not None
        running = Path(f"/proc/{process.child.pid}")
        if not running.exists():
            pytest.skip("needs /proc, to start a server again as it was started")
        owner = running.stat()
        words = (running / "cmdline").read_bytes().rstrip(b"\0").decode().split("\0")
        ours = owner.st_uid == os.geteuid()
        account = None if ours else Account(owner.st_uid, owner.st_gid, "postgres")
        self.set(0)
        return partial(children.start, words, account=account, environment=self._environment())

    def insist(self, cursor: psycopg2.extensions.cursor) -> None:
        """Skip the test where the library does not fit the machine."""
        before = _hours(cursor)
        self.set(10 * 3600)
        try:
            wait_until(partial(self._is_at, cursor, before + 10), 5)
        except AssertionError:
            pytest.skip("libfaketime does not move this machine's PostgreSQL")
        self.set(0)
        wait_until(partial(self._is_at, cursor, before), 5)

    def _start(
        self, words: list[str], account: Account | None, environment: Mapping[str, str]
    ) -> Child:
        with (self.folder / "log").open("ab") as output:
            return children.start(
                words, account=account, environment=environment, output=output
            )

    def _is_at(self, cursor: psycopg2.extensions.cursor, hours: float) -> bool:
        return abs(_hours(cursor) - hours) < 1

    def _environment(self) -> dict[str, str]:
        library = self.folder / "libfaketime.so"
        shutil.copyfile(_installed(), library)  # Where the server's user may read it.
        library.chmod(0o755)
        return {
            "LC_ALL": "C",
            "PATH": os.defpath,
            "LD_PRELOAD": str(library),
            "FAKETIME_TIMESTAMP_FILE": str(self.folder / "offset"),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }


def _installed() -> Path:
    spec = importlib.util.find_spec("libfaketime")
    if spec is None or spec.origin is None:
        pytest.skip("libfaketime is not installed")
    return Path(spec.origin).parent / _LIBRARY


def _hours(cursor: psycopg2.extensions.cursor) -> float:
    cursor.execute("select extract(epoch from clock_timestamp()) / 3600")
    row = cursor.fetchone()
    assert row is not None
    return float(row[0])
