"""What the doctor says of the database, the queue, and the work that waits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
import redis
from sqlalchemy import make_url

from engine.channels.base import Unreadable
from engine.inbound import intake
from karani.doctor import database, queue, work
from karani.doctor.findings import Finding
from store import inspection, migrate, templates
from store.backlog import Parked, Waiting
from store.base import new_id
from store.inspection import Schema, Server
from store.stopped_accounts import StoppedAccount
from store.templates import MessageTemplate
from tests.engine.world import AMINA, World, world
from tests.karani.patient import (
    NOON,
    NOTE,
    TWILIO,
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


@pytest.fixture(name="shop")
def _shop(database_url: str, redis_url: str) -> Iterator[World]:
    with world(database_url, redis_url) as made:
        made.registers(AMINA, "Duka la Amina")
        yield made


def of_database(url: str) -> list[Finding]:
    return list(database.look(installed(database_url=url)))


def of_queue(url: str) -> list[Finding]:
    return list(queue.look(installed(redis_url=url)))


def of_work(url: str, **settings: object) -> list[Finding]:
    return list(work.look(installed(database_url=url, **settings)))


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
    assert replace(GOOD, announced=99).has_pooler
    assert not GOOD.has_pooler


def test_a_queue_that_keeps_everything_is_well(redis_url: str) -> None:
    assert levels(of_queue(redis_url)) == {"queue": WELL}


def test_a_queue_that_throws_rings_away_is_wrong(redis_url: str) -> None:
    with redis.Redis.from_url(redis_url) as client:
        client.config_set("maxmemory", 100 << 20)
        client.config_set("maxmemory-policy", "allkeys-lru")
        try:
            found = of_queue(redis_url)
        finally:
            client.config_set("maxmemory-policy", "noeviction")
            client.config_set("maxmemory", 0)

    assert levels(found)["queue"] is WRONG
    assert "throws rings away" in said(found)


@pytest.mark.parametrize(
    ("policy", "most", "used", "level"),
    [
        ("noeviction", 0, 5, WELL),
        ("noeviction", 100, 95, WARNING),
        ("volatile-ttl", 100, 5, WARNING),
        ("allkeys-lfu", 100, 5, WRONG),
        ("allkeys-lfu", 0, 5, NOTE),
    ],
)
def test_memory_is_judged_by_policy_and_bound(
    policy: str, most: int, used: int, level: object
) -> None:
    assert levels(queue.memory(policy, most, used))["queue"] is level


def test_a_replica_is_no_queue() -> None:
    assert levels(queue.of_server({"role": "slave"}))["REDIS_URL"] is WRONG


def test_a_wrong_password_of_the_queue_is_told_without_it(redis_url: str) -> None:
    head, _, _ = redis_url.partition("password=")

    found = of_queue(f"{head}password=another-password")

    assert levels(found) == {"REDIS_URL": WRONG}
    assert "refuses our password" in said(found)
    assert "another-password" not in said(found)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("redis://127.0.0.1:{port}/0", "does not answer"),
        ("http://127.0.0.1:{port}", "cannot be read as an address"),
        ("redis://127.0.0.1:no/0", "cannot be read as an address"),
    ],
)
def test_a_wrong_address_of_the_queue_is_one_line(url: str, words: str) -> None:
    found = of_queue(url.format(port=free_port()))

    assert levels(found) == {"REDIS_URL": WRONG}
    assert words in said(found)


def test_other_refusals_of_the_queue_are_told_apart() -> None:
    assert "still loading" in said([queue.refused(redis.BusyLoadingError())])
    assert "refuses what we ask" in said([queue.refused(redis.ResponseError("unknown"))])


def test_nothing_that_waits_is_well(shop: World, database_url: str) -> None:
    found = levels(of_work(database_url))

    assert set(found.values()) == {WELL}
    assert set(found) == {"outbox", "audit", "karani parked", "messages"}


def test_old_work_shows_that_a_process_is_gone(
    shop: World, cluster: Cluster, database_url: str
) -> None:
    add = (
        "insert into outbox (id, kind, subject_id, due_at, rung_at) "
        f"values ('{new_id()}', 'turn', '{uuid4()}', now() - interval '10 min', %s)"
    )
    name = str(shop.rows("select current_database()")[0][0])
    with cluster.postgres.superuser(name) as cursor:
        cursor.execute(add, [None])
        alone = of_work(database_url)
        cursor.execute("update outbox set rung_at = now()")
        rung = of_work(database_url)

    assert levels(alone)["relay"] is WRONG
    assert "10 min" in said(alone)
    assert levels(rung)["worker"] is WRONG


def test_what_was_given_up_is_counted_and_the_command_named(
    shop: World, cluster: Cluster, database_url: str
) -> None:
    intake.take(shop.rt, [Unreadable("post", "without sender", b"a secret text")])

    found = list(of_work(database_url))

    assert levels(found)["karani parked"] is WARNING
    assert "waits for a person (webhooks 1) run `karani parked`" in said(found)
    assert "a secret text" not in said(found)


def test_old_entries_without_a_seal_are_a_warning(
    shop: World, cluster: Cluster, database_url: str
) -> None:
    name = str(shop.rows("select current_database()")[0][0])
    with cluster.postgres.superuser(name) as cursor:
        cursor.execute(
            "update audit_entries set at = now() - interval '3 hours', sequence = null"
        )

    found = of_work(database_url)

    assert levels(found)["audit"] is WARNING
    assert "one for 3 h" in said(found)


def test_messages_in_doubt_are_counted(
    shop: World, cluster: Cluster, database_url: str
) -> None:
    name = str(shop.rows("select current_database()")[0][0])
    with cluster.postgres.superuser(name) as cursor:
        cursor.execute("update outbound_messages set status = 'unknown'")
        cursor.execute("select count(*) from outbound_messages")
        (number,) = cursor.fetchone() or (0,)

    found = of_work(database_url)

    assert levels(found)["messages"] is WARNING
    assert f"are in doubt: {number} of" in said(found)


def test_a_sender_on_whatsapp_without_an_approved_template_is_a_warning(
    shop: World, database_url: str
) -> None:
    number = {**TWILIO, "twilio_whatsapp_from": "+14155550100"}
    approved = MessageTemplate(
        new_id(), None, "twilio", "news", "sw", "Una habari.", (), (), "HX1", "approved"
    )

    before = of_work(database_url, **number)
    with shop.rt.db.every_tenant() as tx:
        templates.keep(tx, approved)

    assert levels(before)["templates"] is WARNING
    assert "karani templates drafts twilio" in said(before)
    assert "templates" not in levels(of_work(database_url, **number))
    assert "templates" not in levels(of_work(database_url))


def test_work_that_cannot_be_looked_at_is_a_note() -> None:
    nowhere = f"postgresql://karani:pw@127.0.0.1:{free_port()}/karani"

    assert levels(of_work(nowhere)) == {"work": NOTE}


def test_what_waits_is_judged_by_how_long() -> None:
    assert work.outbox(Waiting(timedelta(seconds=5), None)).level is WELL
    assert work.outbox(Waiting(HOUR, HOUR)).about == "relay"
    assert work.outbox(Waiting(HOUR, timedelta(seconds=9))).about == "worker"
    assert "3 days" in said([work.audit(timedelta(days=3))])
    assert work.audit(timedelta(seconds=30)).level is WELL
    assert "(work 2, messages 4)" in said([work.given_up(Parked(2, 0, 4))])
    assert "40 s" in said([work.outbox(Waiting(timedelta(seconds=40), None))])


def test_an_account_that_takes_nothing_is_wrong() -> None:
    found = work.stopped(StoppedAccount("twilio:sms:+15005550006", "20003", NOON))

    assert (found.about, found.level) == ("twilio", WRONG)
    assert "20003" in found.says
