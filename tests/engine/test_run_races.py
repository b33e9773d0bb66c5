"""Several hands on one run at the same moment: one of them moves it, once."""

from __future__ import annotations

from collections import Counter
from functools import partial
from uuid import UUID

import pytest
from sqlalchemy import text

from engine.approvals.approvals import Verdict
from engine.automation import steering
from engine.context.desk import Desk
from engine.runs.runs import RunError
from tests.engine.flows import (
    asked,
    at_once,
    decides,
    faults,
    happens,
    joins,
    noted,
    on_sale,
    passes,
    person_of,
    publish,
    statuses,
    steps,
    told,
)
from tests.engine.world import AMINA, World

PEOPLE, QUESTIONS = 8, 50
WAIT = {"type": "wait", "event": "PING", "timeout": "P3D"}
ROUNDS = 6


@pytest.fixture(name="shop")
def _shop(world: World) -> UUID:
    return world.registers(AMINA, "Duka la Amina")


@pytest.fixture(name="staff")
def _staff(world: World, shop: UUID) -> dict[str, UUID]:
    phones = [f"+25472200001{place}" for place in range(PEOPLE)]
    return {phone: joins(world, shop, phone) for phone in phones}


def turns(world: World) -> None:
    """Every conversation that waits is answered, all at once; deliveries are left alone."""
    for _ in range(30):
        with world.rt.db.every_tenant() as tx:
            tx.execute(text("update outbox set due_at = now() where kind = 'turn'"))
        due = world.ids("select id from outbox where kind = 'turn' and parked_at is null")
        if not due:
            return
        at_once(*(partial(world.works_once, entry) for entry in due))
    raise AssertionError("the turns never end")


def fifty(world: World, shop: UUID) -> None:
    """Fifty sales wait for any of the staff."""
    publish(world, shop, on_sale(asked(of="STAFF", self_approval=False), noted()))
    for _ in range(QUESTIONS):
        world.hears(AMINA, "sold bread 100")
    turns(world)


def decided_once(world: World) -> None:
    assert Counter(statuses(world)) == {"COMPLETED": QUESTIONS}
    assert not faults(world)
    assert world.rows("""
        select count(*), count(distinct entity_id) from audit_entries
        where action in ('APPROVE', 'REJECT')
    """) == [(QUESTIONS, QUESTIONS)]
    assert world.rows("""
        select count(*) from approvals a join step_runs s on s.id = a.step_run_id
        where a.status = s.output ->> 'decision' and a.decided_by::text = s.output ->> 'by'
    """) == [(QUESTIONS,)]


def test_eight_people_answer_fifty_approvals_at_once_and_each_counts_once(
    world: World, shop: UUID, staff: dict[str, UUID]
) -> None:
    fifty(world, shop)
    waiting = world.ids("select id from approvals order by id")

    def answers(place: int, person: UUID) -> list[Verdict]:
        start = place * 6
        order = waiting[start:] + waiting[:start]
        return [decides(world, shop, one, person, yes=place % 2 == 0) for one in order]

    ruled = at_once(*(partial(answers, *one) for one in enumerate(staff.values())))

    verdicts = Counter(verdict for one in ruled for verdict in one)
    assert verdicts[Verdict.LATE] == (PEOPLE - 1) * QUESTIONS
    assert verdicts[Verdict.APPROVED] + verdicts[Verdict.REJECTED] == QUESTIONS
    decided_once(world)


def test_eight_people_answer_fifty_approvals_over_chat_and_each_counts_once(
    world: World, shop: UUID, staff: dict[str, UUID]
) -> None:
    fifty(world, shop)
    for (code,) in world.rows("select code from approvals order by id"):
        for place, phone in enumerate(staff):
            world.hears(phone, f"{'yes' if place % 2 == 0 else 'no'} {code}")

    turns(world)

    decided_once(world)
    assert world.rows("select count(*) from inbound_messages where handled_at is null") == [
        (0,)
    ]


def test_people_who_answer_in_opposite_orders_are_both_answered(
    world: World, shop: UUID, staff: dict[str, UUID]
) -> None:
    publish(world, shop, on_sale(asked(of="STAFF", self_approval=False), noted()))
    for _ in range(3):
        world.hears(AMINA, "sold bread 100")
    turns(world)
    codes = [code for (code,) in world.rows("select code from approvals order by id")]
    first, second, *_ = staff
    for phone, order in ((first, codes), (second, codes[::-1])):
        for code in order:
            world.hears(phone, f"yes {code}")

    turns(world)

    assert Counter(statuses(world)) == {"COMPLETED": 3}
    assert not faults(world)


def test_two_events_at_once_move_a_waiting_run_once(world: World, shop: UUID) -> None:
    publish(world, shop, on_sale(WAIT, told()))
    for _ in range(ROUNDS):
        world.says(AMINA, "sold sugar 300")

        at_once(*[partial(happens, world, shop, "PING")] * 4)

    assert statuses(world) == ["COMPLETED"] * ROUNDS
    assert not faults(world)


