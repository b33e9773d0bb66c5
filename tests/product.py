"""The whole product in processes of its own, as an operator starts it."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from engine.settings import Settings
from tests.services import swift_folder

_MARK = "KARANI_TEST_FOLDER"


@dataclass(frozen=True)
class Product:
    """`karani up`, running; what it says goes to `log`."""

    process: subprocess.Popen[bytes]
    port: int
    data: Path
    log: Path

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    def is_ready(self) -> bool:
        """Whether it says so; an error when it has ended instead."""
        assert self.process.poll() is None, f"it ended: {self.log.read_text('utf-8')[-3000:]}"
        with suppress(OSError, http.client.HTTPException), closing(self._door()) as door:
            door.request("GET", "/readyz")
            return door.getresponse().status == http.client.OK
        return False

    def stop(self, by: signal.Signals = signal.SIGTERM) -> int:
        """Stop it as a terminal or a system does; its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(by)
        return self.process.wait(45)

    def processes(self) -> dict[int, str]:
        """What runs of it, by its number: its words and its environment."""
        return {n: words for n, words in _processes() if str(self.data) in words}

    def _door(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)


@contextmanager
def launched(data: Path, **environment: str) -> Iterator[Product]:
    """`karani up` on a folder and a free port; killed afterwards if it still runs."""
    port, log = free_port(), data.with_name(f"{data.name}.log")
    ours = {name.upper() for name in Settings.model_fields}
    inherited = {
        name: value
        for name, value in os.environ.items()  # noqa: TID251 -- What an operator's shell has.
        if name.removesuffix("_FILE") not in ours
    }
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "karani", "up", "--port", str(port), "--data", str(data)],
            env={**inherited, _MARK: str(data), **environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        yield Product(process, port, data, log)
    finally:
        process.kill()
        process.wait()


@contextmanager
def start_product(data: Path | None = None, /, **environment: str) -> Iterator[Product]:
    """The product, ready; stopped afterwards, when nothing of it may be left running."""
    with swift_folder() as fresh, launched(data or fresh / "data", **environment) as product:
        wait_until(product.is_ready, 90)
        yield product
        product.stop()
        assert product.processes() == {}


def wait_until(holds: Callable[[], bool], seconds: float = 60) -> None:
    """Look often, until it holds; fail when it takes too long."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"waited {seconds} s in vain"
        time.sleep(0.02)  # noqa: TID251 -- A test waits for another process.


def free_port() -> int:
    """A port on loopback that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _processes() -> Iterator[tuple[int, str]]:
    """Every process but this one, with its words and its environment."""
    if not Path("/proc/self").exists():
        words = ["ps", "-AEwwo", "pid=,command="]
        listed = subprocess.run(words, capture_output=True, text=True, check=True)
        for line in listed.stdout.splitlines():
            yield int(line.split()[0]), line
        return
    for place in Path("/proc").glob("[0-9]*"):
        if int(place.name) != os.getpid():
            with suppress(OSError):
                found = (place / "cmdline").read_bytes() + (place / "environ").read_bytes()
                yield int(place.name), found.replace(b"\0", b" ").decode("utf-8", "replace")
