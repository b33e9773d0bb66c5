"""A message to PostgreSQL, past SQLAlchemy's machinery, with its errors all the same."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import psycopg2
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

Row = Any
"""A named tuple."""


def say(connection: Connection, words: str, values: Sequence[Any]) -> list[Row]:
    """Execute one or several statements; the rows of the last, none where it has none.

    Raises `DBAPIError` as the connection itself does, and gives up a connection that is gone.
    """
    cursor: Any = connection.connection.cursor()
    try:
        cursor.execute(words, tuple(values))
        columns = cursor.description
        if columns is None:
            return []
        kind = _kind(tuple([column.name for column in columns]))
        return [*map(kind._make, cursor.fetchall())]
    except psycopg2.Error as error:
        raise _told(connection, words, error) from error
    except Exception:
        raise
    except BaseException:  # Stopped midway: nobody knows what is still under way on it.
        connection.invalidate()
        raise
    finally:
        cursor.close()


def _told(connection: Connection, words: str, error: psycopg2.Error) -> BaseException:
    dialect, proxied = connection.dialect, connection.connection
    is_gone = dialect.is_disconnect(error, proxied, None)  # type: ignore[arg-type]
    if is_gone:
        connection.invalidate(error)
    return DBAPIError.instance(
        words,
        None,
        error,
        psycopg2.Error,
        hide_parameters=True,
        connection_invalidated=is_gone,
        dialect=dialect,
    )


@lru_cache(maxsize=256)
def _kind(names: tuple[str, ...]) -> Any:
    return namedtuple("Row", names, rename=True)
