"""The shell's world as a fixture."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.engine.registry import Registry
from tests.engine.world import World, world
from tests.services import Cluster


@pytest.fixture(scope="session")
def registry(cluster: Cluster) -> Registry:
    """Who has registered in this session, to be copied."""
    return Registry(cluster)


@pytest.fixture(name="world")
def _world(database_url: str, redis_url: str, registry: Registry) -> Iterator[World]:
    with world(database_url, redis_url) as made:
        made.first, made.registry = made.rt, registry
        yield made