def test_of_a_timer_and_an_answer_exactly_one_wins(world: World, shop: UUID) -> None:
    publish(world, shop, on_sale(asked(), told()))
    amina = person_of(world, AMINA)
    for _ in range(ROUNDS):
        world.says(AMINA, "sold sugar 300")
        (approval,) = world.ids("select id from approvals where status = 'open'")
        (timer,) = world.ids("select id from outbox where kind = 'timer'")

        at_once(
            partial(decides, world, shop, approval, amina), partial(world.works_once, timer)
        )

    assert statuses(world) == ["COMPLETED"] * ROUNDS
    assert not faults(world)
    assert world.rows("""
        select count(*) from approvals a join step_runs s on s.id = a.step_run_id
        where (a.status = 'approved') = (s.output ->> 'decision' = 'approved')
          and (a.status = 'expired') = coalesce((s.output ->> 'timed_out')::bool, false)
    """) == [(ROUNDS,)]


@pytest.mark.parametrize("what", ["pause", "cancel"])
def test_steering_and_a_timer_leave_a_run_in_one_piece(
    world: World, shop: UUID, what: str
) -> None:
    publish(world, shop, on_sale(asked(), told()))
    amina = person_of(world, AMINA)

    def steers(run: UUID) -> None:
        try:
            with world.rt.db.tenant(shop) as tx:
                getattr(steering, what)(Desk(world.rt, tx, shop), run, by=amina, via="api")
        except RunError:
            pass  # The timer was first.

    for _ in range(ROUNDS):
        world.says(AMINA, "sold sugar 300")
        (run,) = world.ids("select id from runs where status = 'WAITING_APPROVAL'")
        (timer,) = world.ids("select id from outbox where kind = 'timer'")
        at_once(partial(steers, run), partial(world.works_once, timer))
        if statuses(world)[-1] == "PAUSED":
            with world.rt.db.tenant(shop) as tx:
                steering.resume(Desk(world.rt, tx, shop), run, by=amina, via="api")

    ended = {"COMPLETED"} if what == "pause" else {"COMPLETED", "CANCELLED"}
    assert set(statuses(world)) <= ended
    assert not faults(world)
    assert world.rows("select count(*) from approvals where status = 'open'") == [(0,)]


def test_a_paused_run_hears_what_it_missed_when_it_goes_on(world: World, shop: UUID) -> None:
    publish(world, shop, on_sale({**WAIT, "if": "arrived.type == 'PING'"}, told()))
    world.says(AMINA, "sold sugar 300")
    (run,) = world.ids("select id from runs")
    amina = person_of(world, AMINA)
    with world.rt.db.tenant(shop) as tx:
        steering.pause(Desk(world.rt, tx, shop), run, by=amina, via="api")

    at_once(*[partial(happens, world, shop, "PING")] * 4)
    passes(world, days=3)
    assert statuses(world) == ["PAUSED"]
    with world.rt.db.tenant(shop) as tx:
        steering.resume(Desk(world.rt, tx, shop), run, by=amina, via="api")

    assert statuses(world) == ["COMPLETED"]
    assert world.rows("select output -> 'timed_out' from step_runs where step = 's1'") == [
        (False,)
    ]
    assert not faults(world)


def test_an_answer_to_a_paused_runs_question_is_kept(world: World, shop: UUID) -> None:
    publish(world, shop, on_sale(asked(), told()))
    world.says(AMINA, "sold sugar 300")
    (run,) = world.ids("select id from runs")
    with world.rt.db.tenant(shop) as tx:
        steering.pause(Desk(world.rt, tx, shop), run, by=shop, via="api")

    assert world.says(AMINA, "yes A1") == ["A1 is approved."]
    with world.rt.db.tenant(shop) as tx:
        steering.resume(Desk(world.rt, tx, shop), run, by=shop, via="api")

    assert steps(world) == [("s1", "done"), ("s2", "done")]


def test_a_failed_run_that_two_people_retry_is_tried_once(world: World, shop: UUID) -> None:
    lost = {"type": "update_record", "record": "customer", "record_id": "nobody",
            "set": {"note": "x"}}  # fmt: skip
    publish(world, shop, on_sale(lost))
    world.says(AMINA, "sold sugar 300")
    (run,) = world.ids("select id from runs")

    def retries() -> None:
        with world.rt.db.tenant(shop) as tx:
            steering.retry(Desk(world.rt, tx, shop), run, by=shop, via="api")

    at_once(retries, retries)  # It fails at once, so both may: one after the other.

    assert [step for step, _ in steps(world)] == ["s1"] * 3
    assert not faults(world)


def test_a_replay_beside_a_timer_is_a_run_of_its_own(world: World, shop: UUID) -> None:
    publish(world, shop, on_sale({"type": "wait", "for": "PT1H"}, told()))
    world.says(AMINA, "sold sugar 300")
    (run,) = world.ids("select id from runs")
    (timer,) = world.ids("select id from outbox where kind = 'timer'")
    amina = person_of(world, AMINA)

    def replays() -> None:
        with world.rt.db.tenant(shop, amina) as tx:
            steering.replay(Desk(world.rt, tx, shop), run, by=amina, via="api")

    at_once(replays, partial(world.works_once, timer))
    passes(world, hours=1)

    assert statuses(world) == ["COMPLETED"] * 2
    assert not faults(world)
