"""The starters that write to customers: exactly the messages that they promise."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from bot import rules
from bot.effects import MakeRule
from bot.rules import Wanted
from tests.engine.flows import on, passes, publish
from tests.engine.keeper import Keeper, keeper
from tests.engine.shop_with_customers import knows, suppressed
from tests.engine.world import AMINA, ASHA, BARAKA, World

MONDAY_MORNING = datetime(2026, 11, 23, 5, 55, tzinfo=UTC)
"""Five to nine in Nairobi."""


@pytest.fixture(name="amina")
def _amina(world: World) -> Keeper:
    world.now[0] = MONDAY_MORNING
    return keeper(world, AMINA, "Duka la Amina")


def makes(amina: Keeper, wanted: Wanted) -> None:
    amina.wishes(MakeRule(wanted.starter, wanted.values))


def after(amina: Keeper, **time_: float) -> list[str]:
    """What is sent while time passes."""
    before = len(amina.world.post.sent)
    passes(amina.world, **time_)
    return [letter.text for letter in amina.world.post.sent[before:]]


def test_debtors_are_reminded_each_of_their_own_debt_once_the_owner_agrees(
    amina: Keeper,
) -> None:
    knows(amina, "Asha", ASHA, owes="300")
    knows(amina, "Baraka", BARAKA, owes="1200")
    knows(amina, "Njeri", None, owes="50")
    makes(amina, rules.of_debts("week", date(2026, 11, 23), None))

    asked = after(amina, minutes=5)
    assert asked == [
        (
            "Shall I remind each of their own debt: Baraka Ksh 1,200, Asha Ksh 300?\n"
            "1 Yes, 2 No. Or answer YES A1 or NO A1."
        )
    ]
    sent = amina.world.says(AMINA, "yes A1")

    reminders = sorted(text.partition("\n")[0] for text in sent if "reminder" in text)
    assert [text.partition(". Reply")[0] for text in reminders] == [
        "Duka la Amina: Dear Asha, a friendly reminder: you still owe Ksh 300",
        "Duka la Amina: Dear Baraka, a friendly reminder: you still owe Ksh 1,200",
    ]


def test_a_no_reminds_nobody(amina: Keeper) -> None:
    knows(amina, "Asha", ASHA)
    makes(amina, rules.of_debts("week", date(2026, 11, 23), None))
    after(amina, minutes=5)

    sent = amina.world.says(AMINA, "no A1")

    assert not any("reminder" in text for text in sent)
    assert suppressed(amina) == []


def test_nobody_is_asked_where_nobody_owes(amina: Keeper) -> None:
    makes(amina, rules.of_debts("week", date(2026, 11, 23), None))

    assert after(amina, minutes=5) == []
    assert suppressed(amina) == []


def test_a_receipt_goes_to_a_known_customer_who_has_paid_and_to_nobody_else(
    amina: Keeper,
) -> None:
    asha = knows(amina, "Asha", ASHA)
    makes(amina, Wanted(rules.RECEIPT))
    before = len(amina.world.post.sent)

    amina.sells("sugar", "2", "300", customer=str(asha))
    amina.sells("flour", "1", "200", customer=str(asha), payment="credit")
    amina.sells("bread", "1", "60")
    amina.world.works()

    assert [letter.text for letter in amina.world.post.sent[before:]] == [
        (
            "Duka la Amina: thank you. You paid Ksh 300 on 23 Nov 2026.\n"
            "Reply STOP to get no more messages."
        )
    ]


def test_a_regular_reminder_of_a_customer_comes_at_its_hour(amina: Keeper) -> None:
    asha = knows(amina, "Asha", ASHA)
    wanted = rules.to_customer((asha, "Asha"), "kulipa kodi", "day", None, time(9))
    makes(amina, wanted)

    assert after(amina, minutes=5) == [
        "Duka la Amina reminds you: kulipa kodi.\nReply STOP to get no more messages."
    ]
    assert after(amina, hours=24) == ["Duka la Amina reminds you: kulipa kodi."]


def test_one_set_for_the_night_waits_for_the_morning(amina: Keeper) -> None:
    asha = knows(amina, "Asha", ASHA)
    makes(amina, rules.to_customer((asha, "Asha"), "kodi", "day", None, time(22)))

    assert after(amina, hours=13.2) == []
    assert len(after(amina, hours=9)) == 1


def test_a_starter_writes_to_nobody_who_has_opted_out(amina: Keeper) -> None:
    asha = knows(amina, "Asha", ASHA)
    makes(amina, rules.to_customer((asha, "Asha"), "kodi", "day", None, time(9)))
    amina.world.says(ASHA, "stop")

    assert after(amina, minutes=5) == []
    assert suppressed(amina) == ["opted_out"]


def test_a_customer_answers_the_question_of_a_rule(amina: Keeper) -> None:
    asha = knows(amina, "Asha", ASHA)
    question = {"en": "Will you come (1 Yes, 2 No)?", "sw": "Utakuja (1 Ndiyo, 2 Hapana)?"}
    ask = {"type": "ask", "who": str(asha), "question": question, "expect": "yes_no"}
    tell = {"type": "send_message", "to": "OWNER", "if": "steps.s1.answer == true",
            "text": {"en": "She comes.", "sw": "Anakuja."}}  # fmt: skip
    publish(amina.world, amina.scene.shop_id, on("SALE_RECORDED", ask, tell))
    before = len(amina.world.post.sent)

    amina.sells("sugar", "1", "60")
    amina.world.works()
    assert [one.text.partition("\n")[0] for one in amina.world.post.sent[before:]] == [
        "Duka la Amina: Will you come (1 Yes, 2 No)?"
    ]

    assert "She comes." in amina.world.says(ASHA, "yes")
