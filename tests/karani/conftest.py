"""A shop on the shell, for the commands that fill its book."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.engine.registry import Registry
from tests.engine.world import AMINA, World, world
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
