"""Every deed of the word lists, said by either side: where its money goes."""

from __future__ import annotations

import pytest

from bot.nlu.understanding import Intent, Outcome
from tests.nlu.reading import act, booked, read


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Otieno amenunua unga 300 kwa deni", Intent.RECORD_DEBT),
        ("nimempa Otieno 300 kwa deni", Intent.RECORD_DEBT),
        ("Otieno amerudisha 300", Intent.DEBT_PAID),
        ("nimemaliza deni 300", Intent.PAYABLE_PAID),
        ("nimelipa chama 300", Intent.RECORD_DRAWING),
        ("nimeweka 300 kwenye chama", Intent.RECORD_DRAWING),
        ("nimetuma 300 kwa supplier", Intent.RECORD_EXPENSE),
        ("nimetoa 300 nauli", Intent.RECORD_EXPENSE),
        ("nimemtumia supplier 300", Intent.RECORD_EXPENSE),
        ("mteja amenunua soda 300", Intent.RECORD_SALE),
    ],
)
def test_words_around_a_verb_may_settle_its_direction(text: str, intent: Intent) -> None:
    assert booked(text) == (intent, "300")


@pytest.mark.parametrize(
    "text",
    [
        "amenunua unga 300",
        "nimemtumia Otieno 300",
        "Otieno amekopesha 300",
        "Otieno anadai 300",
        "nimechukua 300",
        "Otieno amerudisha unga 300",
        "nimetuma 300",
        "nimemrudishia Otieno 300",
        "Otieno ametoa 300",
        "nimetoa 300",
    ],
)
def test_a_verb_alone_may_leave_its_direction_open(text: str) -> None:
    assert read(text).question == "direction"


@pytest.mark.parametrize("text", ["nimemaliza 300", "nimeweka 300"])
def test_a_deed_that_moves_no_money_books_none(text: str) -> None:
    assert read(text).outcome is Outcome.NONE


@pytest.mark.parametrize(
    "text", ["unga umeisha", "tumeishiwa na unga", "we have run out of flour"]
)
def test_what_has_run_out_is_asked_about(text: str) -> None:
    assert read(text).question == "stock"


@pytest.mark.parametrize(
    ("text", "quantity", "each", "amount"),
    [
        ("nimeuza sukari kilo 2 kila kilo 150", "2", "150", "300"),
        ("sold 2 sugar 150 per kg", "2", "150", "300"),
        ("nimeuza unga 300 kwa kilo 2", "2", None, "300"),
        ("nimeuza mkate 6 @50 jumla 300", "6", "50", "300"),
        ("sold 5 bread for total of 300", "5", None, "300"),
        ("sold bread for 300 in total", None, None, "300"),
        ("sold bread 300 in total", None, None, "300"),
    ],
)
def test_marks_tell_the_price_of_each_from_the_price_of_all(
    text: str, quantity: str | None, each: str | None, amount: str
) -> None:
    sold = act(text)

    assert (sold.quantity and str(sold.quantity)) == quantity
    assert (sold.unit_price and str(sold.unit_price)) == each
    assert str(sold.amount) == amount


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("nimeuza mkate 3 @50 jumla 160", "amount_unclear"),
        ("nimeuza mkate mbao mbao", "quantity"),
        ("nimeuza mkate kwa 0", "amount"),
    ],
)
def test_prices_that_do_not_agree_are_asked_about(text: str, question: str) -> None:
    assert read(text).question == question


def test_two_different_sums_in_words_are_not_the_price_of_each() -> None:
    assert read("nimeuza mkate kwa mbao kwa blue, finje").outcome is Outcome.ASK


def test_where_every_word_is_large_a_name_is_found_by_its_place() -> None:
    sold = act("NIMEMUUZIA OTIENO UNGA 500")

    assert (sold.party, sold.item) == ("otieno", "unga")


def test_a_deed_told_while_booking_a_customer_is_an_aside() -> None:
    assert read("book Otieno saa tatu asubuhi kesho nimelipa 500").outcome is Outcome.NONE


def test_one_thing_after_another_is_two_entries() -> None:
    understood = read("nimeuza sukari 500 halafu nimenunua unga 300")

    assert [str(one.amount) for one in understood.acts] == ["500", "300"]


def test_a_total_that_is_said_beside_goods_gives_them_no_price() -> None:
    assert read("nimeuza sukari kilo 2, jumla").outcome is Outcome.ASK


def test_a_telephone_number_beside_goods_joins_nobody() -> None:
    assert all(
        one.intent is not Intent.TEAM for one in read("ongeza unga kilo 0722000111").acts
    )


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("Tatu amekopa 500", "Tatu"),
        ("Mama Tatu amekopa 500", "Mama Tatu"),
        ("nimemkopesha Saba 500", "Saba"),
    ],
)
def test_a_number_with_a_capital_beside_a_verb_or_a_title_is_somebody(
    text: str, party: str
) -> None:
    owed = act(text)

    assert (owed.party, str(owed.amount)) == (party, "500")


def test_what_lies_in_the_past_is_no_appointment_to_cancel() -> None:
    understood = read("futa mkate wa jana")

    assert [one.intent for one in understood.acts] == [Intent.UNDO]
    assert understood.question == "which_entry"


@pytest.mark.parametrize(
    "text",
    ["futa sukari unga mkate soda maji chai", "futa sukari na unga na mkate na soda za jana"],
)
def test_a_long_order_to_strike_out_is_not_about_one_entry(text: str) -> None:
    understood = read(text)

    assert all(one.intent is not Intent.UNDO for one in understood.acts)


def test_a_second_unit_names_the_goods() -> None:
    sold = act("sold 1 dozen cups 480")

    assert (sold.item, sold.unit, str(sold.quantity), str(sold.amount)) == (
        "cups",
        "dozen",
        "1",
        "480",
    )
