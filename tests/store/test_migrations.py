"""Migrations lead exactly to the tables that the code declares."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.exc import OperationalError

from store import migrate, pool
from store.database import Database
from store.migrate import MigrationError
from store.schema import metadata
from tests.services import Cluster


@pytest.fixture(name="humble_url")
def _humble_url(cluster: Cluster, _template: None) -> Iterator[str]:
    """An empty database of a login that may make no roles, but was granted all it needs."""
    roles = ", ".join(migrate.ROLES)
    with cluster.postgres.superuser() as cursor:
        cursor.execute("create role humble login nosuperuser nocreaterole password 'humble'")
        cursor.execute(f"grant {roles} to humble with inherit false, set true")
        cursor.execute("create database humble owner humble template template0")
    try:
        yield f"postgresql+psycopg2://humble:humble@/humble?host={cluster.postgres.sockets}"
    finally:
        with cluster.postgres.superuser() as cursor:
            cursor.execute("drop database humble with (force)")
            cursor.execute("drop role humble")


def test_migrations_and_tables_agree(database_url: str) -> None:
    engine = create_engine(database_url, poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text("set role none"))
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_name": lambda name, *_: name != "alembic_version",
            },
        )

        assert compare_metadata(context, metadata) == []


def test_migrating_again_changes_nothing(database_url: str) -> None:
    migrate.upgrade(database_url)
    migrate.upgrade(database_url)


def test_migrations_of_six_machines_at_once_take_turns(database_url: str) -> None:
    with ThreadPoolExecutor(6) as machines:
        assert list(machines.map(migrate.upgrade, [database_url] * 6)) == [None] * 6


def test_a_login_that_makes_no_roles_needs_only_those_granted_to_it(humble_url: str) -> None:
    migrate.upgrade(humble_url)

    db = Database(humble_url)
    assert migrate.is_current(db)
    db.close()


def test_a_role_that_the_login_may_not_make_is_named(
    humble_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrate, "ROLES", (*migrate.ROLES, "karani_missing"))

    with pytest.raises(
        MigrationError, match=r"may not create the role karani_missing.*CREATER"
    ):
        migrate.upgrade(humble_url)


def test_a_server_that_does_not_answer_is_not_waited_for_without_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        monkeypatch.setitem(pool.CONNECT_ARGS, "connect_timeout", 2)

        with pytest.raises(OperationalError, match="timeout expired"):
            migrate.upgrade(f"postgresql+psycopg2://nobody@127.0.0.1:{port}/none")


def test_there_is_one_newest_migration() -> None:
    assert migrate.head() is not None
