"""Migrations lead exactly to the tables that the code declares."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import NullPool, create_engine, text

from store import migrate
from store.schema import metadata


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


def test_there_is_one_newest_migration() -> None:
    assert migrate.head() is not None
