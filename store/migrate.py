"""Bring a database to the current schema, with the roles that its policies name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from psycopg2.errors import DuplicateObject, InsufficientPrivilege, UniqueViolation
from sqlalchemy import Connection, NullPool, create_engine, text
from sqlalchemy.exc import DBAPIError, ProgrammingError, SQLAlchemyError

from store.database import Database
from store.pool import CONNECT_ARGS

BACKUP = "karani_backup"
"""A role that may read everything and change nothing: copies are made under it."""
ROLES = ("karani_nobody", "karani_app", "karani_relay", BACKUP)
_MIGRATIONS = Path(__file__).parent / "migrations"
_CLOSED_TO_BACKUPS = text("""
    select c.oid::regclass::text from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
      and c.relrowsecurity
      and not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'backup')
    order by 1
""")
_ONE_AT_A_TIME = 0x6B6172616E69  # An advisory lock of our own: "karani" in ASCII.


class MigrationError(Exception):
    """The database cannot be brought up to date; the text says what to do."""


def upgrade(database_url: str) -> None:
    """Create the roles, run every missing migration, and make nobody the login's default.

    Safe to run again, and at once from several machines. Raises `MigrationError`.
    """
    with _as_owner(database_url) as connection:
        connection.execute(text("select pg_advisory_lock(:key)"), {"key": _ONE_AT_A_TIME})
        _make_roles(connection)
        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        _let_backups_read(connection)
        _begin_as_nobody(connection)


def make_roles(database_url: str) -> None:
    """Create the roles that a copy of a database speaks of. Raises `MigrationError`."""
    with _as_owner(database_url) as connection:
        connection.execute(text("select pg_advisory_lock(:key)"), {"key": _ONE_AT_A_TIME})
        _make_roles(connection)


def set_login_role(database_url: str) -> None:
    """Let every new connection begin as a role that may read nothing.

    The setting belongs to one database: template copies and restores need it again.
    """
    with _as_owner(database_url) as connection:
        connection.execute(text("select pg_advisory_lock(:key)"), {"key": _ONE_AT_A_TIME})
        _begin_as_nobody(connection)


def is_current(db: Database) -> bool:
    """Whether the database has the schema that this code was written for."""
    try:
        with db.every_tenant() as tx:
            version = tx.execute(text("select version_num from alembic_version")).scalar()
    except SQLAlchemyError:
        return False
    return bool(version == head())


def head() -> str | None:
    """The newest migration this code knows."""
    return ScriptDirectory(str(_MIGRATIONS)).get_current_head()


def known() -> frozenset[str]:
    """Every migration this code knows."""
    every = ScriptDirectory(str(_MIGRATIONS)).walk_revisions()
    return frozenset(migration.revision for migration in every)


@contextmanager
def _as_owner(database_url: str) -> Iterator[Connection]:
    engine = create_engine(database_url, poolclass=NullPool, connect_args=CONNECT_ARGS)
    with engine.connect() as connection:
        connection.execute(text("set role none"))
        connection.commit()
        yield connection


def _begin_as_nobody(connection: Connection) -> None:
    name = connection.execute(text("select current_database()")).scalar_one()
    quoted = connection.dialect.identifier_preparer.quote(name)
    connection.execute(
        text(f"alter role session_user in database {quoted} set role = 'karani_nobody'")
    )
    connection.commit()


def _let_backups_read(connection: Connection) -> None:
    """Open every table to backups, those of the newest migration too."""
    connection.execute(text(f"grant usage on schema public to {BACKUP}"))
    connection.execute(text(f"grant select on all tables in schema public to {BACKUP}"))
    for table in connection.execute(_CLOSED_TO_BACKUPS).scalars().all():
        policy = f"create policy backup on {table} for select to {BACKUP} using (true)"
        connection.execute(text(policy))
    connection.commit()


def _make_roles(connection: Connection) -> None:
    known = set(connection.execute(text("select rolname from pg_roles")).scalars())
    for role in ROLES:
        if role not in known:
            _make_role(connection, role)
        _may_become(connection, role)
    connection.commit()


def _make_role(connection: Connection, role: str) -> None:
    try:
        with connection.begin_nested():
            connection.execute(text(f"create role {role} nologin"))
    except DBAPIError as error:
        # The lock is this database's: a migration of a neighbouring one may have been faster.
        if isinstance(error.orig, DuplicateObject | UniqueViolation):
            return
        if not isinstance(error.orig, InsufficientPrivilege):
            raise
        raise MigrationError(
            f"The database login may not create the role {role}: give it CREATEROLE, "
            f"or create {', '.join(ROLES)} and grant them to it WITH SET TRUE"
        ) from error


def _may_become(connection: Connection, role: str) -> None:
    allowed = text("select pg_has_role(session_user, :role, 'SET')")
    if connection.execute(allowed, {"role": role}).scalar_one():
        return
    try:
        connection.execute(text(f"grant {role} to session_user with inherit false, set true"))
    except ProgrammingError as error:
        raise MigrationError(
            f"The database login may not become {role}: as an administrator, "
            f"`GRANT {role} TO <login> WITH INHERIT FALSE, SET TRUE`"
        ) from error
