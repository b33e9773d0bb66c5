"""The product's processes, each of its own, on one database; disturbed, and begun again."""

from __future__ import annotations

import http.client
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import make_url

from karani import children, supervisor
from karani.children import Child
from karani.lasting import Lasting
from tests.faults import flow, rest
from tests.faults.crowd import Crowd, Load, numbers
from tests.faults.flow import Owners
from tests.faults.proxy import Proxy
from tests.faults.receiver import Receiver
from tests.faults.servers import Servers
from tests.product import free_port
from tests.provider import Phone, Provider

SECRET_KEY = "a-secret-key-that-only-tests-know-of"
PAUSE_S = 0.1
"""Between two lives; nobody waits here as long as the supervisor does after each death."""
PATIENCE_S = 150
"""Nothing is measured here: on a slow machine that others use as well all of it takes long."""
READY: Mapping[str, str] = {
    "worker": "The worker listens",
    "relay": "The relay watches the outbox",
}


@dataclass
class Town:
    """Web, worker and relay on one database, the phones before them, the provider behind."""

    servers: Servers
    provider: Provider
    database: str
    proxy: Proxy | None
    logs: Path
    url: str
    environment: Mapping[str, str]
    crowd: Crowd
    receiver: Receiver
    owners: Future[None] | None = None
    """They answer where every shop has a workflow."""
    processes: dict[str, Lasting] = field(default_factory=dict)
    deaths: list[tuple[str, int]] = field(default_factory=list)
    """Which process ended with which exit code, since it was last started anew."""
    is_sound: bool = True
    """Whether every check so far came out well: an unsound town is left for a new one."""

    def start(self, name: str, *failpoints: str, script: Path | None = None) -> None:
        """Start a process, or start it anew; its first lives have these failpoints."""
        self.stop(name)
        self.deaths = [death for death in self.deaths if death[0] != name]
        self._log(name).write_bytes(b"")
        command = name.partition("-")[0]
        words = [sys.executable, "-P", str(script)] if script else supervisor.words(command)
        plans = list(reversed(failpoints))
        self.processes[name] = Lasting(name, partial(self._live, name, words, plans))
        self.tend()
        self.wait(partial(self._has_begun, name, command), f"{name} does not begin")

    def stop(self, name: str) -> None:
        """End a process, if it runs; afterwards it is forgotten."""
        if process := self.processes.pop(name, None):
            process.stop(25 if name == "web" else 0)  # Its port must be free again.

    def begun(self, name: str) -> int:
        """How often a process has begun to work since it was last started anew."""
        return self._log(name).read_text("utf-8", "replace").count(READY[name])

    def died(self, name: str) -> list[int]:
        """The exit codes of a process's former lives."""
        return [code for other, code in self.deaths if other == name]

    def send(self, name: str, number: signal.Signals) -> None:
        """Send a process a signal."""
        child = self.processes[name].child
        assert child is not None
        child.send_signal(number)

    def tend(self) -> None:
        """Start again whoever has ended, as the supervisor does."""
        self.servers.tend()
        if self.owners and self.owners.done():
            self.owners.result()  # Says why they answer no more.
        for name, process in self.processes.items():
            if process.child and (code := process.child.poll()) is not None:
                self.deaths.append((name, code))
            process.pause_s = PAUSE_S
            process.tend()

    def wait(
        self, holds: Callable[[], bool], otherwise: str, seconds: float = PATIENCE_S
    ) -> None:
        """Tend the processes until it holds."""
        end = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < end, f"{otherwise}\n{self._last_words()}"
            self.tend()
            time.sleep(0.02)  # noqa: TID251 -- A test waits for other processes.

    def lives_on(self, seconds: float) -> None:
        """Tend the processes for so long, whatever they do."""
        end = time.monotonic() + seconds
        self.wait(lambda: time.monotonic() > end, "time stands still", seconds + PATIENCE_S)

    def hears(self, load: Load, share: float = 1.0) -> None:
        """Wait until this share of a load is taken."""
        self.wait(lambda: load.has_brought(share), "the phones are not heard")

    def said(self, name: str, words: str) -> bool:
        """Whether a process has logged these words since it was last started anew."""
        log = self._log(name)
        return log.exists() and words in log.read_text("utf-8", "replace")

    def has_reached(self, name: str, point: str) -> bool:
        """Whether a process was disturbed at that failpoint."""
        log = self._log(name).read_text("utf-8", "replace").splitlines()
        return any('"Failpoint"' in line and f'"{point}"' in line for line in log)

    def rest(self, *, may_leap: bool = True) -> None:
        """Wait until there is nothing left to do; leases and pauses may be leapt over."""
        watch = rest.Watch(self.servers.cluster.postgres, self.database, may_leap)
        with closing(watch):
            self.wait(watch.is_over, "the town does not come to rest", 2 * PATIENCE_S)

    def _has_begun(self, name: str, command: str) -> bool:
        if command in READY:
            return self.said(name, READY[command])
        with suppress(OSError, http.client.HTTPException), closing(self._web()) as connection:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == http.client.OK
        return False

    def _web(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=5)

    def _live(self, name: str, words: Sequence[str], plans: list[str]) -> Child:
        plan = plans.pop() if plans else ""
        with self._log(name).open("ab") as output:
            return children.start(
                words,
                ends_by=signal.SIGKILL,
                environment={**self.environment, "FAILPOINTS": plan},
                output=output,
            )

    def _log(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def _last_words(self) -> str:
        tails = [
            f"--- {name}\n{self._log(name).read_text('utf-8', 'replace')[-2000:]}"
            for name in self.processes
            if self._log(name).exists()
        ]
        return "\n".join(tails)


@contextmanager
def town(
    servers: Servers,
    provider: Provider,
    receiver: Receiver,
    logs: Path,
    url: str,
    proxy: Proxy | None = None,
) -> Iterator[Town]:
    """A town on the database of that address; its processes are killed afterwards."""
    port = free_port()
    database = str(make_url(url).database)
    here = f"http://127.0.0.1:{port}"
    environment = {
        **settings(servers, provider, here),
        **receiver.environment,
        "PATH": os.defpath,
        "DATABASE_URL": _through(proxy, servers, database) if proxy else url,
        "PORT": str(port),
    }
    with ExitStack() as stack:
        hands = stack.enter_context(ThreadPoolExecutor(32, thread_name_prefix="phone"))
        crowd = Crowd([Phone(number, here) for number in numbers()], hands)
        made = Town(
            servers, provider, database, proxy, logs, here, environment, crowd, receiver
        )
        stack.callback(_end, made)
        for name in supervisor.PROCESSES:
            made.start(name)
        yield made


def settings(servers: Servers, provider: Provider, public_url: str) -> dict[str, str]:
    """What every process of a town is told, on whichever database."""
    return {
        **provider.environment,
        "INBOUND_PER_MINUTE": "100000",  # Each phone speaks for a whole crowd,
        "WHATSAPP_PAIR_PER_MINUTE": "100000",  # and listens for it.
        "REDIS_URL": servers.cluster.redis_url,
        "SECRET_KEY": SECRET_KEY,
        "PUBLIC_URL": public_url,
    }


def set_to_work(town: Town) -> None:
    """Publish a workflow in every shop; the owners answer from now on."""
    flow.publish(town.servers, town.database, flow.everything(town.receiver.url))
    owners = Owners(town.servers, town.database, town.crowd)
    town.owners = town.crowd.hands.submit(owners.live)


def _end(town: Town) -> None:
    town.crowd.gone.set()
    for process in town.processes.values():
        process.stop(0)


def _through(proxy: Proxy, servers: Servers, database: str) -> str:
    password = servers.cluster.postgres.login_password
    return f"postgresql+psycopg2://karani:{password}@127.0.0.1:{proxy.port}/{database}"
