"""A customer is reminded on the owner's word, and what she answers is put to the owner."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

import pytest

from bot.effects import AnswerDebt, KeepPhone, RemindDebt
from engine.customers.customer_wishes import carry_out
from engine.privacy.consents import Heard
from tests.engine.flows import passes, person_of
from tests.engine.keeper import Keeper, keeper
from tests.engine.shop_with_customers import NIGHT, knows, suppressed
from tests.engine.world import AMINA, ASHA, BARAKA, CHAUSIKU, World

REMINDER = (
    "Duka la Amina: Dear Asha, a friendly reminder: you still owe Ksh 300. Reply PAID if you"
    " have paid it, or NOT TRUE if it is wrong. Thank you."
)
PAID = "Thank you. I have told Duka la Amina that you paid Ksh 300; they will check."


@pytest.fixture(name="amina")
def _amina(world: World) -> Keeper:
    return keeper(world, AMINA, "Duka la Amina")


@pytest.fixture(name="asha")
def _asha(amina: Keeper) -> UUID:
    return knows(amina, "Asha", ASHA)


def reminds(amina: Keeper) -> list[str]:
    """The owner asks for it and says yes; what is sent after the question."""
    amina.world.says(AMINA, "remind Asha")
    return amina.world.says(AMINA, "yes")


def owed(amina: Keeper, customer: UUID) -> Decimal:
    query = f"select owes_us from customers where id = '{customer}'"
    return Decimal(str(amina.world.rows(query)[0][0]))


def test_the_owner_is_shown_whom_and_how_much_and_nothing_goes_before_her_yes(
    amina: Keeper, asha: UUID
) -> None:
    said = amina.world.says(AMINA, "remind Asha")

    assert said == ["Shall I remind Asha (+254744***004) of Ksh 300 (1 Yes, 2 No)?"]


def test_the_reminder_names_the_shop_the_sum_and_how_to_answer(
    amina: Keeper, asha: UUID
) -> None:
    sent = reminds(amina)

    assert sorted(sent) == sorted(
        [
            f"{REMINDER}\nReply STOP to get no more messages.",
            "I have reminded Asha of Ksh 300. What they answer I put to you.",
        ]
    )


def test_once_a_day_is_enough(amina: Keeper, asha: UUID) -> None:
    reminds(amina)

    assert reminds(amina) == ["Asha has a reminder for that day already: one is enough."]
    passes(amina.world, hours=24)
    assert REMINDER in reminds(amina)


def test_at_night_it_waits_for_the_morning_and_says_so(amina: Keeper, asha: UUID) -> None:
    amina.world.now[0] = NIGHT
    (said,) = reminds(amina)
    before = len(amina.world.post.sent)

    assert "I shall remind Asha of Ksh 300 on 24 Nov 2026 08:00." in said
    passes(amina.world, hours=9.5)

    assert [one.text.startswith(REMINDER) for one in amina.world.post.sent[before:]] == [True]


def test_a_debt_that_is_paid_by_the_morning_is_not_reminded_of(
    amina: Keeper, asha: UUID
) -> None:
    amina.world.now[0] = NIGHT
    reminds(amina)
    amina.raises("DEBT_PAID", customer=str(asha), name="Asha", amount="300", payment="cash",
                 currency="KES", business_date="2026-11-23")  # fmt: skip
    before = len(amina.world.post.sent)

    passes(amina.world, hours=10)

    assert len(amina.world.post.sent) == before


def test_whoever_stopped_is_not_reminded_and_the_owner_hears_it(
    amina: Keeper, asha: UUID
) -> None:
    amina.world.says(ASHA, "stop")

    assert reminds(amina) == [
        "Asha wants no messages, so I did not write. Please talk to them yourself."
    ]
    assert suppressed(amina) == ["opted_out"]


def test_paid_goes_to_the_owner_and_is_booked_by_her_yes_alone(
    amina: Keeper, asha: UUID
) -> None:
    reminds(amina)

    told = amina.world.says(ASHA, "paid")
    assert (
        "Thank you. I have told Duka la Amina that you paid Ksh 300; they will check." in told
    )
    question = next(text for text in told if "Asha says" in text)
    assert question.startswith("Asha says: I have paid Ksh 300 of my debt.")
    assert owed(amina, asha) == 300

    answers = amina.world.says(AMINA, "yes A1")
    assert owed(amina, asha) == 0
    assert "Duka la Amina: thank you, Ksh 300 is settled in our book." in answers


def test_a_no_books_nothing_and_the_customer_hears_it(amina: Keeper, asha: UUID) -> None:
    reminds(amina)
    amina.world.says(ASHA, "paid")

    answers = amina.world.says(AMINA, "no A1")

    assert owed(amina, asha) == 300
    assert any("stays in our book. Please talk to us." in text for text in answers)


def test_not_true_is_a_fact_and_a_yes_takes_it_off_without_money(
    amina: Keeper, asha: UUID
) -> None:
    reminds(amina)
    amina.world.says(ASHA, "untrue")

    (told,) = amina.told("DEBT_DISPUTED")
    assert (told["customer"], told["amount"], told["answer"]) == (
        str(asha), "300.00", "untrue",
    )  # fmt: skip
    amina.world.says(AMINA, "yes A1")

    assert owed(amina, asha) == 0
    assert amina.told("DEBT_PAID")[0]["payment"] == "credit"


def test_many_answers_on_one_day_are_one_question(amina: Keeper, asha: UUID) -> None:
    reminds(amina)
    amina.world.says(ASHA, "paid")

    assert amina.world.says(ASHA, "untrue") == [
        "I have passed that on already: Duka la Amina will check."
    ]
    assert len(amina.told("DEBT_DISPUTED")) == 1


def test_a_customer_whom_nobody_reminded_hears_no_balance(amina: Keeper, asha: UUID) -> None:
    said = amina.world.says(ASHA, "paid")

    assert said == ["No shop has asked you about a debt here: please talk to the shop itself."]


def test_only_the_customer_herself_speaks_of_her_debt(amina: Keeper, asha: UUID) -> None:
    """As if a number had changed hands between her words and their work."""
    world = amina.world
    world.says(BARAKA, "hello")
    stranger, message = person_of(world, BARAKA), amina.scene.message_id
    wish = AnswerDebt(amina.scene.shop_id, asha, "paid", Decimal(300))

    with world.rt.db.tenant(None, stranger) as tx:
        carry_out(world.rt, tx, None, Heard(stranger, message, world.now[0]), wish)

    assert amina.told("DEBT_DISPUTED") == []


def test_the_neighbour_reminds_nobody_of_this_shops_debts(amina: Keeper, asha: UUID) -> None:
    chausiku = keeper(amina.world, CHAUSIKU, "Jirani")

    with pytest.raises(Exception, match="No row was found"):
        chausiku.wishes(RemindDebt(asha))


def test_a_customer_who_keeps_a_shop_of_her_own_may_answer_too(
    amina: Keeper, asha: UUID
) -> None:
    chausiku = keeper(amina.world, CHAUSIKU, "Jirani")
    mine = knows(amina, "Chausiku", None)
    amina.wishes(KeepPhone(mine, "Chausiku", CHAUSIKU), RemindDebt(mine))
    amina.world.works()

    told = amina.world.says(CHAUSIKU, "paid")

    assert (
        "Thank you. I have told Duka la Amina that you paid Ksh 300; they will check." in told
    )
    assert chausiku.told("DEBT_DISPUTED")[0]["customer"] == str(mine)
