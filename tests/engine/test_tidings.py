"""Both sides hear what became of an approval: once each, in their own language."""

from __future__ import annotations

from typing import Any

from sqlalchemy import text

from tests.engine.asked_shop import AskedShop, asked_shop, with_step
from tests.engine.rules_of_a_shop import changes, publish, takes_on
from tests.engine.world import AMINA, BARAKA, CHAUSIKU, World

QUESTION = {"en": "Sale?", "sw": "Mauzo?"}
ABOUT = "Sale of Ksh 12,000 (cement) by Baraka."


def step(**more: Any) -> dict[str, Any]:
    return {"id": "ask", "type": "approval", "of": "OWNER", "question": QUESTION, **more}


def second_owner(shop: AskedShop) -> None:
    """Chausiku is an owner too."""
    chausiku = takes_on(shop.world, shop.owner, CHAUSIKU)
    rows = f"select person_id from addresses where value = '{CHAUSIKU}'"
    chausiku = shop.world.ids(rows)[0]
    changes(shop.owner, chausiku, "OWNER")


def test_whoever_asked_is_told_the_answer_once(world: World) -> None:
    shop = asked_shop(world)
    shop.sells()
    before = len(world.post.sent)

    shop.answers("no A1")

    assert shop.told(BARAKA, before) == [f"Amina said NO: {ABOUT}"]
    assert shop.told(AMINA, before) == ["A1 is rejected."]


def test_in_their_own_language(world: World) -> None:
    shop = asked_shop(world)
    with world.rt.db.tenant(None, shop.baraka) as tx:
        tx.execute(text("update people set language = 'sw'"))
    shop.sells()
    before = len(world.post.sent)

    shop.answers("yes A1")

    (told,) = shop.told(BARAKA, before)
    assert "Mauzo ya Ksh 12,000 (cement), ameandika Baraka." in told


def test_the_others_who_were_asked_hear_that_it_is_decided(world: World) -> None:
    shop = asked_shop(world)
    second_owner(shop)
    shop.sells()
    before = len(world.post.sent)

    shop.answers("yes A1")

    (told,) = shop.told(CHAUSIKU, before)
    assert told == f"A1 is decided, Amina said YES: {ABOUT}"


def test_both_sides_hear_that_nobody_answered(world: World) -> None:
    shop = asked_shop(world)
    shop.sells()
    before = len(world.post.sent)

    shop.waits(hours=12)

    assert shop.told(BARAKA, before) == [
        f"Nobody answered in time, so it counts as NO: {ABOUT}"
    ]
    assert shop.told(AMINA, before) == [f"The time for A1 is over, so it counts as NO: {ABOUT}"]


def test_where_silence_is_consent_both_hear_that_it_counts_as_yes(world: World) -> None:
    shop = with_step(world, step(timeout="PT1H", on_timeout="approve"))
    shop.sells()
    before = len(world.post.sent)

    shop.waits(hours=1)

    assert shop.told(BARAKA, before) == ["Nobody answered in time, so it counts as YES: Sale?"]


def test_who_is_asked_next_and_who_was_asked_first_hear_that_it_went_on(world: World) -> None:
    asked = step(of="STAFF", timeout="PT1H", on_timeout="escalate", escalate_to="OWNER",
                 self_approval=True)  # fmt: skip
    shop = with_step(world, asked)
    takes_on(world, shop.owner, CHAUSIKU)
    shop.sells("300", "bread")
    before = len(world.post.sent)

    shop.waits(hours=1)

    assert "YES A1" in "".join(shop.told(AMINA, before))
    assert shop.told(BARAKA, before) == [
        "Nobody answered in time, so I have asked Amina: Sale?"
    ]
    assert shop.told(CHAUSIKU, before) == [
        "The time for A1 is over, so I have asked Amina: Sale?"
    ]


def test_what_a_workflow_says_itself_is_not_said_twice(world: World) -> None:
    shop = asked_shop(world, limit=1_000_000)
    tell = {"id": "tell", "type": "send_message", "to": "{{ event.person }}",
            "text": {"en": "Decided.", "sw": "Tayari."}}  # fmt: skip
    trigger = {"event": "SALE_RECORDED"}
    document = {"name": "Both", "trigger": trigger, "steps": [step(timeout="PT1H"), tell]}
    publish(world, shop.owner, document)
    for end in (lambda: shop.answers("yes A1"), lambda: shop.waits(hours=1)):
        shop.sells("300", "bread")
        before = len(world.post.sent)

        end()

        assert shop.told(BARAKA, before) == ["Decided."]


def test_who_has_left_is_told_nothing(world: World) -> None:
    shop = asked_shop(world)
    shop.sells()
    changes(shop.owner, shop.baraka, None)
    before = len(world.post.sent)

    shop.answers("yes A1")

    assert shop.told(BARAKA, before) == []


def test_an_answer_that_quotes_the_question_decides_that_one(world: World) -> None:
    shop = asked_shop(world)
    shop.sells()
    shop.sells("15000")

    shop.answers("no", quoted=shop.question("B1"))

    assert shop.approvals() == [("A1", "open"), ("B1", "rejected")]
