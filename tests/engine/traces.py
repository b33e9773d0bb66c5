"""Look for somebody in every column of every table, and in the queue."""

from __future__ import annotations

from collections.abc import Sequence

from psycopg2 import sql

from tests.engine.world import World
from tests.services import Cluster

_COLUMNS = """
    select table_name, column_name, data_type from information_schema.columns
    where table_schema = 'public' and table_name <> 'alembic_version'
      and (data_type in ('text', 'jsonb', 'json', 'bytea', 'character varying', 'ARRAY')
        or data_type = 'USER-DEFINED')
    order by 1, 2
"""
_LOOK_IN_TEXT = sql.SQL(
    "select count(*) from {table} where position(lower(%s) in lower({column}::text)) > 0"
)
_LOOK_IN_BYTES = sql.SQL(
    "select count(*) from {table}"
    " where position(lower(%s) in lower(encode({column}, 'escape'))) > 0"
)


def of(world: World, cluster: Cluster, words: Sequence[str]) -> list[str]:
    """Where these words stand: "table.column: word", and "redis: word"."""
    name = str(world.rows("select current_database()")[0][0])
    found = []
    with cluster.postgres.superuser(name) as cursor:
        cursor.execute(_COLUMNS)
        for table, column, kind in cursor.fetchall():
            look = _LOOK_IN_BYTES if kind == "bytea" else _LOOK_IN_TEXT
            names = {"table": sql.Identifier(table), "column": sql.Identifier(column)}
            for word in words:
                cursor.execute(look.format(**names), [word])
                if cursor.fetchall()[0][0]:
                    found.append(f"{table}.{column}: {word}")
    return [*found, *_in_redis(world, words)]


def _in_redis(world: World, words: Sequence[str]) -> list[str]:
    client = world.rt.broker.client
    kept = b"".join(key + (client.dump(key) or b"") for key in client.scan_iter("*"))
    return [f"redis: {word}" for word in words if word.lower().encode() in kept.lower()]
