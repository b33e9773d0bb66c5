"""An approval that nobody answers is asked again, by the shop's setting, each way once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.effects import AskAgain
from engine import effects
from engine.channels.base import ChannelError, Letter, StatusReport, Trouble
from engine.channels.text import sms_parts
from engine.inbound import intake
from engine.tools import failpoints
from store import opt_outs
from tests.engine.asked_shop import AskedShop, asked_shop, sets, sold, with_step
from tests.engine.rules_of_a_shop import approval, changes
from tests.engine.world import AMINA, World

CODE = "*384*123#"


@pytest.fixture(name="shop")
def _shop(world: World) -> AskedShop:
    """Ten in the morning; after ten minutes an SMS."""
    world.now[0] = world.now[0].replace(hour=7)
    shop = asked_shop(world)
    sets(shop, "approval_sms_minutes", 10)
    return shop


def by_sms(shop: AskedShop) -> list[str]:
    return [one.text for one in shop.world.post.sent if one.channel == "sms"]


def reasons(shop: AskedShop) -> list[tuple[object, ...]]:
    """How an approval was asked, in order."""
    return shop.world.rows(
        "select channel, reason, status::text, error_code from outbound_messages"
        " where approval_id is not null order by id"
    )


def audited(shop: AskedShop) -> list[object]:
    query = "select after from audit_entries where via = 'ladder'"
    return [row[0] for row in shop.world.rows(query)]


def test_nothing_is_asked_again_unless_the_shop_wants_it(shop: AskedShop) -> None:
    sets(shop, "approval_sms_minutes", None)
    shop.sells()

    shop.waits(hours=1)

    assert by_sms(shop) == []
    assert shop.world.rows("select 1 from outbox where kind like 'rung%'") == []


def test_what_nobody_answers_is_asked_by_sms_with_the_same_code(shop: AskedShop) -> None:
    shop.sells()
    shop.waits(minutes=9)
    assert by_sms(shop) == []

    shop.waits(minutes=1)

    (question,) = by_sms(shop)
    assert question == shop.told(AMINA)[-2]
    assert "YES A1" in question
    assert reasons(shop) == [
        ("whatsapp", "approval", "sent", None),
        ("sms", "approval_sms", "sent", None),
    ]
    assert audited(shop) == [{"asked_again_by": "sms", "minutes": 10, "people": 1}]


def test_the_sms_decides_as_well_as_whatsapp(shop: AskedShop) -> None:
    shop.sells()
    shop.waits(minutes=10)

    assert "A1 is approved." in shop.answers("yes A1", sms=True)
    assert shop.approvals() == [("A1", "approved")]


@pytest.mark.parametrize("answer", ["yes A1", "no A1"])
def test_what_is_decided_climbs_no_more(shop: AskedShop, answer: str) -> None:
    shop.sells()
    shop.answers(answer)

    shop.waits(minutes=30)

    assert (by_sms(shop), audited(shop)) == ([], [])


def test_what_was_taken_back_climbs_no_more(shop: AskedShop) -> None:
    shop.sells()
    shop.owner.raises("ENTRY_REVERSED", entry=str(shop.entry()), reason="taken back")

    shop.waits(minutes=30)

    assert by_sms(shop) == []


def test_nothing_climbs_past_the_deadline(shop: AskedShop) -> None:
    sets(shop, "approval_sms_minutes", 1440)
    shop.sells()

    shop.waits(days=2)

    assert "approval_sms" not in [reason for _, reason, *_ in reasons(shop)]


def test_nothing_climbs_where_the_shop_wants_it_no_more(shop: AskedShop) -> None:
    shop.sells()
    sets(shop, "approval_sms_minutes", None)

    shop.waits(minutes=30)

    assert by_sms(shop) == []


def test_at_night_it_waits_for_the_morning(world: World) -> None:
    shop = with_step(world, {"id": "ask", **approval(timeout="P1D")})
    sets(shop, "approval_sms_minutes", 10)
    world.now[0] = world.now[0].replace(hour=17)  # Eight in the evening.
    shop.sells()
    shop.waits(hours=10, minutes=59)
    assert by_sms(shop) == []

    shop.waits(minutes=1)

    assert len(by_sms(shop)) == 1


def test_a_timer_that_is_rung_twice_asks_once(shop: AskedShop) -> None:
    shop.sells()
    (entry,) = shop.world.ids("select id from outbox where kind = 'rung_sms'")
    shop.waits(minutes=10)

    shop.world.works_once(entry)
    shop.world.works()

    assert len(by_sms(shop)) == 1


def test_who_was_asked_by_sms_already_is_not_asked_so_again(shop: AskedShop) -> None:
    def answer(letter: Letter) -> None:
        if letter.channel == "whatsapp" and letter.to == AMINA:
            raise ChannelError("63024", "not there", trouble=Trouble.ADDRESS)

    shop.world.post.answer = answer
    shop.sells()

    shop.waits(minutes=30)

    assert len(by_sms(shop)) == 1
    assert audited(shop) == []


def test_a_failure_that_is_told_late_sends_no_second_sms(shop: AskedShop) -> None:
    shop.sells()
    shop.waits(minutes=10)

    intake.take(shop.world.rt, [StatusReport("post", shop.question("A1"), "failed", "63024")])
    shop.world.works()

    assert len(by_sms(shop)) == 1


def test_an_sms_that_waits_while_somebody_decides_is_not_sent(shop: AskedShop) -> None:
    def answer(letter: Letter) -> None:
        if letter.channel == "sms":
            raise ChannelError("20429", "busy", retryable=True, trouble=Trouble.BUSY)

    shop.world.post.answer = answer
    shop.sells()
    shop.waits(minutes=10)
    shop.answers("yes A1")
    shop.world.post.answer = lambda letter: None

    shop.waits(minutes=10)

    assert by_sms(shop) == []
    assert ("sms", "approval_sms", "suppressed", "over") in reasons(shop)


def test_who_may_decide_no_more_is_not_asked_again(world: World) -> None:
    shop = with_step(world, {"id": "ask", **approval(of="STAFF", timeout="P1D")})
    world.now[0] = world.now[0].replace(hour=7)
    sets(shop, "approval_sms_minutes", 10)
    shop.owner.raises("SALE_RECORDED", **sold("cement", "12000").payload)
    world.works()
    changes(shop.owner, shop.baraka, None)

    shop.waits(minutes=10)

    assert by_sms(shop) == []


def test_the_sms_names_what_to_dial(shop: AskedShop) -> None:
    opens_ussd(shop)
    shop.sells()

    shop.waits(minutes=10)

    (question,) = by_sms(shop)
    assert question.endswith(f"NO A1. Or dial {CODE}.")
    assert CODE not in shop.told(AMINA)[-2]


def test_it_names_nothing_to_dial_where_that_costs_another_part(shop: AskedShop) -> None:
    opens_ussd(shop)
    shop.sells(item="cement" * 10)

    shop.waits(minutes=10)

    (question,) = by_sms(shop)
    assert (CODE in question, sms_parts(question)) == (False, 1)
    assert sms_parts(f"{question} Or dial {CODE}.") == 2


def opens_ussd(shop: AskedShop) -> None:
    settings = shop.world.rt.settings.model_copy(update={"africastalking_ussd_code": CODE})
    shop.world.rt = replace(shop.world.rt, settings=settings)


def test_who_wants_no_sms_gets_none(shop: AskedShop) -> None:
    with shop.world.rt.db.tenant(None, shop.owner.scene.person_id) as tx:
        opt_outs.add(tx, opt_outs.OptOut(shop.owner.scene.person_id, None, "sms"))
    shop.sells()

    shop.waits(minutes=10)

    assert by_sms(shop) == []
    assert reasons(shop)[-1] == ("sms", "approval_sms", "suppressed", "opted_out")


def wishes(shop: AskedShop, **after: int | None) -> list[str]:
    """The owner wishes it in a chat; what is said."""
    world, scene = shop.world, shop.owner.scene
    with world.rt.db.tenant(scene.organization_id, scene.person_id) as tx:
        done = effects.settle(world.rt, tx, scene, [AskAgain(after)])
    return [reply.text for reply in done.replies]


def kept(shop: AskedShop) -> list[tuple[object, ...]]:
    return shop.world.rows(
        "select approval_sms_minutes, approval_call_minutes from organizations"
    )


def test_what_the_owner_wishes_in_a_chat_is_kept_and_told_to_the_audit(shop: AskedShop) -> None:
    (said,) = wishes(shop, sms=5)

    assert "by SMS after" in said
    assert kept(shop) == [(5, None)]
    query = "select before, after from audit_entries where after ? 'approval_sms_minutes'"
    assert shop.world.rows(query) == [
        ({"approval_sms_minutes": 10}, {"approval_sms_minutes": 5})
    ]


def test_what_is_so_already_is_no_change(shop: AskedShop) -> None:
    wishes(shop, sms=10)

    query = "select 1 from audit_entries where after ? 'approval_sms_minutes'"
    assert shop.world.rows(query) == []


def test_what_the_installation_cannot_do_is_not_promised(shop: AskedShop) -> None:
    shop.world.post.sms_account = None

    (said,) = wishes(shop, sms=5)

    assert "cannot send SMS" in said
    assert kept(shop) == [(10, None)]


def test_it_is_switched_off_by_chat(shop: AskedShop) -> None:
    (said,) = wishes(shop, sms=None)

    assert "once and not again" in said
    assert kept(shop) == [(None, None)]


def test_a_worker_that_dies_in_between_asks_once_and_later(shop: AskedShop) -> None:
    shop.sells()
    (entry,) = shop.world.ids("select id from outbox where kind = 'rung_sms'")
    failpoints.arm("run.before_commit=raise@1")
    try:
        shop.world.works_once(entry)
    finally:
        failpoints.arm("")
    assert by_sms(shop) == []

    shop.waits(minutes=10)

    assert len(by_sms(shop)) == 1
    assert len(audited(shop)) == 1
