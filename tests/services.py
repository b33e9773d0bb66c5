"""Real services for tests: one PostgreSQL and one Valkey, a fresh database per test."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2
import redis
from psycopg2 import sql

from karani import embedded, postgres, valkey
from karani.postgres import PostgreSQL
from karani.valkey import Valkey
from store.pool import NOBODY

# Nothing here outlives a power cut; a commit still means what it means in production.
_CARELESS = {
    "fsync": "off",
    "full_page_writes": "off",
    "max_connections": "120",
    "scram_iterations": "1",  # The login proves its password some ten thousand times.
}

_SHUT_DOWN = "57P"
"""How the SQLSTATE begins by which a server says goodbye; without one the line just broke."""

_MEMORY, _ROOM = Path("/dev/shm"), 1 << 30  # noqa: S108 -- The folder in it gets a random name.


@dataclass
class Cluster:
    """The two servers of a test session."""

    postgres: PostgreSQL
    valkey: Valkey
    _held: ExitStack
    _administrator: psycopg2.extensions.cursor | None = None
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
        name = f"test_{next(self._numbers)}"
        self.copy(postgres.NAME, name)
        try:
            yield self.postgres.url(name)
        finally:
            self.drop(name)

    def copy(self, source: str, name: str) -> None:
        """Make a database as another one is, to which nobody may be connected."""
        # Files are copied in a third of the time that pages through the log take.
        making = "create database {name} template {source} owner {login} strategy file_copy"
        self._administer(making, name, source)
        # A template's copy does not bring along what the login does in it.
        self._administer("alter role {login} in database {name} set role {nobody}", name)

    def drop(self, name: str) -> None:
        """Away with a database, whoever is connected."""
        self._administer("drop database {name} with (force)", name)

    def _administer(self, statement: str, name: str, source: str = "") -> None:
        """One statement on a database, over a connection that is kept while it lasts."""
        words = {"name": name, "source": source, "login": postgres.NAME, "nobody": NOBODY}
        named = {word: sql.Identifier(value) for word, value in words.items()}
        composed = sql.SQL(statement).format(**named)
        try:
            self._line().execute(composed)
        except psycopg2.Error as error:
            if error.pgcode and not error.pgcode.startswith(_SHUT_DOWN):
                raise
            self._administrator = None  # The server was restarted: a fault test's doing.
            self._line().execute(composed)

    def _line(self) -> psycopg2.extensions.cursor:
        if self._administrator is None:
            self._held.close()
            self._administrator = self._held.enter_context(self.postgres.superuser())
        return self._administrator

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
        ExitStack() as held,
    ):
        yield Cluster(server, doorbell, held)
