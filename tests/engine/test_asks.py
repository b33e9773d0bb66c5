"""An answer goes to the question that was asked, and comes from somebody who may give it."""

from __future__ import annotations

from engine.automation import steering
from engine.context.desk import Desk
from tests.engine.keeper import Keeper, keeper
from tests.engine.rules_of_a_shop import (
    STARTED,
    approval,
    asks,
    changes,
    publish,
    rule,
    takes_on,
)
from tests.engine.world import AMINA, BARAKA, World

NEXT = "NEXT_STARTED"
APPROVALS = "select status from approvals"


def asked_twice(world: World, first: dict[str, object], second: dict[str, object]) -> Keeper:
    """Amina is asked one thing, and then another."""
    owner = keeper(world)
    publish(world, owner, rule("First", STARTED, first))
    publish(world, owner, rule("Second", NEXT, second))
    for event in (STARTED, NEXT):
        owner.raises(event)
        world.works()
    return owner


def test_a_two_is_no_refusal_where_a_number_was_asked_for_last(world: World) -> None:
    asked_twice(world, approval(), asks("How many are left?", expect="number"))

    world.says(AMINA, "2")

    assert world.rows(APPROVALS) == [("open",)]


def test_a_bare_yes_decides_nothing_where_a_rule_asks_for_a_yes_too(world: World) -> None:
    asked_twice(world, approval(), asks("Did the bread come?", expect="yes_no"))

    world.says(AMINA, "yes")

    assert world.rows(APPROVALS) == [("open",)]


def test_an_answer_is_not_taken_by_a_question_that_was_asked_before(world: World) -> None:
    left = asks("How many are left?", expect="number")
    asked_twice(world, left, asks("What did the bread cost?", expect="number"))

    world.says(AMINA, "500")

    query = "select input -> 'question' ->> 'en' from step_runs where status = 'done'"
    assert world.rows(query) in ([], [("What did the bread cost?",)])


def test_somebody_who_left_the_team_answers_nothing_for_it(world: World) -> None:
    owner = keeper(world)
    baraka = takes_on(world, owner, BARAKA)
    publish(world, owner, rule("Asks", STARTED, asks("How many?", who="STAFF")))
    owner.raises(STARTED)
    world.works()
    changes(owner, baraka, None)
    for words in ("hi", "Baraka", "Duka la Baraka"):
        world.says(BARAKA, words)

    world.says(BARAKA, "7")

    assert world.rows("select status from step_runs") == [("waiting",)]


def test_an_answer_that_a_paused_run_keeps_is_not_said_to_be_in_vain(world: World) -> None:
    owner = keeper(world)
    publish(world, owner, rule("Asks", STARTED, asks("How many?", expect="number")))
    owner.raises(STARTED)
    world.works()
    shop, person = owner.scene.shop_id, owner.scene.person_id
    (run,) = world.ids("select id from runs")
    with world.rt.db.tenant(shop) as tx:
        steering.pause(Desk(world.rt, tx, shop), run, by=person, via="test")

    assert world.says(AMINA, "5") == ["Thank you, I have passed that on: How many?"]
    world.says(AMINA, "6")
    assert world.rows("select jsonb_array_length(held) from runs") == [(1,)]
