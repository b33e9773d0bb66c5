"""An embedded PostgreSQL: made once, started as our child, stopped with us."""

from __future__ import annotations

import functools
import os
import shutil
import signal
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from urllib.parse import quote

import psycopg2
from psycopg2 import sql

from karani import children, folder, programs
from karani.children import Child
from karani.folder import Home, ServiceError
from karani.lasting import Lasting

NAME = "karani"
"""The database, and the login that owns it."""

_TUNING: Mapping[str, str] = {
    "listen_addresses": "",  # Only its unix socket.
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "max_wal_size": "256MB",
    "wal_level": "minimal",  # Nobody replicates an embedded database.
    "max_wal_senders": "0",
    "max_logical_replication_workers": "0",
    "io_method": "sync",
    "jit": "off",  # Short queries: compiling costs more than it saves.
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "warning",
    # A failed statement holds what people said, and an error's details quote its rows.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
_ENVIRONMENT = {"LC_ALL": "C", "PATH": os.defpath}  # No secret of ours, no PG* of the operator.
_START_S = 120  # Recovery after a crash may take long.
_STOP_S = 15


@dataclass(frozen=True)
class PostgreSQL:
    """A running server, and its passwords."""

    process: Lasting
    sockets: Path
    superuser_password: str
    login_password: str

    def url(self, database: str = NAME) -> str:
        """SQLAlchemy's address of a database, for the app's login, which is no superuser."""
        host = quote(str(self.sockets), safe="/")
        return f"postgresql+psycopg2://{NAME}:{self.login_password}@/{database}?host={host}"

    @contextmanager
    def superuser(self, database: str = "postgres") -> Iterator[psycopg2.extensions.cursor]:
        """A cursor that may do everything, each statement a transaction of its own."""
        connection = psycopg2.connect(
            host=str(self.sockets),
            user="postgres",
            password=self.superuser_password,
            dbname=database,
            connect_timeout=10,
        )
        with closing(connection):
            connection.autocommit = True
            with connection.cursor() as cursor:
                yield cursor


@contextmanager
def running(
    home: Home, *, stop: Event | None = None, tuning: Mapping[str, str] | None = None
) -> Iterator[PostgreSQL]:
    """PostgreSQL on the folder `postgres` of our home, stopped at the end.

    A `stop` that is set ends the wait for the server. Raises `ServiceError`.
    """
    binaries = programs.postgres(home)
    passwords = [folder.secret(home.path / f"{who}_password") for who in ("postgres", "login")]
    files, log = home.path / "postgres", home.path / "postgres.log"
    folder.new_log(log, keep=True)
    if not files.exists():
        _make(home, files, binaries, passwords[0])
    (files / "postmaster.pid").unlink(missing_ok=True)  # Stale: the lock says none is alive.
    settings = {**_TUNING, "unix_socket_directories": str(home.sockets), **(tuning or {})}
    process = Lasting(
        "PostgreSQL",
        functools.partial(
            _start, [str(binaries / "postgres"), "-D", str(files), *_options(settings)], home
        ),
        ends_by=signal.SIGINT,  # The fast shutdown: transactions end, clients are sent away.
    )
    server = PostgreSQL(process, home.sockets, *passwords)
    try:
        process.tend()
        _wait(server, log, stop or Event())
        _furnish(server)
        yield server
    finally:
        process.stop(_STOP_S)


def _start(words: list[str], home: Home) -> Child:
    with (home.path / "postgres.log").open("ab") as output:
        return children.start(
            words,
            ends_by=signal.SIGINT,
            account=home.account,
            environment=_ENVIRONMENT,
            keep=[home.keep],
            output=output,
        )


def _options(settings: Mapping[str, str]) -> Iterator[str]:
    for name, value in settings.items():
        yield from ("-c", f"{name}={value}")


def _make(home: Home, files: Path, binaries: Path, password: str) -> None:
    """Make the files under another name, so that they are there whole or not at all."""
    half, note = files.with_name("postgres.new"), home.sockets / "password"
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(mode=0o700)
    folder.own(half, home.account)
    folder.hand_over(note, password, home.account)
    words = [str(binaries / "initdb"), "-D", str(half), "-U", "postgres", f"--pwfile={note}"]
    words += ["--auth=scram-sha-256", "--encoding=UTF8", "--no-instructions"]
    # The built-in provider knows C.UTF-8 on every system; some C libraries do not.
    words += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    try:
        _run(words, home)
    finally:
        note.unlink()
    half.rename(files)


def _run(words: list[str], home: Home) -> None:
    child = _start(words, home)
    try:
        if child.wait(_START_S) != 0:
            raise ServiceError(
                f"PostgreSQL cannot make its files: {_tail(home.path / 'postgres.log')}"
            )
    finally:
        children.stop(child, patience_s=5)


def _wait(server: PostgreSQL, log: Path, stop: Event) -> None:
    end = time.monotonic() + _START_S
    while True:
        try:
            with server.superuser():
                return
        except psycopg2.OperationalError as error:
            if not server.process.is_alive:
                raise ServiceError(f"PostgreSQL cannot start: {_tail(log)}") from None
            if stop.wait(0.02):
                raise ServiceError("Stopped while PostgreSQL was starting") from None
            if time.monotonic() > end:
                raise ServiceError(f"PostgreSQL does not answer: {error}") from None


def _furnish(server: PostgreSQL) -> None:
    """The app's login and its database, made when they are missing."""
    login = sql.Identifier(NAME)
    with server.superuser() as cursor:
        cursor.execute("select from pg_roles where rolname = %s", [NAME])
        verb = sql.SQL("alter" if cursor.rowcount else "create")
        # Migrations make the roles that guard the tenants, hence CREATEROLE.
        cursor.execute(
            sql.SQL("{} role {} login nosuperuser createrole password %s").format(verb, login),
            [server.login_password],
        )
        cursor.execute("select from pg_database where datname = %s", [NAME])
        if not cursor.rowcount:
            cursor.execute(sql.SQL("create database {0} owner {0}").format(login))


def _tail(log: Path) -> str:
    return log.read_text("utf-8", "replace")[-1500:].strip() or "it said nothing"
