"""What did not arrive by WhatsApp goes by SMS: after a final failure only, and never both."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.channels.base import ChannelError, Letter, StatusReport, Trouble
from engine.inbound import intake
from engine.sending.fallbacks import Remedy, remedy
from store import opt_outs, outbound
from store.opt_outs import OptOut
from tests.engine.hush import forms, passes
from tests.engine.keeper import Keeper, keeper
from tests.engine.rules_of_a_shop import publish, rule, tells
from tests.engine.world import AMINA, World
from tests.services import Cluster

NEWS = "NEWS"
OURS = "reason = 'workflow'"
NOT_THERE = ChannelError("63024", "no such recipient", trouble=Trouble.ADDRESS)


@pytest.fixture(name="amina")
def _amina(world: World) -> Keeper:
    amina = keeper(world)
    publish(world, amina, rule("News", NEWS, tells()))
    return amina


def happens(amina: Keeper) -> None:
    amina.raises(NEWS)
    amina.world.works()


def whatsapp_refuses(amina: Keeper, error: ChannelError) -> None:
    def answer(letter: Letter) -> None:
        if letter.channel == "whatsapp":
            raise error

    amina.world.post.answer = answer


def reports(amina: Keeper, status: str, trouble: Trouble = Trouble.OTHER) -> None:
    """The provider's news about the newest message by WhatsApp."""
    (row,) = amina.world.rows(
        "select provider_reference from outbound_messages where channel = 'whatsapp'"
        f" and {OURS} order by id desc limit 1"
    )
    code = "63016" if status == "failed" else None
    report = StatusReport("post", str(row[0]), status, code, trouble)  # type: ignore[arg-type]
    intake.take(amina.world.rt, [report])


def by_sms(amina: Keeper) -> list[str]:
    return [one.text for one in amina.world.post.sent if one.channel == "sms"]


def test_an_address_that_is_not_on_whatsapp_is_written_to_by_sms(amina: Keeper) -> None:
    whatsapp_refuses(amina, NOT_THERE)

    happens(amina)

    assert by_sms(amina) == ["Told."]
    assert forms(amina.world, OURS) == [
        ("free_text", "failed", "63024", "workflow"),
        ("fallback_sms", "sent", None, "workflow"),
    ]
    assert amina.world.rows(
        "select b.form from outbound_messages a"
        " join outbound_messages b on b.id = a.replaced_by"
    ) == [("fallback_sms",)]


def test_whatsapp_is_not_tried_there_again_until_they_write(amina: Keeper) -> None:
    whatsapp_refuses(amina, NOT_THERE)
    happens(amina)
    amina.world.post.answer = lambda letter: None

    happens(amina)
    assert by_sms(amina) == ["Told.", "Told."]

    amina.world.says(AMINA, "hi")
    happens(amina)
    assert len(by_sms(amina)) == 2


def test_a_failure_that_is_reported_later_is_made_good_once(amina: Keeper) -> None:
    happens(amina)

    for _ in range(3):
        reports(amina, "failed")
        amina.world.works()

    assert by_sms(amina) == ["Told."]


def test_a_refusal_of_another_kind_goes_no_other_way(amina: Keeper) -> None:
    whatsapp_refuses(amina, ChannelError("63013", "policy", trouble=Trouble.CONTENT))

    happens(amina)

    assert by_sms(amina) == []
    assert forms(amina.world, OURS) == [("free_text", "failed", "63013", "workflow")]


def test_a_lost_answer_goes_no_other_way(amina: Keeper) -> None:
    whatsapp_refuses(amina, ChannelError("timeout", "no answer", ambiguous=True))

    happens(amina)

    assert by_sms(amina) == []


def test_who_wants_no_sms_gets_none(amina: Keeper) -> None:
    person = amina.scene.person_id
    with amina.world.rt.db.tenant(None, person) as tx:
        opt_outs.add(tx, OptOut(person, None, "sms"))
    whatsapp_refuses(amina, NOT_THERE)

    happens(amina)

    assert by_sms(amina) == []


def test_what_arrives_after_all_is_not_sent_twice(amina: Keeper) -> None:
    """The failure and the arrival are told before the SMS has gone."""
    happens(amina)
    reports(amina, "failed")
    (failure,) = amina.world.ids("select id from outbox where kind = 'failure'")
    amina.world.works_once(failure)

    reports(amina, "delivered")
    amina.world.works()

    assert by_sms(amina) == []
    assert forms(amina.world, "channel = 'sms'") == [
        ("fallback_sms", "suppressed", "arrived_after_all", "workflow")
    ]


def test_a_window_that_turns_out_closed_makes_it_wait(amina: Keeper, cluster: Cluster) -> None:
    happens(amina)
    reports(amina, "failed", Trouble.WINDOW)
    amina.world.works()
    assert by_sms(amina) == []

    passes(amina.world, cluster, minutes=1)
    said = amina.world.says(AMINA, "FUNGUA")

    assert said == ["While you were away:\n\nTold."]


def test_who_told_the_provider_to_stop_is_left_alone_there(amina: Keeper) -> None:
    whatsapp_refuses(amina, ChannelError("21610", "opted out", trouble=Trouble.CONSENT))

    happens(amina)
    amina.world.post.answer = lambda letter: None
    happens(amina)

    reasons = [row[2] for row in forms(amina.world, OURS)]
    assert reasons == ["21610", "opted_out"]
    assert amina.world.rows("select channel from opt_outs") == [("whatsapp",)]
    assert by_sms(amina) == []  # Nor another way: they want to hear nothing.


def test_what_is_hours_old_is_let_be(amina: Keeper) -> None:
    happens(amina)
    with amina.world.rt.db.every_tenant() as tx:
        newest = f"select id from outbound_messages where {OURS}"
        (row,) = tx.connection.exec_driver_sql(newest).all()
    with amina.world.rt.db.tenant(amina.scene.organization_id) as tx:
        message = outbound.get(tx, row[0])

    old = replace(message, is_fresh=False, trouble="address")
    assert remedy(old) is Remedy.NOTHING
    assert remedy(replace(old, is_fresh=True)) is Remedy.BY_SMS
