"""A paused run hears everything in its order once it goes on; two hands publish in turn."""

from __future__ import annotations

from functools import partial
from uuid import UUID

import pytest

from engine.automation import publishing, steering
from engine.automation.publishing import WorkflowError
from engine.context.desk import Desk
from store import workflows
from tests.engine.flows import (
    at_once,
    emitted,
    happens,
    on,
    person_of,
    publish,
    statuses,
    steps,
)
from tests.engine.world import AMINA, World

PING = {"type": "wait", "event": "PING", "timeout": "P3D"}


@pytest.fixture(name="shop")
def _shop(world: World) -> UUID:
    return world.registers(AMINA, "Duka la Amina")


def paused(world: World, shop: UUID) -> UUID:
    """A run that waits for the first of two pings, and is paused."""
    publish(world, shop, on("BEGIN", PING, PING, emitted("THE_END")))
    happens(world, shop, "BEGIN")
    (run,) = world.ids("select id from runs")
    with world.rt.db.tenant(shop) as tx:
        desk = Desk(world.rt, tx, shop)
        steering.pause(desk, run, by=person_of(world, AMINA), via="test")
    return run


def resumes(world: World, shop: UUID, run: UUID) -> None:
    with world.rt.db.tenant(shop) as tx:
        desk = Desk(world.rt, tx, shop)
        steering.resume(desk, run, by=person_of(world, AMINA), via="test")


def test_a_run_that_waits_twice_for_one_type_hears_both_events_when_it_is_resumed(
    world: World, shop: UUID
) -> None:
    run = paused(world, shop)
    happens(world, shop, "PING")
    happens(world, shop, "PING")

    resumes(world, shop, run)

    assert statuses(world) == ["COMPLETED"]
    assert steps(world) == [("s1", "done"), ("s2", "done"), ("s3", "done")]


def test_one_event_that_was_kept_ends_one_wait_only(world: World, shop: UUID) -> None:
    run = paused(world, shop)
    happens(world, shop, "PING")

    resumes(world, shop, run)
    assert statuses(world) == ["WAITING"]
    happens(world, shop, "PING")

    assert statuses(world) == ["COMPLETED"]


def test_two_who_publish_at_once_take_turns(world: World, shop: UUID) -> None:
    workflow_id = publish(world, shop, on("BEGIN", emitted("THE_END")))

    def changes(place: int) -> int:
        with world.rt.db.tenant(shop) as tx:
            desk = Desk(world.rt, tx, shop)
            found = workflows.get(tx, shop, workflow_id)
            assert found is not None
            document = on("BEGIN", *[emitted("THE_END")] * place)
            return len(publishing.publish(desk, found, document, by=None).name)

    at_once(*(partial(changes, place) for place in range(1, 7)))

    numbers = world.rows("select number from workflow_versions order by number")
    assert numbers == [(place,) for place in range(1, 8)]
    newest = "select v.number from workflows w join workflow_versions v on v.id = w.version_id"
    assert world.rows(newest) == [(7,)]


def test_of_two_who_pause_at_once_one_is_told_that_it_is_paused(
    world: World, shop: UUID
) -> None:
    workflow_id = publish(world, shop, on("BEGIN", emitted("THE_END")))

    def pauses() -> str:
        with world.rt.db.tenant(shop) as tx:
            found = workflows.get(tx, shop, workflow_id)
            assert found is not None
            try:
                publishing.pause(Desk(world.rt, tx, shop), found, by=None)
            except WorkflowError as error:
                return str(error)
            return "paused"

    said = at_once(pauses, pauses)

    assert sorted(said) == [
        "only an active workflow can be paused; this is paused",
        "paused",
    ]


def test_a_workflow_that_has_ended_gives_its_name_free_and_keeps_its_versions(
    world: World, shop: UUID
) -> None:
    first = publish(world, shop, on("BEGIN", emitted("THE_END")))
    with world.rt.db.tenant(shop) as tx:
        desk = Desk(world.rt, tx, shop)
        found = workflows.get(tx, shop, first)
        assert found is not None
        publishing.end(desk, found, by=None)
        publishing.end(desk, found, by=None)
        with pytest.raises(WorkflowError, match="has ended"):
            publishing.activate(desk, found, by=None)

    publish(world, shop, on("BEGIN", emitted("THE_END")))
    happens(world, shop, "BEGIN")

    assert world.rows("select status from workflows order by id") == [("ended",), ("active",)]
    assert world.rows("select count(*) from workflow_versions") == [(2,)]
    assert world.rows("select count(*) from runs") == [(1,)]
