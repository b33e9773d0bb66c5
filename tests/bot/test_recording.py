"""Sales and expenses in a chat."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.bot.chat import Chat, expense, sale

SUGAR = sale("300", quantity=Decimal(2), unit="kilo")


def test_a_sale_is_booked_at_once_and_echoed_with_the_days_total() -> None:
    chat = Chat()

    said = chat.hear("nimeuza sukari kilo 2 kwa 300", SUGAR)

    assert said == "Nimeandika: sukari kilo 2, Ksh 300. Leo: Ksh 300. Kosa? Jibu FUTA."


def test_the_event_of_a_sale_holds_what_was_said_in_decimal_strings() -> None:
    chat = Chat()

    chat.hear("nimeuza sukari kilo 2 kwa 300", SUGAR)

    (event,) = chat.raised
    assert event.type == "SALE_RECORDED"
    assert event.occurred_at == chat.now
    assert event.payload == {
        "amount": "300",
        "currency": "KES",
        "lines": [
            {
                "item": "sukari",
                "quantity": "2",
                "unit": "kilo",
                "unit_price": "150",
                "amount": "300",
            }
        ],
        "payment": "cash",
        "business_date": "2026-11-24",
    }


def test_totals_add_up_over_the_day() -> None:
    chat = Chat()
    chat.hear("nimeuza sukari kilo 2 kwa 300", SUGAR)

    said = chat.hear("nimeuza mkate 1 kwa 65", sale("65", "mkate", quantity=Decimal(1)))

    assert said == "Nimeandika: mkate 1, Ksh 65. Leo: Ksh 365. Kosa? Jibu FUTA."


def test_three_sodas_for_150_are_50_each() -> None:
    chat = Chat()

    said = chat.hear("3 soda 150", sale("150", "soda", quantity=Decimal(3)))

    assert said is not None
    assert "soda 3, Ksh 150 (Ksh 50 kila moja)" in said


def test_a_price_of_one_counts_as_often_as_the_quantity() -> None:
    chat = Chat()
    act = sale(None, "soda", quantity=Decimal(3), unit_price=Decimal("33.50"))

    chat.hear("soda 3 @33.50", act)

    assert chat.raised[0].payload["amount"] == "100.50"


def test_a_price_that_does_not_come_out_in_cents_is_not_shown() -> None:
    chat = Chat()

    said = chat.hear("soda 3 100", sale("100", "soda", quantity=Decimal(3)))

    assert said == "Nimeandika: soda 3, Ksh 100. Leo: Ksh 100. Kosa? Jibu FUTA."


def test_an_expense_counts_by_itself() -> None:
    chat = Chat()
    chat.hear("nimeuza sukari kilo 2 kwa 300", SUGAR)

    said = chat.hear("nimelipa nauli 100", expense("100"))

    assert said == (
        "Nimeandika matumizi: nauli, Ksh 100. Matumizi ya leo: Ksh 100. Kosa? Jibu FUTA."
    )


def test_several_acts_of_a_message_share_one_bubble() -> None:
    chat = Chat()

    said = chat.hear(
        "mkate 50, soda 2 100, nauli 30",
        sale("50", "mkate"),
        sale("100", "soda"),
        expense("30"),
    )

    assert len(chat.raised) == 3
    assert said == (
        "Nimeandika: mkate, Ksh 50; soda, Ksh 100. Nimeandika matumizi: nauli, Ksh 30."
        " Leo: Ksh 150. Matumizi ya leo: Ksh 30. La mwisho lina kosa? Jibu FUTA."
    )


def test_lines_that_could_not_be_read_are_named() -> None:
    chat = Chat()

    said = chat.hear("…", sale("50", "mkate"), unread=(2, 3))

    assert said is not None
    assert said.endswith("\nSijaelewa mistari ya 2, 3: tafadhali itume tena.")


def test_yesterdays_sale_belongs_to_yesterday() -> None:
    chat = Chat()

    said = chat.hear("jana niliuza mkate 50", sale("50", "mkate", date=date(2026, 11, 23)))

    assert chat.raised[0].payload["business_date"] == "2026-11-23"
    assert said == "Nimeandika: mkate, Ksh 50. Jana: Ksh 50. Kosa? Jibu FUTA."


def test_mobile_money_is_kept_as_the_way_of_payment() -> None:
    chat = Chat()

    said = chat.hear("mkate 50 mpesa", sale("50", "mkate", payment="mobile"))

    assert chat.raised[0].payload["payment"] == "mobile"
    assert said is not None
    assert "mkate, Ksh 50 kwa simu" in said


def test_an_expense_for_nothing_named_is_an_amount() -> None:
    said = Chat().hear("nimetumia 700", expense("700", None))

    assert said == ("Nimeandika matumizi: Ksh 700. Matumizi ya leo: Ksh 700. Kosa? Jibu FUTA.")


def test_many_entries_are_counted_in_a_text_message() -> None:
    chat = Chat()
    goods = (
        "sukari ya kahawia",
        "mkate wa ngano",
        "unga wa mahindi",
        "mafuta ya kupikia",
        "chai",
    )

    chat.hear("…", *(sale("150", name, quantity=Decimal(12)) for name in goods))

    assert len(chat.raised) == 5
