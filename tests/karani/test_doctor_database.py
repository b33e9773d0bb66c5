"""What the doctor says of the database."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import make_url

from karani.doctor import database, queue, work
from karani.doctor.findings import Finding
from store import inspection, migrate
from store.inspection import Schema, Server
from tests.karani.patient import (
    NOON,
    NOTE,
    WARNING,
    WELL,
    WRONG,
    installed,
    levels,
    said,
)
from tests.product import free_port
from tests.services import Cluster

GOOD = Server(
    version=18,
    connections=97,
    connected=12,
    database_limit=-1,
    login_limit=-1,
    is_durable=True,
    waits_for_disk=True,
    is_standby=False,
    encoding="UTF8",
    logs_statements=False,
    logs_failures=False,
    login="karani",
    begins_as="karani_nobody",
    is_mighty=False,
    backend=7,
    now=NOON,
    announced=7,
)
CURRENT = Schema(is_there=True, version=migrate.head())
HOUR = timedelta(hours=1)


def of_database(url: str) -> list[Finding]:
    return list(database.look(installed(database_url=url)))


def test_a_migrated_database_is_well_but_for_what_tests_switch_off(database_url: str) -> None:
    found = of_database(database_url)

    assert levels(found) == {"database": WARNING, "clock": WELL}
    assert "when the power fails" in said(found)  # Tests run without fsync.
    assert f"current ({migrate.head()})" in said(found)


def test_looking_changes_nothing(database_url: str) -> None:
    with (
        inspection.opened(database_url) as connection,
        pytest.raises(Exception, match="read-only"),
    ):
        connection.exec_driver_sql("create temporary table spot (a int)")


def test_an_empty_database_is_to_be_migrated(cluster: Cluster, database_url: str) -> None:
    name = "doctor_empty"
    with cluster.postgres.superuser() as cursor:
        cursor.execute(f"create database {name} owner karani")
    try:
        found = of_database(cluster.postgres.url(name))
    finally:
        cluster.drop(name)

    assert "has no tables of Karani's yet run `karani migrate`" in said(found)


def test_a_login_that_begins_as_itself_is_wrong(cluster: Cluster, database_url: str) -> None:
    name = str(make_url(database_url).database)
    with cluster.postgres.superuser() as cursor:
        cursor.execute(f"alter role karani in database {name} reset role")

    found = of_database(database_url)

    assert levels(found)["DATABASE_URL"] is WRONG
    assert "rights of its own, not as karani_nobody" in said(found)


def test_tables_that_the_relay_may_not_read_are_wrong(
    cluster: Cluster, database_url: str
) -> None:
    with cluster.postgres.superuser(str(make_url(database_url).database)) as cursor:
        cursor.execute("revoke select on alembic_version from karani_relay")

    assert "under the role karani_relay" in said(of_database(database_url))


def test_a_wrong_password_is_told_without_it(cluster: Cluster, database_url: str) -> None:
    secret = cluster.postgres.login_password

    found = of_database(database_url.replace(secret, "another-password"))

    assert levels(found) == {"DATABASE_URL": WRONG}
    assert "refuses the login or its password" in said(found)
    assert "another-password" not in said(found)


def test_an_unknown_database_is_told(database_url: str) -> None:
    name = str(make_url(database_url).database)

    assert "has no such database" in said(of_database(database_url.replace(name, "nowhere")))


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("postgresql://karani:pw@127.0.0.1:{port}/karani", "refuses connections"),
        ("postgresql://karani:pw@/karani?host=/nowhere", "does not run on that socket"),
        ("postgresql://karani:p@ss:w@rd@:x/karani", "cannot be read as an address"),
        ("mysql://karani:pw@127.0.0.1/karani", "is no address of PostgreSQL"),
        ("postgresql+asyncpg://karani:pw@127.0.0.1/karani", "is no address of PostgreSQL"),
        ("", "cannot be read as an address"),
    ],
)
def test_a_wrong_address_is_one_line(url: str, words: str) -> None:
    found = of_database(url.format(port=free_port()))

    assert levels(found) == {"DATABASE_URL": WRONG}
    assert words in said(found)
    assert "pw" not in said(found)


def test_a_former_karani_up_is_told_by_its_folder() -> None:
    at = installed(database_url="postgresql://karani:pw@/karani?host=/nowhere")

    found = list(database.look(replace(at, runs=True)))

    assert levels(found) == {"database": WRONG}
    assert "start `karani up` again" in said(found)


def test_no_database_is_only_noted() -> None:
    assert levels(database.look(installed())) == {"database": NOTE}
    assert levels(queue.look(installed())) == {"queue": NOTE}
    assert list(work.look(installed())) == []


def test_an_error_that_nobody_knows_is_told_by_its_kind() -> None:
    assert "cannot be reached" in said([database.refused(None)])
    odd = type("QueryCanceled", (Exception,), {"pgcode": "57014"})("statement: amina")
    assert "(QueryCanceled)" in said([database.refused(odd)])
    assert "amina" not in said([database.refused(odd)])


@pytest.mark.parametrize(
    ("changed", "level", "words"),
    [
        ({"version": 15}, WRONG, "too old"),
        ({"is_standby": True}, WRONG, "standby"),
        ({"is_durable": False}, WARNING, "power fails"),
        ({"waits_for_disk": False}, WARNING, "power fails"),
        ({"encoding": "LATIN1"}, WRONG, "encoded in LATIN1"),
        ({"logs_statements": True}, WARNING, "log_statement=none"),
        ({"logs_failures": True}, NOTE, "log_min_error_statement=panic"),
        ({"connections": 20}, WARNING, "has 20 connections"),
        ({"login_limit": 10}, WARNING, "has 10 connections"),
        ({"connected": 95}, WARNING, "95 in use"),
    ],
)
def test_a_server_is_judged_by_what_it_says_of_itself(
    changed: dict[str, int], level: object, words: str
) -> None:
    found = list(database.of_server(replace(GOOD, **changed)))  # type: ignore[arg-type] # One of them.

    assert level in levels(found).values()
    assert words in said(found)


def test_a_good_server_is_well() -> None:
    assert levels(database.of_server(GOOD)) == {"database": WELL}
    assert list(database.of_login(GOOD, CURRENT)) == []
    assert levels(database.of_tables(CURRENT)) == {"database": WELL}


def test_a_superuser_is_a_warning() -> None:
    found = database.of_login(replace(GOOD, is_mighty=True), CURRENT)

    assert levels(found) == {"DATABASE_URL": WARNING}


@pytest.mark.parametrize(
    ("version", "words"),
    [("0001", "run `karani migrate`"), ("9999", "a newer Karani"), (None, "karani_relay")],
)
def test_tables_that_are_not_current_are_wrong(version: str | None, words: str) -> None:
    found = list(database.of_tables(Schema(is_there=True, version=version)))

    assert levels(found) == {"database": WRONG}
    assert words in said(found)


def test_clocks_that_differ_by_seconds_are_a_warning() -> None:
    def seen(seconds: int) -> Finding:
        theirs = NOON + timedelta(seconds=seconds)
        return database.clocks(theirs, NOON, NOON + timedelta(seconds=1))

    assert [seen(each).level for each in (0, 4, -4, 7, -7)] == [
        WELL,
        WELL,
        WELL,
        WARNING,
        WARNING,
    ]


def test_a_pooler_is_known_by_the_number_that_it_greets_with() -> None:
    behind = replace(GOOD, announced=99)

    assert levels(database.pooled(behind)) == {"DATABASE_PREPARES": WARNING}
    assert list(database.pooled(GOOD)) == []
