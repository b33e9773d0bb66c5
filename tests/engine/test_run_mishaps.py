"""A workflow's mishap is its own: what started it stands, and everyone is answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from uuid import UUID

import pytest
from sqlalchemy import make_url, text

from engine.automation import steering
from engine.channels.base import ChannelError, Letter
from engine.context.desk import Desk
from tests.engine.flows import (
    asked,
    codes,
    emitted,
    faults,
    happens,
    noted,
    on,
    on_sale,
    passes,
    person_of,
    publish,
    statuses,
    steps,
    told,
)
from tests.engine.world import AMINA, World
from tests.services import Cluster

Forbid = Callable[[], AbstractContextManager[None]]


@pytest.fixture(name="shop")
def _shop(world: World) -> UUID:
    return world.registers(AMINA, "Duka la Amina")


@pytest.fixture(name="forbidden")
def _forbidden(cluster: Cluster, database_url: str) -> Forbid:
    """Takes away what steps need to write notes, for a while."""
    database = str(make_url(database_url).database)

    def grant(what: str) -> None:
        with cluster.postgres.superuser(database) as cursor:
            cursor.execute(what)

    @contextmanager
    def forbid() -> Iterator[None]:
        grant("revoke update (note) on entries from karani_app")
        try:
            yield
        finally:
            grant("grant update (note) on entries to karani_app")

    return forbid


def refuse(letter: Letter) -> None:
    raise ChannelError("21614", "no mobile number")


def test_a_wish_that_cannot_be_written_does_not_sink_the_sale(
    world: World, shop: UUID, forbidden: Forbid
) -> None:
    publish(world, shop, on_sale(noted(), name="Broken"))
    publish(world, shop, on_sale(told(), name="Sound"))

    with forbidden():
        world.hears(AMINA, "sold sugar 300")
        world.works()
        passes(world, minutes=1)

    assert world.rows("select count(*) from entries") == [(1,)]
    assert world.rows("select count(*) from inbound_messages where parked_at is not null") == [
        (0,)
    ]
    assert [one.text for one in world.post.sent[-2:] if one.text == "Sold Ksh 300."] != []
    assert sorted(map(str, statuses(world))) == ["COMPLETED", "FAILED"]
    assert codes(world) == ["internal"]


def test_a_run_that_failed_so_is_tried_again_from_its_beginning(
    world: World, shop: UUID, forbidden: Forbid
) -> None:
    publish(world, shop, on_sale(noted(), told()))
    with forbidden():
        world.hears(AMINA, "sold sugar 300")
        world.works()
        passes(world, minutes=1)
    (run,) = world.ids("select id from runs")

    with world.rt.db.tenant(shop) as tx:
        steering.retry(Desk(world.rt, tx, shop), run, by=shop, via="api")
    world.works()

    assert statuses(world) == ["COMPLETED"]
    assert world.rows("select note from entries") == [("seen",)]
    assert not faults(world)


def test_a_timer_whose_run_cannot_go_on_fails_the_run(
    world: World, shop: UUID, forbidden: Forbid
) -> None:
    publish(world, shop, on_sale({"type": "wait", "for": "PT1H"}, noted()))
    world.says(AMINA, "sold sugar 300")

    with forbidden():
        passes(world, hours=1)
        passes(world, minutes=1)

    assert codes(world) == ["internal"]
    assert steps(world) == [("s1", "failed")]
    assert world.rows("select count(*) from outbox") == [(0,)]


def test_a_decision_stands_although_its_run_cannot_go_on(
    world: World, shop: UUID, forbidden: Forbid
) -> None:
    publish(world, shop, on_sale(asked(), noted()))
    world.says(AMINA, "sold sugar 300")

    with forbidden():
        world.hears(AMINA, "yes A1")
        world.works()
        passes(world, minutes=1)

    assert world.post.sent[-1].text == "A1 is approved."
    assert world.rows("select status from approvals") == [("approved",)]
    assert codes(world) == ["internal"]


def test_workflows_that_start_one_another_end_and_the_sale_stands(
    world: World, shop: UUID
) -> None:
    publish(world, shop, on_sale(emitted("PING"), name="First"))
    publish(world, shop, on("PING", emitted("PONG"), name="Second"))
    publish(world, shop, on("PONG", emitted("PING"), name="Third"))

    world.says(AMINA, "sold sugar 300")

    assert codes(world) == ["deep"]
    assert statuses(world).count("COMPLETED") == 8
    assert world.rows("select count(*) from entries") == [(1,)]


def test_runs_that_wake_one_another_end_too(world: World, shop: UUID) -> None:
    for own, other in (("PING", "PONG"), ("PONG", "PING")):
        wait = {"type": "wait", "event": own}
        again = {"type": "branch", "cases": [{"if": "true", "go": "s1"}], "else": "end"}
        publish(world, shop, on("BEGINS", wait, emitted(other), again, name=own))
    happens(world, shop, "BEGINS")
    assert statuses(world) == ["WAITING", "WAITING"]

    happens(world, shop, "PING")

    assert codes(world) == ["deep"]
    assert len(steps(world)) < 50


def test_a_message_about_failed_messages_that_fails_goes_in_no_circle(
    world: World, shop: UUID
) -> None:
    publish(
        world, shop, on("MESSAGE_FAILED", told(text={"en": "Failed.", "sw": "Imeshindwa."}))
    )
    publish(world, shop, on_sale(told(), name="Tells"))
    world.post.answer = refuse

    world.says(AMINA, "sold sugar 300")

    assert codes(world) == ["deep", "deep"]


def test_two_steps_that_set_one_value_see_each_other(world: World, shop: UUID) -> None:
    back = noted(set={"note": None})
    publish(world, shop, on_sale(noted(), back))

    world.says(AMINA, "sold sugar 300")

    assert world.rows("select note from entries") == [(None,)]
    assert world.rows("""
        select before ->> 'note', after ->> 'note' from audit_entries
        where entity = 'entry' order by id
    """) == [(None, "seen"), ("seen", None)]


def test_two_facts_in_one_transaction_move_a_run_one_after_the_other(
    world: World, shop: UUID
) -> None:
    wait = {"type": "wait", "event": "PING"}
    publish(world, shop, on_sale(wait, told(), wait, told()))
    world.says(AMINA, "sold sugar 300")

    happens(world, shop, "PING", "PING")
    world.works()

    assert statuses(world) == ["COMPLETED"]
    assert not faults(world)


def test_an_event_that_is_not_meant_leaves_no_trace(world: World, shop: UUID) -> None:
    wait = {"type": "wait", "event": "PING", "timeout": "P3D", "if": "false"}
    publish(world, shop, on_sale(wait))
    world.says(AMINA, "sold sugar 300")
    audited = world.rows("select count(*) from audit_entries where entity = 'run'")

    happens(world, shop, "PING")

    assert world.rows("select kind from outbox") == [("timer",)]
    assert world.rows("select count(*) from audit_entries where entity = 'run'") == audited


def test_the_first_words_after_a_silent_week_open_the_way_for_what_follows(
    world: World, shop: UUID
) -> None:
    publish(world, shop, on_sale(told()))
    with world.rt.db.tenant(shop, person_of(world, AMINA)) as tx:
        tx.execute(text("update conversations set heard_at = now() - interval '7 days'"))

    assert "Sold Ksh 300." in world.says(AMINA, "sold sugar 300")
