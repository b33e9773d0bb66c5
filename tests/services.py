"""Real services for tests: one PostgreSQL and one Valkey, a fresh database per test."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import redis
from psycopg2 import sql

from karani import embedded, postgres, valkey
from karani.postgres import PostgreSQL
from karani.valkey import Valkey

# Nothing here outlives a power cut; a commit still means what it means in production.
_CARELESS = {"fsync": "off", "full_page_writes": "off", "max_connections": "120"}

_MEMORY, _ROOM = Path("/dev/shm"), 1 << 30  # noqa: S108 -- The folder in it gets a random name.


@dataclass
class Cluster:
    """The two servers of a test session."""

    postgres: PostgreSQL
    valkey: Valkey
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    @property
    def redis_url(self) -> str:
        """The doorbell's address."""
        return self.valkey.url

    def migrate_template(self) -> None:
        """Bring the database that all others are copied from up to date."""
        from store import migrate

        migrate.upgrade(self.postgres.url())

    @contextmanager
    def database(self) -> Iterator[str]:
        """A copy of the template, dropped afterwards; its URL, for the app's login."""
        from store import migrate

        name = f"test_{next(self._numbers)}"
        names = {"name": sql.Identifier(name), "template": sql.Identifier(postgres.NAME)}
        copy = sql.SQL("create database {name} template {template} owner {template}")
        drop = sql.SQL("drop database {name} with (force)")
        with self.postgres.superuser() as cursor:
            cursor.execute(copy.format(**names))
        try:
            # A template's copy does not bring along what the login does in it.
            migrate.set_login_role(self.postgres.url(name))
            yield self.postgres.url(name)
        finally:
            with self.postgres.superuser() as cursor:
                cursor.execute(drop.format(**names))

    def forget_rings(self) -> None:
        """Empty the doorbell."""
        with redis.Redis.from_url(self.redis_url) as client:
            client.flushall()


@contextmanager
def open_folder(place: Path | None = None) -> Iterator[Path]:
    """A new folder that any user may enter, as PostgreSQL's must; removed afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="karani-", dir=place)).resolve()
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@contextmanager
def swift_folder() -> Iterator[Path]:
    """The same in memory, where there is room: a database has a thousand small files."""
    roomy = _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM
    with open_folder(_MEMORY if roomy else None) as folder:
        yield folder


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Both servers, on a folder of their own."""
    with (
        swift_folder() as folder,
        embedded.claimed(folder) as home,
        postgres.running(home, tuning=_CARELESS) as server,
        valkey.running(home) as doorbell,
    ):
        yield Cluster(server, doorbell)
