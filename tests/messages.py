"""What goes to PostgreSQL: every message, of one statement or of several."""

from __future__ import annotations

from typing import Any

from psycopg2.extensions import cursor
from sqlalchemy import event

from store.database import Database


def listen(db: Database) -> list[str]:
    """The messages from here on, as they go, on connections that are taken from the pool."""
    seen: list[str] = []

    class Heard(cursor):
        def execute(self, words: Any, values: Any = None) -> None:
            seen.append(str(words))
            super().execute(words, values)

    def hear(connection: Any, *_: object) -> None:
        connection.cursor_factory = Heard

    event.listen(db.engine, "checkout", hear)
    return seen
