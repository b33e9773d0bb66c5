"""The shell's world as a fixture."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.engine.world import World, world


@pytest.fixture(name="world")
def _world(database_url: str, redis_url: str) -> Iterator[World]:
    with world(database_url, redis_url) as made:
        yield made
