"""A town that stands for as long as it is sound, and the servers under it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests import services
from tests.faults.proxy import proxy
from tests.faults.servers import Servers
from tests.faults.town import Town, town
from tests.provider import Phone, Provider, Sent, provider


@dataclass
class Stage:
    """Towns on copies of one database with open shops: starting processes is what costs."""

    servers: Servers
    provider: Provider
    logs: Path
    town: Town | None = None
    _registered: list[Sent] = field(default_factory=list)
    _stack: ExitStack = field(default_factory=ExitStack)

    def enter(self, *, behind_proxy: bool) -> Town:
        """The town that stands, or a new one if that is unsound or of the other kind."""
        self.provider.refuse = self.provider.spoil = lambda: None
        self.provider.forgets = False
        if self.town and (not self.town.is_sound or bool(self.town.proxy) != behind_proxy):
            self.leave()
        if self.town is None:
            self._build(behind_proxy)
        assert self.town is not None
        self.town.is_sound = False  # Until a check says so.
        return self.town

    def leave(self) -> None:
        """Tear the town down."""
        self._stack.close()
        self.town = None

    def open_shops(self) -> None:
        """Register every phone through webhooks, in the database that others are copies of."""
        self.servers.cluster.migrate_template()
        url = self.servers.cluster.postgres.url()
        with town(self.servers, self.provider, self.logs, url) as first:

            def register(phone: Phone) -> None:
                for words in ("Hi", "English", "yes", "Amina", f"Duka {phone.number[-2:]}"):
                    first.crowd.say(phone, words)

            list(first.crowd.hands.map(register, first.crowd.phones))
            first.rest()
        self._registered = list(self.provider.sent)

    def _build(self, behind_proxy: bool) -> None:
        url = self._stack.enter_context(self.servers.cluster.database())
        self.provider.sent[:] = self._registered
        way = self._stack.enter_context(proxy(self.servers.door)) if behind_proxy else None
        self.town = self._stack.enter_context(
            town(self.servers, self.provider, self.logs, url, way)
        )


@pytest.fixture(scope="package")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Servers of the fault tests' own, and shops that are open; afterwards nothing idles on."""
    with services.cluster() as cluster, provider() as twilio:
        made = Stage(Servers(cluster), twilio, tmp_path_factory.mktemp("logs"))
        made.open_shops()
        try:
            yield made
        finally:
            made.leave()


@pytest.fixture(name="town")
def _town(stage: Stage) -> Town:
    """Web, worker and relay, each a process of its own, on one database."""
    return stage.enter(behind_proxy=False)


@pytest.fixture
def proxied(stage: Stage) -> Town:
    """The same, with the fault proxy between them and PostgreSQL."""
    return stage.enter(behind_proxy=True)


@pytest.fixture
def passing(stage: Stage) -> Iterator[Town]:
    """A town that nobody wants afterwards."""
    yield stage.enter(behind_proxy=False)
    stage.leave()
