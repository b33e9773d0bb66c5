from __future__ import annotations

import functools
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from karani import children, supervisor
from karani.folder import ServiceError
from karani.lasting import Lasting
from karani.supervisor import Supervisor
from tests.product import wait_until

ROOT = Path(__file__).parents[2]
LIFE = "import os, sys; print(os.getpid(), file=open(sys.argv[1], 'a')); "
SHORT = LIFE + "sys.exit(7)"
LONG = LIFE + "import threading; threading.Event().wait()"
DEAF = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + LONG


@contextmanager
def supervised(book: Path, **scripts: str) -> Iterator[Supervisor]:
    """Scripts that write their process numbers into a book, kept running."""
    words = {name: [sys.executable, "-c", life, str(book)] for name, life in scripts.items()}
    starts = {name: functools.partial(children.start, line) for name, line in words.items()}
    processes = Supervisor(map(Lasting, starts, starts.values()), patience_s=0.5)
    try:
        yield processes
    finally:
        processes.stop()


def lives(book: Path) -> list[int]:
    return [int(line) for line in book.read_text("ascii").split()] if book.exists() else []


def has_lived(processes: Supervisor, book: Path, times: int) -> bool:
    processes.tend()
    return len(lives(book)) >= times


def is_alive(process: int) -> bool:
    return Path(f"/proc/{process}").exists()


def test_the_procfile_says_what_the_process_list_says() -> None:
    lines = (ROOT / "Procfile").read_text("utf-8").splitlines()

    assert lines == [
        f"release: karani {supervisor.RELEASE}",
        *(f"{name}: karani {name}" for name in supervisor.PROCESSES),
    ]


def test_a_process_that_dies_starts_again(tmp_path: Path) -> None:
    book = tmp_path / "book"

    with supervised(book, shop=SHORT) as processes:
        wait_until(lambda: has_lived(processes, book, times=3))

    assert len(set(lives(book))) >= 3


def test_a_killed_process_does_not_take_its_neighbour_along(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    with supervised(first, shop=SHORT) as shop, supervised(second, stall=LONG) as stall:
        wait_until(
            lambda: has_lived(shop, first, times=2) and has_lived(stall, second, times=1)
        )

        assert len(lives(second)) == 1


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks into /proc")
def test_all_processes_are_stopped_even_the_deaf(tmp_path: Path) -> None:
    book = tmp_path / "book"
    with supervised(book, shop=LONG, stall=DEAF) as processes:
        wait_until(lambda: has_lived(processes, book, times=2))

    assert not any(map(is_alive, lives(book)))


def test_a_process_that_refuses_its_settings_is_not_started_again(tmp_path: Path) -> None:
    book = tmp_path / "book"
    with (
        supervised(book, shop=LIFE + "sys.exit(2)") as processes,
        pytest.raises(ServiceError, match="shop cannot start"),
    ):
        wait_until(lambda: has_lived(processes, book, times=2))

    assert len(lives(book)) == 1
