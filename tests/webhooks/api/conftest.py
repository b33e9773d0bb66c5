"""The API over a real database: two shops, and people with every role."""

from __future__ import annotations

import pytest

from engine.runtime import Runtime
from tests.webhooks.api.shops import World, world
from tests.webhooks.doors import with_settings

SECRET = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def rt(rt: Runtime) -> Runtime:
    """As the other doors, with a key to sign with."""
    return with_settings(rt, secret_key=SECRET)


@pytest.fixture
def api(rt: Runtime) -> World:
    """Amina's shop with staff and a viewer, and a stranger's shop beside it."""
    return world(rt)
