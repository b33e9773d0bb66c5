"""What the doctor says of the work that waits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from engine.channels.base import Unreadable
from engine.inbound import intake
from karani.doctor import work
from karani.doctor.findings import Finding
from store import migrate, stopped_accounts, templates
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


def of_work(url: str, **settings: Any) -> list[Finding]:
    return list(work.look(installed(database_url=url, **settings)))


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


def test_a_stopped_account_is_told_from_what_the_workers_noted(
    shop: World, database_url: str
) -> None:
    with shop.rt.db.every_tenant() as tx:
        stopped_accounts.stop(tx, "meta:whatsapp:106540352242922", "190")

    assert levels(of_work(database_url))["meta"] is WRONG


def test_an_account_that_takes_nothing_is_wrong() -> None:
    found = work.stopped(StoppedAccount("twilio:sms:+15005550006", "20003", NOON))

    assert (found.about, found.level) == ("twilio", WRONG)
    assert "20003" in found.says
