"""What every test may ask for."""

from __future__ import annotations

import gc
import ipaddress
import socket
from collections.abc import Iterator

import pytest

from tests import compiled, services
from tests.lanes import Lanes, place
from tests.services import Cluster


def pytest_addoption(parser: pytest.Parser) -> None:
    """What the random faults may be told."""
    group = parser.getgroup("chaos")
    group.addoption("--chaos-seconds", type=float, default=20, help="how long faults go on")
    group.addoption("--chaos-seed", type=int, help="the same faults as in another run")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Lanes:
    """How `-n` shares the tests out among its processes."""
    return Lanes(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What takes long begins, where several processes share the tests out."""
    if hasattr(config, "workerinput"):
        items.sort(key=place)


def pytest_collection_finish() -> None:
    """Ten thousand tests live to the end: no collection of garbage looks through them again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _nothing_leaves_the_machine() -> Iterator[None]:
    """Connections go to loopback or to a unix socket; any other is an error in the test."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if self.family != socket.AF_UNIX and not _is_here(address):
            raise AssertionError(f"a test tried to reach {address!r}")
        connect(self, address)  # type: ignore[arg-type]  # Whatever the caller passed.

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture(scope="session", autouse=True)
def _compiled_once() -> None:
    compiled.share()


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """PostgreSQL and Valkey, started when the first test needs them."""
    with services.cluster() as running:
        yield running


@pytest.fixture(scope="session")
def _template(cluster: Cluster) -> None:
    cluster.migrate_template()


@pytest.fixture
def database_url(cluster: Cluster, _template: None) -> Iterator[str]:
    """A fresh, migrated database of this test's own; the login is no superuser."""
    with cluster.database() as url:
        yield url


@pytest.fixture
def redis_url(cluster: Cluster) -> str:
    """The doorbell, emptied before the test."""
    cluster.forget_rings()
    return cluster.redis_url


def _is_here(address: object) -> bool:
    host = address[0] if isinstance(address, tuple) else ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        return False
