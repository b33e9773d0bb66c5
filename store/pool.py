"""Connections: how they are made, and that each is alive when it is taken."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache, partial
from time import monotonic
from typing import Any
from uuid import UUID

import psycopg2
from psycopg2.extensions import new_type, register_type
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import InvalidatePoolError

# Every wait is bounded: a lost server or a stuck neighbour must not take a thread with it.
CONNECT_ARGS = {
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 2,
    "tcp_user_timeout": 5000,
    "application_name": "karani",
}
NOBODY = "karani_nobody"
JUST_NOW_S = 1
"""No server restarts so fast: what worked just now is not asked whether it lives."""
_USED = "karani.used"
_known_id = lru_cache(4096)(UUID)
"""The same few come again and again, and making one takes longer than finding it."""
_UUID_OID = 2950
_IDS = new_type((_UUID_OID,), "ID", lambda text, _: None if text is None else _known_id(text))


class RoleError(Exception):
    """The database login would see more than it may; the text says what to do."""


def connect(url: str, size: int, settings: Mapping[str, str] | None = None) -> Engine:
    """A pool of so many connections, which keep these settings; none is made yet."""
    engine = create_engine(
        url,
        pool_size=size,
        max_overflow=0,
        pool_timeout=5,
        connect_args=CONNECT_ARGS,
        hide_parameters=True,  # They hold what people said; an error's text must not.
    )
    event.listen(engine, "connect", _insist_on_nobody)
    event.listen(engine, "connect", partial(_set, settings or {}))
    event.listen(engine, "connect", _read_ids)
    watch = _Watch()
    event.listen(engine, "checkout", watch.insist_on_life)
    event.listen(engine, "checkin", _note)
    event.listen(engine, "invalidate", watch.note_loss)
    return engine


class _Watch:
    """Whether the connections of a pool are to be trusted."""

    def __init__(self) -> None:
        self._lost_at = monotonic()

    def note_loss(self, _connection: object, _record: object, _error: object) -> None:
        """One was lost: none that worked before is trusted."""
        self._lost_at = monotonic()

    def insist_on_life(self, connection: Any, record: Any, _fairy: object) -> None:
        """Ask a connection that has rested whether it lives."""
        worked_at = record.info[_USED]
        if worked_at > self._lost_at and monotonic() - worked_at < JUST_NOW_S:
            return
        try:
            with connection.cursor() as cursor:
                cursor.execute("select 1")
            connection.rollback()
        except psycopg2.Error as error:
            raise InvalidatePoolError from error  # The pool makes another.


def _insist_on_nobody(connection: Any, record: Any) -> None:
    # A login that starts as itself owns the tables, or worse: policies would not bind it.
    with connection.cursor() as cursor:
        cursor.execute("select current_user, session_user")
        role, login = cursor.fetchone()
    connection.rollback()
    if role != NOBODY:
        raise RoleError(
            f"The database login {login} begins as {role} instead of {NOBODY}: "
            "run `karani migrate` with the same DATABASE_URL"
        )
    _note(connection, record)


def _set(settings: Mapping[str, str], connection: Any, _record: object) -> None:
    with connection.cursor() as cursor:
        for setting in settings.items():
            cursor.execute("select set_config(%s, %s, false)", setting)
    connection.commit()


def _read_ids(connection: Any, _record: object) -> None:
    register_type(_IDS, connection)


def _note(_connection: object, record: Any) -> None:
    record.info[_USED] = monotonic()
