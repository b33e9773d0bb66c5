"""What tests of the command line may ask for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from karani.doctor import variables
from tests.engine.registry import Registry
from tests.engine.world import AMINA, World, world
from tests.product import free_port
from tests.services import Cluster


@pytest.fixture(name="shop")
def _shop(database_url: str, redis_url: str, registry: Registry) -> Iterator[World]:
    with world(database_url, redis_url) as made:
        made.first, made.registry = made.rt, registry
        made.registers(AMINA, "Duka la Amina")
        yield made


@pytest.fixture(name="registry", scope="module")
def _registry(cluster: Cluster) -> Registry:
    return Registry(cluster)


@pytest.fixture(name="env")
def _env(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """An environment without any setting but a port of its own."""
    for name in variables.KNOWN:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PORT", str(free_port()))
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    return monkeypatch
