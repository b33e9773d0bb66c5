"""Look at a database as it is, set up or not: server, login and schema. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, NullPool, create_engine, text
from sqlalchemy.exc import DBAPIError

from store.pool import CONNECT_ARGS

PATIENCE = "3s"
"""For one statement, and for a lock."""

_SERVER = text("""
    select
      current_setting('server_version_num')::int / 10000 as version,
      current_setting('max_connections')::int
        - current_setting('superuser_reserved_connections')::int
        - coalesce(current_setting('reserved_connections', true), '0')::int as connections,
      (select count(*) from pg_stat_activity where datid is not null and usename is not null)
        as connected,
      (select datconnlimit from pg_database where datname = current_database())
        as database_limit,
      (select rolconnlimit from pg_roles where rolname = session_user) as login_limit,
      current_setting('fsync') = 'on' and current_setting('full_page_writes') = 'on'
        as is_durable,
      current_setting('synchronous_commit') <> 'off' as waits_for_disk,
      pg_is_in_recovery() as is_standby,
      pg_encoding_to_char((select encoding from pg_database where datname = current_database()))
        as encoding,
      current_setting('log_statement') in ('mod', 'all')
        or current_setting('log_min_duration_statement') = '0' as logs_statements,
      current_setting('log_min_error_statement') <> 'panic' as logs_failures,
      session_user::text as login, current_user::text as begins_as,
      (select rolsuper or rolbypassrls from pg_roles where rolname = session_user)
        as is_mighty,
      pg_backend_pid() as backend, clock_timestamp() as now
""")
_SCHEMA = text("select version_num from alembic_version")
_IS_THERE = text("""
    select exists (
      select from pg_class
      where relname = 'alembic_version' and relnamespace = 'public'::regnamespace
    )
""")


@dataclass(frozen=True, slots=True)
class Server:
    """What a server says of itself and of the login; limits of -1 are none.

    `connections` is how many clients there may be at once, `connected` how many there are.
    `announced` is the number by which the connection was greeted: a pooler's own, where it
    differs from that of the `backend`.
    """

    version: int
    connections: int
    connected: int
    database_limit: int
    login_limit: int
    is_durable: bool
    waits_for_disk: bool
    is_standby: bool
    encoding: str
    logs_statements: bool
    logs_failures: bool
    login: str
    begins_as: str
    is_mighty: bool
    backend: int
    now: datetime
    announced: int

    @property
    def has_pooler(self) -> bool:
        """Whether something stands between us and the server that shares out connections."""
        return self.announced != self.backend


@dataclass(frozen=True, slots=True)
class Schema:
    """Whether our tables are there, and of which migration; None if that cannot be read."""

    is_there: bool
    version: str | None


@contextmanager
def opened(url: str) -> Iterator[Connection]:
    """A connection of the login's own that may only read. Raises `SQLAlchemyError`."""
    engine = create_engine(
        url, poolclass=NullPool, connect_args=CONNECT_ARGS, hide_parameters=True
    )
    with engine.connect() as connection:
        connection.execute(text("set transaction read only"))
        connection.execute(text(f"set local statement_timeout = '{PATIENCE}'"))
        connection.execute(text(f"set local lock_timeout = '{PATIENCE}'"))
        yield connection


def server(connection: Connection) -> Server:
    """What the server says of itself. Raises `SQLAlchemyError`."""
    row = connection.execute(_SERVER).one()
    raw = connection.connection.dbapi_connection
    assert raw is not None  # noqa: S101 -- It has just answered.
    return Server(**row._mapping, announced=raw.get_backend_pid())


def schema(connection: Connection) -> Schema:
    """How far the tables are. Raises `SQLAlchemyError` where the connection is lost."""
    if not connection.execute(_IS_THERE).scalar_one():
        return Schema(is_there=False, version=None)
    try:
        with connection.begin_nested():
            connection.execute(text("set local role karani_relay"))
            version = connection.execute(_SCHEMA).scalar_one_or_none()
    except DBAPIError as error:
        if error.connection_invalidated:
            raise
        return Schema(is_there=True, version=None)
    return Schema(is_there=True, version=version)
