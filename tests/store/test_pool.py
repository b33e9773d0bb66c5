"""A connection that has died is not handed to anybody."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from store import pool
from store.database import Database
from tests.services import Cluster

PID = text("select pg_backend_pid()")


def dies(cluster: Cluster, pid: int) -> None:
    with cluster.postgres.superuser() as cursor:
        cursor.execute("select pg_terminate_backend(%s, 5000)", [pid])


def backend(db: Database) -> int:
    with db.every_tenant() as tx:
        pid: int = tx.execute(PID).scalar_one()
        return pid


def test_a_connection_is_kept(database_url: str) -> None:
    db = Database(database_url)

    assert backend(db) == backend(db)
    db.close()


def test_one_that_died_while_it_rested_is_replaced(
    cluster: Cluster, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "JUST_NOW_S", 0)
    db = Database(database_url)
    before = backend(db)
    dies(cluster, before)

    assert backend(db) != before
    db.close()


def test_with_one_that_is_lost_all_the_others_are_asked(
    cluster: Cluster, database_url: str
) -> None:
    db = Database(database_url)
    with db.every_tenant() as one, db.every_tenant() as other:
        pids = [tx.execute(PID).scalar_one() for tx in (one, other)]
    for pid in pids:
        dies(cluster, pid)
    with pytest.raises(OperationalError):
        backend(db)

    assert backend(db) not in pids
    db.close()


def test_one_that_worked_just_now_is_trusted_and_missed_once_at_most(
    cluster: Cluster, database_url: str
) -> None:
    db = Database(database_url)
    before = backend(db)
    dies(cluster, before)
    with pytest.raises(OperationalError):
        backend(db)

    assert backend(db) != before
    db.close()
