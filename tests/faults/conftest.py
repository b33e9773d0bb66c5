"""A town that stands for as long as it is sound, and the servers under it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from engine.settings import Settings
from engine.tools.carriers import Carriers
from karani import assemble
from tests import services
from tests.end_to_end import errands
from tests.faults.crowd import numbers
from tests.faults.proxy import proxy
from tests.faults.receiver import Receiver, receiver
from tests.faults.servers import Servers
from tests.faults.town import Town, set_to_work, settings, town
from tests.provider import MESSAGES, Phone, Provider, Sent, provider, signed
from webhooks import create_app

HERE = "http://127.0.0.1"
"""What a webhook is signed for that goes through no network."""


@dataclass
class Stage:
    """Towns on copies of one database with open shops: starting processes is what costs."""

    servers: Servers
    provider: Provider
    receiver: Receiver
    logs: Path
    town: Town | None = None
    _registered: list[Sent] = field(default_factory=list)
    _stack: ExitStack = field(default_factory=ExitStack)

    def enter(self, *, behind_proxy: bool = False, at_work: bool = False) -> Town:
        """The town that stands, or a new one if that is unsound or of the other kind."""
        self.provider.refuse = self.provider.spoil = lambda: None
        self.provider.forgets = False
        self.provider.pause = lambda: 0
        wanted = (True, behind_proxy, at_work)
        if self.town and wanted != _kind(self.town):
            self.leave()
        if self.town is None:
            self._build(behind_proxy, at_work)
        assert self.town is not None
        self.town.is_sound = False  # Until a check says so.
        return self.town

    def leave(self) -> None:
        """Tear the town down."""
        self._stack.close()
        self.town = None

    def open_shops(self) -> None:
        """Register every phone by webhooks, in the database that others are copies of.

        Nothing goes wrong yet: one process is enough for it, which is this one.
        """
        self.servers.cluster.migrate_template()
        url = self.servers.cluster.postgres.url()
        told = {**settings(self.servers, self.provider, HERE), "DATABASE_URL": url}
        given: dict[str, Any] = {name.lower(): value for name, value in told.items()}
        chosen = Settings(**given)
        with closing(assemble.runtime(chosen)) as made:
            rt = replace(made, carriers=Carriers())  # Sent before the next word is said.
            client = create_app(rt).test_client()
            for phone in (Phone(number, HERE) for number in numbers()):
                for words in ("Hi", "English", "yes", "Amina", f"Duka {phone.number[-2:]}"):
                    body, headers = signed(HERE, MESSAGES, phone.form(words))
                    assert client.post(MESSAGES, data=body, headers=headers).status_code == 200
                    errands.work(rt, rounds=20)
            rt.broker.client.close()
        self._registered = list(self.provider.sent)

    def _build(self, behind_proxy: bool, at_work: bool) -> None:
        url = self._stack.enter_context(self.servers.cluster.database())
        self.provider.sent[:] = self._registered
        self.receiver.forget()
        way = self._stack.enter_context(proxy(self.servers.door)) if behind_proxy else None
        self.town = self._stack.enter_context(
            town(self.servers, self.provider, self.receiver, self.logs, url, way)
        )
        if at_work:
            set_to_work(self.town)


def _kind(town: Town) -> tuple[bool, bool, bool]:
    return town.is_sound, town.proxy is not None, town.owners is not None


@pytest.fixture(scope="package")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Servers of the fault tests' own, and shops that are open; afterwards nothing idles on."""
    with services.cluster() as cluster, provider() as twilio, receiver() as other:
        made = Stage(Servers(cluster), twilio, other, tmp_path_factory.mktemp("logs"))
        made.open_shops()
        try:
            yield made
        finally:
            made.leave()


@pytest.fixture(name="town")
def _town(stage: Stage) -> Town:
    """Web, worker and relay, each a process of its own, on one database."""
    return stage.enter()


@pytest.fixture
def proxied(stage: Stage) -> Town:
    """The same, with the fault proxy between them and PostgreSQL."""
    return stage.enter(behind_proxy=True)


@pytest.fixture
def working(stage: Stage) -> Town:
    """The same without the proxy, with a workflow in every shop."""
    return stage.enter(at_work=True)


@pytest.fixture
def passing(stage: Stage) -> Iterator[Town]:
    """A town that nobody wants afterwards."""
    yield stage.enter()
    stage.leave()
