"""Entries taken back and put right."""

from __future__ import annotations

from decimal import Decimal

from bot.nlu.understanding import Act, Intent
from tests.bot.chat import Chat, expense, only, sale

UNDO = Act(Intent.UNDO)
YES, NO = Act(Intent.APPROVE), Act(Intent.REJECT)


def with_a_sale() -> Chat:
    chat = Chat()
    chat.hear("sukari", sale("300", quantity=Decimal(2), unit="kilo"))
    return chat


def test_undo_takes_back_the_last_entry_and_tells_the_total() -> None:
    chat = with_a_sale()
    entry = str(chat.shop.entries[-1].id)

    said = chat.hear("futa", UNDO)

    assert said == "Nimefuta: sukari kilo 2, Ksh 300. Leo: Ksh 0."
    (event,) = chat.raised
    assert event.type == "ENTRY_REVERSED"
    assert event.payload == {"entry": entry, "reason": "taken back"}


def test_there_may_be_nothing_to_take_back() -> None:
    chat = Chat()

    assert chat.hear("futa", UNDO) == "Hakuna ulichoandika cha kufuta."


def test_a_second_undo_asks_before_it_takes_back_more() -> None:
    chat = with_a_sale()
    chat.hear("mkate", sale("50", "mkate"))
    chat.hear("futa", UNDO)

    said = chat.hear("futa", UNDO)

    assert said == "Nifute pia sukari kilo 2, Ksh 300 (1 Ndiyo, 2 Hapana)?"
    assert chat.raised == []


def test_the_second_entry_is_taken_back_on_a_yes() -> None:
    chat = with_a_sale()
    chat.hear("mkate", sale("50", "mkate"))
    chat.hear("futa", UNDO)
    chat.hear("futa", UNDO)

    said = chat.hear("ndiyo", YES)

    assert said == "Nimefuta: sukari kilo 2, Ksh 300. Leo: Ksh 0."
    assert chat.shop.entries == []


def test_the_second_entry_stays_on_a_no() -> None:
    chat = with_a_sale()
    chat.hear("mkate", sale("50", "mkate"))
    chat.hear("futa", UNDO)
    chat.hear("futa", UNDO)

    assert chat.hear("2", NO) == "Sawa, inabaki kwenye daftari."
    assert len(chat.shop.entries) == 1


def test_a_third_undo_is_no_answer_and_the_question_stays() -> None:
    chat = with_a_sale()
    chat.hear("mkate", sale("50", "mkate"))
    chat.hear("futa", UNDO)
    asked = chat.hear("futa", UNDO)

    assert chat.hear("futa", UNDO) == asked
    assert len(chat.shop.entries) == 1


def test_a_new_entry_between_makes_undo_plain_again() -> None:
    chat = with_a_sale()
    chat.hear("futa", UNDO)
    chat.hear("mkate", sale("50", "mkate"))

    said = chat.hear("futa", UNDO)

    assert said == "Nimefuta: mkate, Ksh 50. Leo: Ksh 0."


def test_a_question_about_an_entry_that_is_gone_is_dropped() -> None:
    chat = with_a_sale()
    chat.hear("mkate", sale("50", "mkate"))
    chat.hear("futa", UNDO)
    chat.hear("futa", UNDO)
    chat.shop.entries.clear()

    assert chat.hear("ndiyo", YES) is None
    assert chat.conversation.floor is None


def test_a_correction_is_an_opposite_event_and_a_new_one() -> None:
    chat = with_a_sale()

    said = chat.hear("badilisha 350", Act(Intent.CORRECT, amount=Decimal(350)))

    assert said == "Nimerekebisha: sukari kilo 2, Ksh 350. Leo: Ksh 350. Kosa? Jibu FUTA."
    reversed_, booked = chat.raised
    assert reversed_.type == "ENTRY_REVERSED"
    assert reversed_.payload["reason"] == "corrected"
    assert booked.type == "SALE_RECORDED"
    assert booked.payload["lines"] == [
        {
            "item": "sukari",
            "quantity": "2",
            "unit": "kilo",
            "unit_price": "175",
            "amount": "350",
        }
    ]


def test_a_corrected_entry_keeps_its_day_and_payment() -> None:
    chat = Chat()
    chat.hear("nauli", expense("100", payment="mobile"))
    chat.wait(days=1)

    said = chat.hear("badilisha 120", Act(Intent.CORRECT, amount=Decimal(120)))

    booked = chat.raised[1]
    assert booked.type == "EXPENSE_RECORDED"
    assert booked.payload["business_date"] == "2026-11-24"
    assert booked.payload["payment"] == "mobile"
    assert said is not None
    assert "Matumizi ya jana: Ksh 120." in said


def test_a_correction_without_an_amount_asks_for_it() -> None:
    chat = with_a_sale()

    asked = chat.hear("badilisha", Act(Intent.CORRECT))
    said = chat.hear("350", only("350"))

    assert asked == "Kiasi sahihi cha sukari kilo 2, Ksh 300 ni ngapi?"
    assert said is not None
    assert said.startswith("Nimerekebisha: sukari kilo 2, Ksh 350.")


def test_a_correction_may_be_left() -> None:
    chat = with_a_sale()
    chat.hear("badilisha", Act(Intent.CORRECT))

    assert chat.hear("hapana", NO) == "Sawa, inabaki kwenye daftari."


def test_a_correction_that_is_not_answered_is_asked_again() -> None:
    chat = with_a_sale()
    asked = chat.hear("badilisha", Act(Intent.CORRECT))

    assert chat.hear("sijui") == asked


def test_a_sale_does_not_answer_what_the_right_amount_is() -> None:
    chat = with_a_sale()
    chat.hear("badilisha", Act(Intent.CORRECT))

    said = chat.hear("nimeuza mkate 50", sale("50", "mkate"))

    assert said is not None
    assert said.startswith("Nimeandika: mkate, Ksh 50.")
    assert chat.conversation.floor is None


def test_a_correction_answers_whether_one_more_is_to_be_taken_back() -> None:
    chat = with_a_sale()
    chat.hear("mkate", sale("50", "mkate"))
    chat.hear("futa", UNDO)
    chat.hear("futa", UNDO)

    said = chat.hear("badilisha 350", Act(Intent.CORRECT, amount=Decimal(350)))

    assert said is not None
    assert said.startswith("Nimerekebisha: sukari kilo 2, Ksh 350.")
