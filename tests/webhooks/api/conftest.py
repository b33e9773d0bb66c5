"""The API over a real database: two shops, and people with every role."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import make_url

from engine.ai.rules import Rules
from engine.runtime import Runtime
from tests.reader import READER
from tests.services import Cluster
from tests.webhooks.api.shops import World, world

SECRET = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def chosen() -> dict[str, object]:
    """A key to sign with."""
    return {"secret_key": SECRET}


@pytest.fixture
def rt(rt: Runtime) -> Runtime:
    """As the other doors, with assistants that can read."""
    return replace(rt, ai=Rules(READER.read, rt.languages.translations))


@pytest.fixture
def api(rt: Runtime) -> World:
    """Amina's shop with staff and a viewer, and a stranger's shop beside it."""
    return world(rt)


@pytest.fixture
def does(cluster: Cluster, database_url: str) -> Callable[[str], Any]:
    """What nobody of ours may do: any statement; its first value, where it has one."""
    name = make_url(database_url).database

    def do(statement: str) -> Any:
        with cluster.postgres.superuser(str(name)) as cursor:
            cursor.execute(statement)
            row = cursor.fetchone() if cursor.description else None
        return row[0] if row else None

    return do


@pytest.fixture
def forbidden(
    cluster: Cluster, database_url: str
) -> Callable[[], AbstractContextManager[None]]:
    """Takes away what a step needs to write notes, for a while."""
    database = str(make_url(database_url).database)

    @contextmanager
    def forbid() -> Iterator[None]:
        with cluster.postgres.superuser(database) as cursor:
            cursor.execute("revoke update (note) on entries from karani_app")
        yield
        with cluster.postgres.superuser(database) as cursor:
            cursor.execute("grant update (note) on entries to karani_app")

    return forbid
