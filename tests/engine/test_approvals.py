"""An approval is put to those who may decide, and decided by nobody else."""

from __future__ import annotations

from typing import Any

from tests.engine.keeper import keeper
from tests.engine.rules_of_a_shop import (
    STARTED,
    approval,
    changes,
    daily,
    passes,
    publish,
    rule,
    takes_on,
)
from tests.engine.world import AMINA, BARAKA, World


def by_others() -> dict[str, Any]:
    """An approval that nobody gives to what they did themselves."""
    return {key: value for key, value in approval().items() if key != "self_approval"}


def test_who_was_asked_as_an_owner_and_is_none_any_more_decides_nothing(world: World) -> None:
    owner = keeper(world)
    baraka = takes_on(world, owner, BARAKA)
    changes(owner, baraka, "OWNER")
    publish(world, owner, rule("Asks", STARTED, approval()))
    owner.raises(STARTED)
    world.works()
    changes(owner, baraka, "VIEWER")

    world.says(BARAKA, "yes A1")

    assert world.rows("select status from approvals") == [("open",)]


def test_who_left_the_team_is_shown_its_questions_no_more(world: World) -> None:
    owner = keeper(world)
    baraka = takes_on(world, owner, BARAKA)
    publish(world, owner, rule("Asks", STARTED, approval(of="STAFF")))
    for _ in range(2):
        owner.raises(STARTED)
    changes(owner, baraka, None)
    for words in ("hi", "Baraka", "Duka la Baraka"):
        world.says(BARAKA, words)

    said = world.says(BARAKA, "yes")

    assert "Approve?" not in "".join(said)


def test_a_code_is_not_used_again_for_a_week_by_another_shop_either(world: World) -> None:
    one, other = keeper(world), keeper(world, BARAKA, "Duka la Baraka")
    takes_on(world, other, AMINA)
    publish(world, one, rule("Asks", STARTED, approval()))
    publish(world, other, rule("Asks", STARTED, approval(of="STAFF")))
    one.raises(STARTED)
    world.works()
    world.says(AMINA, "yes A1")

    other.raises(STARTED)

    assert len(world.rows("select distinct code from approvals")) == 2


def test_who_may_not_decide_is_not_asked(world: World) -> None:
    owner = keeper(world)
    publish(world, owner, rule("Asks", "SALE_RECORDED", by_others()))

    world.says(AMINA, "sold sugar 300")

    assert world.rows("select person_id from approval_seats") == []


def test_the_owner_decides_what_her_own_schedule_asks(world: World) -> None:
    owner = keeper(world)
    publish(world, owner, daily(by_others()))
    passes(world, hours=14)

    assert world.says(AMINA, "yes A1") == ["A1 is approved."]


def test_a_late_answer_does_not_say_that_nothing_changed_where_silence_was_consent(
    world: World,
) -> None:
    owner = keeper(world)
    publish(world, owner, rule("Asks", STARTED, approval(timeout="PT1H", on_timeout="approve")))
    owner.raises(STARTED)
    passes(world, hours=1)

    (said,) = world.says(AMINA, "no A1")

    assert "nothing was changed" not in said


def test_a_long_question_still_says_how_to_answer(world: World) -> None:
    owner = keeper(world)
    long = "Approve this? " * 130
    publish(world, owner, rule("Asks", STARTED, approval(question={"en": long, "sw": long})))
    owner.raises(STARTED)
    world.works()

    assert "YES A1" in world.post.sent[-1].text
