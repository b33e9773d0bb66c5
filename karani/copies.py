"""`karani backup` and `karani restore`: a database into one file, and back."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import psycopg2
from sqlalchemy import make_url

from engine.audit import sealing
from engine.settings import Settings
from karani import client_programs, embedded, folder, postgres, reach
from karani.errors import NotAsItShouldBeError
from karani.folder import LockedError, ServiceError
from store import migrate
from store.database import Database

ASIDE = "karani_before_restore"
"""Where what was there waits until the copy is in its place."""
LEAVING_S = 5
"""As long as the connections of a Karani that was stopped may take to close."""
_IN_USE = """
    select count(*) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and usename is not null
"""
_TABLES = """
    select count(*) from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
"""
_PEOPLE = (
    "select exists (select from public.people) or exists (select from public.organizations)"
)

_SET_ASIDE = "select count(*) from pg_namespace where nspname = %s"


@contextmanager
def database(settings: Settings, data: Path) -> Iterator[str]:
    """The address of the database: the one that is set or runs, else the folder's, started.

    Raises `ServiceError`.
    """
    if settings.database_url is not None:
        yield settings.database_url
    elif _is_running(data):
        yield str(reach.find(data_dir=data).database_url)
    else:
        with embedded.claimed(data) as home, postgres.running(home) as server:
            yield server.url()


def _is_running(data: Path) -> bool:
    if not data.is_dir():
        return False
    with suppress(LockedError), folder.lock(data / "lock"):
        return False
    return True


def back_up(database_url: str, file: Path) -> None:
    """Write everything into a file that only its owner may read; work goes on meanwhile.

    Raises `NotAsItShouldBeError` where the file is there already, or it cannot be written.
    """
    if file.exists():
        raise NotAsItShouldBeError(f"{file}: is there already; choose another name")
    half = file.with_name(f"{file.name}.new")
    half.unlink(missing_ok=True)
    os.close(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    words = ["--format=custom", "--no-owner", "--schema=public", f"--role={migrate.BACKUP}"]
    words += ["--enable-row-security", f"--file={half}"]
    try:
        client_programs.run("pg_dump", words, database_url)
        half.rename(file)
    finally:
        half.unlink(missing_ok=True)
    print(f"Written: {file} ({file.stat().st_size:,} bytes; only you may read it)")


def restore(database_url: str, file: Path, *, overwrites: bool) -> None:
    """Put a copy in its place, and bring it up to date. Nothing changes when it fails.

    Raises `NotAsItShouldBeError` where somebody uses the database, or has anything in it and
    `overwrites` is not set.
    """
    if not file.is_file():
        raise NotAsItShouldBeError(f"{file}: there is no such file")
    try:
        migrate.make_roles(database_url)
        with _owner(database_url) as cursor:
            _settle_earlier(cursor)
            _insist_on_quiet(cursor, overwrites=overwrites)
            _set_aside(cursor)
        _bring_back(database_url, file)
        migrate.upgrade(database_url)
    except migrate.MigrationError as error:
        raise ServiceError(str(error)) from None
    _prove(database_url)


def _bring_back(database_url: str, file: Path) -> None:
    words = ["--exit-on-error", "--single-transaction", "--no-owner", "--schema=public"]
    if login := make_url(database_url).username:
        words.append(f"--role={login}")  # A connection may begin as nobody.
    try:
        client_programs.run("pg_restore", [*words, str(file)], database_url)
    except (NotAsItShouldBeError, ServiceError):
        with _owner(database_url) as cursor:
            cursor.execute("drop schema public cascade")
            cursor.execute(f"alter schema {ASIDE} rename to public")
        raise
    with _owner(database_url) as cursor:
        cursor.execute(f"drop schema {ASIDE} cascade")


def _prove(database_url: str) -> None:
    """Check every chain of the audit: it is what shows whether a copy is whole."""
    db = Database(database_url)
    try:
        faults = [f"entry {one.sequence} {one.what}" for one in sealing.verify_in(db)]
    finally:
        db.close()
    if faults:
        raise NotAsItShouldBeError(f"restored, but its audit does not hold: {faults[0]}")
    print("Restored. Every audit entry is as it was written.")


def _insist_on_quiet(cursor: psycopg2.extensions.cursor, *, overwrites: bool) -> None:
    if not _is_left_alone(cursor):
        raise NotAsItShouldBeError("somebody uses this database: stop Karani first")
    if _one(cursor, _TABLES) and _has_people(cursor) and not overwrites:
        raise NotAsItShouldBeError(
            "there are people and shops in this database; --overwrite replaces them"
        )


def _is_left_alone(cursor: psycopg2.extensions.cursor) -> bool:
    """Whether nobody is connected; whoever has just hung up is gone a moment later."""
    for _ in range(LEAVING_S * 10):
        if not _one(cursor, _IN_USE):
            return True
        # Within one transaction the server shows the same picture until told to forget it.
        cursor.execute("select pg_sleep(0.1), pg_stat_clear_snapshot()")
    return False


def _settle_earlier(cursor: psycopg2.extensions.cursor) -> None:
    """Finish or take back a restore that was interrupted: a copy is there whole or not."""
    if not _one(cursor, _SET_ASIDE, ASIDE):
        return
    if not _one(cursor, _TABLES):
        cursor.execute("drop schema public")
        cursor.execute(f"alter schema {ASIDE} rename to public")
    elif _has_people(cursor):
        cursor.execute(f"drop schema {ASIDE} cascade")
    else:
        raise NotAsItShouldBeError(
            "a restore was interrupted here, and Karani was started since: what was there"
            f" before is in the schema {ASIDE}; drop or rename it"
        )


def _set_aside(cursor: psycopg2.extensions.cursor) -> None:
    cursor.execute(f"alter schema public rename to {ASIDE}")
    cursor.execute("create schema public")
    cursor.execute("grant usage on schema public to public")


def _has_people(cursor: psycopg2.extensions.cursor) -> bool:
    cursor.execute("set role karani_relay")  # The owner of the tables sees no row in them.
    found = _one(cursor, _PEOPLE)
    cursor.execute("set role none")
    return bool(found)


def _one(cursor: psycopg2.extensions.cursor, question: str, *values: str) -> int:
    cursor.execute(question, values)
    row = cursor.fetchone()
    return int(row[0]) if row else 0


@contextmanager
def _owner(database_url: str) -> Iterator[psycopg2.extensions.cursor]:
    """A cursor of the login itself, in one transaction."""
    url = make_url(database_url).set(drivername="postgresql")
    connection = psycopg2.connect(url.render_as_string(hide_password=False))
    with closing(connection), connection, connection.cursor() as cursor:
        cursor.execute("set role none")
        yield cursor
