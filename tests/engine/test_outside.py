"""What a step does outside: its answer counts once, and trouble is told apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import OperationalError

from engine.ai.base import AIAnswer, AIRequest, Provider
from engine.automation import outside, steering
from engine.context.desk import Desk
from tests.engine.flows import codes, faults, noted, on_sale, passes, publish, statuses, told
from tests.engine.world import AMINA, World
from tests.services import Cluster

THINK = {"type": "ai_process", "request": "CLASSIFICATION",
         "input": {"text": "bread", "labels": ["bread", "unknown"]}}  # fmt: skip


@dataclass
class Disturbed:
    """The built-in assistant; before it answers, something happens."""

    inner: Provider
    before: Callable[[int], None]
    name: str = "disturbed"
    asked: int = 0

    def answer(self, request: AIRequest) -> AIAnswer:
        self.asked += 1
        self.before(self.asked)
        return self.inner.answer(request)


@pytest.fixture(name="shop")
def _shop(world: World) -> UUID:
    return world.registers(AMINA, "Duka la Amina")


def disturbs(world: World, before: Callable[[int], None]) -> Disturbed:
    assistant = Disturbed(world.rt.ai, before)
    world.rt = replace(world.rt, ai=assistant)
    return assistant


def leases_end(world: World) -> None:
    """The lease of whoever is at it is over."""
    with world.rt.db.every_tenant() as tx:
        tx.execute(text("update outbox set due_at = now() where kind = 'ai'"))
        (shop,) = tx.execute(text("select organization_id from runs")).one()
    with world.rt.db.tenant(shop) as tx:
        tx.execute(text("update step_runs set lease_until = null"))
    world.works()


def test_an_answer_moves_the_run_once(world: World, shop: UUID) -> None:
    publish(world, shop, on_sale(THINK, told()))
    assistant = disturbs(world, lambda times: None)

    assert "Sold Ksh 300." in world.says(AMINA, "sold sugar 300")
    assert assistant.asked == 1
    assert statuses(world) == ["COMPLETED"]


def test_the_databases_trouble_is_not_the_steps(world: World, shop: UUID) -> None:
    def away(times: int) -> None:
        if times == 1:
            raise OperationalError("select", {}, Exception("the server went away"))

    publish(world, shop, on_sale(THINK, told()))
    disturbs(world, away)
    world.says(AMINA, "sold sugar 300")
    assert statuses(world) == ["WAITING"]

    leases_end(world)

    assert statuses(world) == ["COMPLETED"]
    assert not faults(world)


def test_whoever_comes_back_after_the_lease_is_not_heard(world: World, shop: UUID) -> None:
    def overtaken(times: int) -> None:
        if times == 1:
            leases_end(world)  # A second worker takes it, and is done before the first.

    publish(world, shop, on_sale(THINK, told()))
    assistant = disturbs(world, overtaken)

    said = world.says(AMINA, "sold sugar 300")

    assert assistant.asked == 2
    assert said.count("Sold Ksh 300.") == 1
    assert not faults(world)


def test_an_answer_for_a_cancelled_run_does_nothing(world: World, shop: UUID) -> None:
    def cancelled(_: int) -> None:
        (run,) = world.ids("select id from runs")
        with world.rt.db.tenant(shop) as tx:
            steering.cancel(Desk(world.rt, tx, shop), run, by=shop, via="api")

    publish(world, shop, on_sale(THINK, told()))
    disturbs(world, cancelled)
    world.says(AMINA, "sold sugar 300")

    passes(world, hours=1)

    assert statuses(world) == ["CANCELLED"]
    assert world.rows("select count(*) from outbox") == [(0,)]


def test_a_step_that_ends_its_process_each_time_is_left_alone(world: World, shop: UUID) -> None:
    class DiesError(BaseException):
        pass

    def dies(_: int) -> None:
        raise DiesError

    publish(world, shop, on_sale(THINK))
    assistant = disturbs(world, dies)
    world.hears(AMINA, "sold sugar 300")
    with pytest.raises(DiesError):
        world.works()
    for _ in range(outside.CLAIMS - 1):
        with pytest.raises(DiesError):
            leases_end(world)
    leases_end(world)

    assert assistant.asked == outside.CLAIMS
    assert codes(world) == ["internal"]


def test_a_run_that_cannot_go_on_after_an_answer_fails(
    world: World, shop: UUID, cluster: Cluster, database_url: str
) -> None:
    publish(world, shop, on_sale(THINK, noted()))
    database = str(make_url(database_url).database)

    def forbids(_: int) -> None:
        with cluster.postgres.superuser(database) as cursor:
            cursor.execute("revoke update (note) on entries from karani_app")

    disturbs(world, forbids)
    world.says(AMINA, "sold sugar 300")

    assert codes(world) == ["internal"]
    assert world.rows("select count(*) from outbox where kind = 'ai'") == [(0,)]
