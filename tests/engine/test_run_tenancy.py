"""Chausiku next door sees no workflow of Amina's, and decides nothing of hers."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import text

from engine.approvals.approvals import Verdict
from engine.automation import steering
from engine.context.desk import Desk
from engine.runs.runs import RunError
from store import approvals, asks, open_approvals, runs, step_runs, workflows
from store.database import Transaction
from tests.engine.flows import (
    asked,
    decides,
    happens,
    on,
    on_sale,
    person_of,
    publish,
    statuses,
)
from tests.engine.world import AMINA, CHAUSIKU, World

TABLES = (
    "workflows", "workflow_versions", "runs", "step_runs",
    "approvals", "approval_seats", "asks",
)  # fmt: skip
ASK = {"type": "ask", "who": "OWNER", "question": {"en": "How many?", "sw": "Ngapi?"}}


@pytest.fixture(name="shop")
def _shop(world: World) -> UUID:
    """Amina's, with everything in it, and something that waits for her."""
    shop = world.registers(AMINA, "Duka la Amina")
    publish(world, shop, on_sale(asked(), name="Approves"))
    publish(world, shop, on("PING", ASK, name="Asks"))
    world.says(AMINA, "sold sugar 300")
    happens(world, shop, "PING")
    assert statuses(world) == ["WAITING_APPROVAL", "WAITING"]
    return shop


@pytest.fixture(name="jirani")
def _jirani(world: World, shop: UUID) -> UUID:
    return world.registers(CHAUSIKU, "Jirani")


@pytest.mark.parametrize("table", TABLES)
def test_nothing_of_a_neighbours_is_seen(
    world: World, shop: UUID, jirani: UUID, table: str
) -> None:
    chausiku = person_of(world, CHAUSIKU)
    count = text(f"select count(*) from {table}")

    with world.rt.db.tenant(shop) as tx:
        assert tx.execute(count).scalar_one() > 0
    for place in (jirani, None):
        with world.rt.db.tenant(place, chausiku) as tx:
            assert tx.execute(count).scalar_one() == 0


@pytest.mark.parametrize("table", [one for one in TABLES if one != "workflow_versions"])
def test_nothing_can_be_written_into_a_neighbours_shop(
    world: World, shop: UUID, jirani: UUID, table: str
) -> None:
    chausiku = person_of(world, CHAUSIKU)
    name = "closed_at" if table == "approval_seats" else "status"
    change = text(f"update {table} set {name} = {name}")

    with world.rt.db.tenant(jirani, chausiku) as tx:
        assert tx.execute(change).rowcount == 0


LOOKS: dict[str, Callable[[Transaction, UUID, UUID], object]] = {
    "runs": runs.get,
    "step_runs": step_runs.get,
    "approvals": approvals.get,
    "workflows": workflows.get,
}


@pytest.mark.parametrize("table", LOOKS)
def test_a_guessed_id_finds_nothing_whatever_shop_is_named(
    world: World, shop: UUID, jirani: UUID, table: str
) -> None:
    (key, *_) = world.ids(f"select id from {table} order by id")

    with world.rt.db.tenant(jirani, person_of(world, CHAUSIKU)) as tx:
        assert LOOKS[table](tx, jirani, key) is None
        assert LOOKS[table](tx, shop, key) is None


def test_a_guessed_approval_cannot_be_decided(world: World, shop: UUID, jirani: UUID) -> None:
    (approval,) = world.ids("select id from approvals")
    chausiku = person_of(world, CHAUSIKU)

    assert decides(world, jirani, approval, chausiku) is Verdict.UNKNOWN
    assert decides(world, shop, approval, chausiku) is Verdict.FORBIDDEN
    assert world.rows("select status from approvals") == [("open",)]


def test_a_guessed_code_means_nothing_in_another_persons_chat(
    world: World, shop: UUID, jirani: UUID
) -> None:
    said = world.says(CHAUSIKU, "yes A1")

    assert len(said) == 1
    assert "approved" not in said[0]
    assert "Sale" not in said[0]
    assert world.rows("select status from approvals") == [("open",)]


def test_one_code_in_two_shops_means_each_persons_own(
    world: World, shop: UUID, jirani: UUID
) -> None:
    publish(world, jirani, on_sale(asked(), name="Approves"))
    world.says(CHAUSIKU, "sold sugar 400")
    assert world.rows("select code from approvals") == [("A1",), ("A1",)]

    assert "A1 is approved." in world.says(CHAUSIKU, "yes A1")

    by_shop = world.rows("select organization_id, status from approvals")
    assert set(by_shop) == {(shop, "open"), (jirani, "approved")}


def test_a_neighbour_is_asked_nothing(world: World, shop: UUID, jirani: UUID) -> None:
    with world.rt.db.tenant(jirani, person_of(world, CHAUSIKU)) as tx:
        assert asks.open_for(tx, person_of(world, CHAUSIKU)) == []
        assert asks.open_for(tx, person_of(world, AMINA)) == []
        assert open_approvals.open_for(tx, person_of(world, AMINA)) == []


def test_a_neighbour_cannot_steer_a_run_by_its_id(
    world: World, shop: UUID, jirani: UUID
) -> None:
    chausiku = person_of(world, CHAUSIKU)
    (run, *_) = world.ids("select id from runs order by id")

    for steer in (steering.pause, steering.resume, steering.cancel, steering.retry):
        with (
            world.rt.db.tenant(jirani, chausiku) as tx,
            pytest.raises(RunError, match="no such run"),
        ):
            steer(Desk(world.rt, tx, jirani), run, by=chausiku, via="api")
    assert statuses(world) == ["WAITING_APPROVAL", "WAITING"]


def test_an_event_of_a_neighbours_wakes_and_starts_nothing_here(
    world: World, shop: UUID, jirani: UUID
) -> None:
    before = world.rows("select count(*) from runs")

    happens(world, jirani, "PING", "SALE_PLANNED")

    assert world.rows("select count(*) from runs") == before
