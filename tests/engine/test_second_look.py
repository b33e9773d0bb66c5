"""A decision is bound to what was shown: what has changed since is asked anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from sqlalchemy import text

from bot.effects import Raise, Replace
from engine.automation import steering
from engine.context.desk import Desk
from engine.facts import events
from store.events import Event
from tests.engine.asked_shop import AskedShop, asked_shop, sold, with_step
from tests.engine.keeper import Keeper
from tests.engine.world import AMINA, BARAKA, World

ASKED = "Sale of Ksh {} (cement) by {}. Is that all right?"


def put_right(shop: AskedShop, amount: str, entry: UUID | None = None) -> None:
    """The owner corrects the newest sale."""
    shop.owner.wishes(Replace(entry or shop.entry(), sold("cement", amount)))
    shop.world.works()


def put_right_unseen(shop: AskedShop, amount: str) -> None:
    """The same at a moment when nobody looks again."""
    approvals = "update approvals set status = '{}' where code = 'A1'"
    with shop.world.rt.db.tenant(shop.owner.scene.organization_id) as tx:
        tx.execute(text(approvals.format("cancelled")))
    put_right(shop, amount)
    with shop.world.rt.db.tenant(shop.owner.scene.organization_id) as tx:
        tx.execute(text(approvals.format("open")))


def test_what_was_put_right_is_asked_anew_under_another_code(world: World) -> None:
    shop = asked_shop(world)
    shop.sells()
    before = len(world.post.sent)

    put_right(shop, "1200")

    asked = ASKED.format("1,200", "Amina")
    assert shop.told(AMINA, before) == [
        f"This changed since I asked: {asked}\n1 Yes, 2 No. Or answer YES B1 or NO B1."
    ]
    assert shop.approvals() == [("A1", "cancelled"), ("B1", "open")]


def test_a_yes_to_what_has_changed_decides_nothing_and_is_asked_anew_once(world: World) -> None:
    shop = asked_shop(world)
    shop.sells()
    put_right_unseen(shop, "1200")

    (said,) = shop.answers("yes A1")

    assert said.startswith("This changed since I asked: Sale of Ksh 1,200 (cement)")
    assert shop.approvals() == [("A1", "cancelled"), ("B1", "open")]
    assert shop.runs() == ["WAITING_APPROVAL"]


def test_the_old_code_leads_to_the_new_question(world: World) -> None:
    shop = asked_shop(world)
    shop.sells()
    put_right(shop, "1200")

    (said,) = shop.answers("yes A1")

    assert said.startswith("This changed since I asked")
    assert "YES B1" in said
    assert shop.approvals() == [("A1", "cancelled"), ("B1", "open")]


def test_a_yes_to_the_new_question_counts_and_the_run_is_about_what_stands(
    world: World,
) -> None:
    shop = asked_shop(world)
    shop.sells()
    put_right(shop, "1200")
    before = len(world.post.sent)

    assert "B1 is approved." in shop.answers("yes B1")

    assert shop.runs() == ["COMPLETED"]
    assert shop.told(BARAKA, before) == ["Amina said YES: Sale of Ksh 1,200 (cement) by Amina."]


def test_what_is_asked_anew_is_over_when_it_would_have_been(world: World) -> None:
    shop = asked_shop(world)
    shop.sells()
    shop.waits(hours=11)
    put_right(shop, "1200")

    shop.waits(hours=1)

    assert shop.approvals() == [("A1", "cancelled"), ("B1", "expired")]
    assert shop.runs() == ["COMPLETED"]


def test_what_was_taken_back_ends_the_approval_and_both_are_told(world: World) -> None:
    shop = asked_shop(world)
    shop.sells()
    before = len(world.post.sent)

    world.says(BARAKA, "undo")

    about = "Sale of Ksh 12,000 (cement) by Baraka."
    assert shop.told(AMINA, before) == [
        f"That was taken back, so A1 needs no answer any more: {about}"
    ]
    assert f"That was taken back, so nobody has to decide it any more: {about}" in shop.told(
        BARAKA, before
    )
    assert (shop.approvals(), shop.runs()) == ([("A1", "cancelled")], ["CANCELLED"])


def test_a_yes_to_what_was_taken_back_decides_nothing(world: World) -> None:
    shop = asked_shop(world)
    shop.sells()
    world.says(BARAKA, "undo")

    assert shop.answers("yes A1") == ["A1 is no longer needed, so nothing was changed."]


def test_where_what_stands_now_is_asked_about_already_one_question_is_left(
    world: World,
) -> None:
    shop = asked_shop(world)
    shop.sells()
    entry, event = shop.entry(), sold("cement", "15000")

    baraka = Keeper(world, replace(shop.owner.scene, person_id=shop.baraka))
    baraka.wishes(Replace(entry, event))
    world.works()

    assert [status for _, status in shop.approvals()] == ["cancelled", "open"]
    assert shop.runs() == ["CANCELLED", "WAITING_APPROVAL"]


def test_what_became_another_kind_of_fact_is_asked_about_no_more(world: World) -> None:
    shop = asked_shop(world)
    shop.sells()
    sale = sold("cement", "1200")

    shop.owner.wishes(Replace(shop.entry(), Raise("EXPENSE_RECORDED", sale.payload)))

    assert (shop.approvals(), shop.runs()) == ([("A1", "cancelled")], ["CANCELLED"])


def test_that_it_ended_is_in_the_audit(world: World) -> None:
    shop = asked_shop(world)
    shop.sells()

    world.says(BARAKA, "undo")

    told = "select entity, after::text from audit_entries where via = 'change' order by id"
    assert world.rows(told) == [
        ("approval", '{"status": "cancelled"}'),
        ("run", '{"was": "cancelled"}'),
    ]


def test_an_approval_about_something_else_is_left_alone(world: World) -> None:
    shop = asked_shop(world)
    shop.sells()
    shop.sells("100", "bread")

    world.says(BARAKA, "undo")

    assert shop.approvals() == [("A1", "open")]


def test_silence_is_no_consent_to_what_has_changed(world: World) -> None:
    step = {"id": "ask", "type": "approval", "of": "OWNER", "timeout": "PT1H",
            "on_timeout": "approve", "question": {"en": "Sale?", "sw": "Mauzo?"}}  # fmt: skip
    shop = with_step(world, step)
    shop.sells()
    reverses_unseen(shop)

    shop.waits(hours=1)

    assert shop.approvals() == [("A1", "cancelled")]
    assert shop.runs() == ["CANCELLED"]


def reverses_unseen(shop: AskedShop) -> None:
    """Another system takes the sale back."""
    organization = shop.owner.scene.shop_id
    with shop.world.rt.db.tenant(organization) as tx:
        events.record(
            tx,
            Event(
                organization_id=organization,
                type="ENTRY_REVERSED",
                source="api",
                person_id=None,
                message_id=None,
                payload={"entry": str(shop.entry()), "reason": "api"},
                occurred_at=shop.world.now[0],
            ),
        )


def test_a_paused_run_asks_anew_when_it_goes_on(world: World) -> None:
    shop = asked_shop(world)
    shop.sells()
    (run,) = world.ids("select id from runs")
    steer(shop, steering.pause, run)
    put_right(shop, "1200")
    assert shop.approvals() == [("A1", "cancelled")]

    steer(shop, steering.resume, run)

    assert "B1 is approved." in shop.answers("yes B1")


def steer(shop: AskedShop, how: Callable[..., None], run: UUID) -> None:
    """By hand."""
    with shop.world.rt.db.tenant(shop.owner.scene.organization_id) as tx:
        desk = Desk(shop.world.rt, tx, shop.owner.scene.shop_id)
        how(desk, run, by=shop.owner.scene.person_id, via="api")
