from __future__ import annotations

import pytest

from bot.nlu.understanding import Intent, Outcome
from tests.nlu.reading import act, booked, read


@pytest.mark.parametrize(
    "text",
    [
        "Kamau sold me 2 bags of maize 6000",
        "Kamau ameniuzia mahindi gunia 2 kwa 6000",
        "tumeuziwa mahindi 6000",
    ],
)
def test_what_is_sold_to_the_shop_is_bought(text: str) -> None:
    assert booked(text) == (Intent.RECORD_PURCHASE, "6000")


def test_what_is_sold_to_the_shop_on_credit_is_owed_by_it() -> None:
    owed = act("Kamau ameniuzia mahindi kwa mkopo 6000")

    assert (owed.intent, owed.party) == (Intent.RECORD_PAYABLE, "Kamau")


@pytest.mark.parametrize(
    "text",
    [
        "wekea Njoroge deni ya 900",
        "andikia Njoroge 900 kwa daftari",
        "deni mpya: Njoroge 900",
        "new debt: Njoroge 900",
    ],
)
def test_what_the_clerk_is_told_to_write_as_a_debt_is_owed(text: str) -> None:
    owed = act(text)

    assert (owed.intent, owed.party, str(owed.amount)) == (
        Intent.RECORD_DEBT,
        "Njoroge",
        "900",
    )


@pytest.mark.parametrize(
    "text", ["Musa took goods worth 1,200 and paid 200", "Musa amechukua unga 1200 akalipa 200"]
)
def test_what_was_taken_and_what_was_paid_of_it_are_two_entries_of_one_person(
    text: str,
) -> None:
    understood = read(text)

    assert understood.outcome is Outcome.ACT
    assert [(one.intent, one.party, str(one.amount)) for one in understood.acts] == [
        (Intent.RECORD_DEBT, "Musa", "1200"),
        (Intent.DEBT_PAID, "Musa", "200"),
    ]


def test_a_deed_of_ours_behind_a_deed_of_theirs_stays_ours() -> None:
    understood = read("Musa amechukua unga 1200, nimelipa kodi 8000")

    assert [one.intent for one in understood.acts] == [
        Intent.RECORD_DEBT,
        Intent.RECORD_EXPENSE,
    ]


@pytest.mark.parametrize("text", ["stima imelipwa 1,250", "nimechukua 1250 ya nauli"])
def test_what_is_paid_for_a_cost_is_spent_whoever_says_it(text: str) -> None:
    assert booked(text) == (Intent.RECORD_EXPENSE, "1250")


def test_sales_that_were_made_are_sales() -> None:
    assert booked("we have made sales of 450k today") == (Intent.RECORD_SALE, "450000")


@pytest.mark.parametrize("text", ["nimeuza ksh. 350", "nimeuza sukari Kshs. 350"])
def test_a_currency_may_be_written_short(text: str) -> None:
    assert booked(text) == (Intent.RECORD_SALE, "350")


def test_half_of_a_unit_is_counted_and_the_price_stands_behind_it() -> None:
    sold = act("sukari nusu kilo 80 nimeuza")

    assert (str(sold.quantity), sold.unit, str(sold.amount)) == ("0.5", "kilo", "80")


def test_under_spending_a_small_figure_is_money() -> None:
    understood = read("matumizi leo: nauli 100, chai 50, maji 30")

    assert [str(one.amount) for one in understood.acts] == ["100", "50", "30"]
    assert {one.intent for one in understood.acts} == {Intent.RECORD_EXPENSE}


def test_under_a_count_of_stock_a_large_figure_counts() -> None:
    understood = read("stoki: unga 24, mchele 500")

    assert [str(one.quantity) for one in understood.acts] == ["24", "500"]
    assert {one.intent for one in understood.acts} == {Intent.STOCK_COUNT}


@pytest.mark.parametrize(
    "text", ["nimekutumia 500 mpesa", "nimekulipa 500", "umelipa kodi 500"]
)
def test_what_is_told_of_the_clerk_is_asked_about(text: str) -> None:
    assert read(text).question == "direction"


def test_to_have_a_debt_is_to_owe() -> None:
    owed = act("niko na deni la 500 kwa Otieno")

    assert (owed.intent, owed.party, str(owed.amount)) == (
        Intent.RECORD_PAYABLE,
        "Otieno",
        "500",
    )


@pytest.mark.parametrize("text", ["chama imenilipa 20000", "chama wamenipa 20000"])
def test_what_a_savings_group_gives_us_is_not_what_we_give_it(text: str) -> None:
    assert read(text).question == "direction"


def test_what_is_taken_on_loan_is_owed_even_from_a_savings_group() -> None:
    assert read("nimechukua mkopo chama 20000").acts[0].intent is Intent.RECORD_PAYABLE


def test_a_verb_that_lends_and_borrows_is_asked_about() -> None:
    assert read("nimeazima 300 kwa Otieno").question == "direction"


def test_an_order_to_make_somebody_pay_puts_nothing_right() -> None:
    assert read("make Otieno pay 500").outcome is not Outcome.ACT


def test_a_credit_at_the_end_may_be_for_all_that_was_sold() -> None:
    assert read("sold bread 65 and milk 60 to Otieno on credit").outcome is Outcome.ASK


def test_under_sales_a_line_on_credit_is_owed_by_its_buyer() -> None:
    understood = read("Mauzo\nmkate 65\nsoda 120 kwa deni kwa Otieno")

    assert [(one.intent, one.party) for one in understood.acts] == [
        (Intent.RECORD_SALE, None),
        (Intent.RECORD_DEBT, "Otieno"),
    ]


def test_so_much_each_to_so_many_people_is_multiplied() -> None:
    assert booked("sold bread for 65 each to 3 people") == (Intent.RECORD_SALE, "195")


@pytest.mark.parametrize(
    "text",
    [
        "nimeuza soda 50 na nauli 100",
        "sold soda 50, fare 100",
        "Mauzo ya leo\nsoda 50\nnauli 100",
    ],
)
def test_a_cost_that_no_shop_sells_is_spent_even_among_sales(text: str) -> None:
    understood = read(text)

    assert [(one.intent, str(one.amount)) for one in understood.acts] == [
        (Intent.RECORD_SALE, "50"),
        (Intent.RECORD_EXPENSE, "100"),
    ]


def test_what_a_shop_may_sell_stays_among_the_sales() -> None:
    understood = read("Mauzo ya leo\nsoda 250\nairtime 50")

    assert {one.intent for one in understood.acts} == {Intent.RECORD_SALE}


def test_a_cost_beside_what_is_taken_home_is_a_cost() -> None:
    understood = read("nimetoa 500 nyumbani na 200 nauli")

    assert [one.intent for one in understood.acts] == [
        Intent.RECORD_DRAWING,
        Intent.RECORD_EXPENSE,
    ]


def test_who_takes_a_tax_owes_nothing() -> None:
    assert read("city council wamechukua 100 ushuru").question == "direction"


@pytest.mark.parametrize("text", ["rent 9k paid", "kodi 9000 imelipwa", "wages 9000 paid"])
def test_a_sum_pays_nothing_by_itself(text: str) -> None:
    assert booked(text) == (Intent.RECORD_EXPENSE, "9000")


@pytest.mark.parametrize("text", ["nimerudisha 250 kwa mteja", "returned 250 to a customer"])
def test_what_a_customer_gets_back_is_asked_about(text: str) -> None:
    assert read(text).question == "direction"


@pytest.mark.parametrize(
    "text",
    [
        "jirani ameuza ng'ombe kwa 40000",
        "my friend sold his car for 900,000",
        "nimeota nimeuza nyumba 2,000,000",
    ],
)
def test_what_others_have_sold_or_somebody_dreamt_is_not_booked(text: str) -> None:
    assert read(text).outcome is not Outcome.ACT


def test_money_that_was_got_by_selling_is_a_sale() -> None:
    assert booked("nimepata 950 kwa kuuza samaki") == (Intent.RECORD_SALE, "950")


def test_what_is_left_of_a_debt_is_no_question() -> None:
    paid = read("Halima paid me 300 out of what she owes")

    assert [(one.intent, one.party, str(one.amount)) for one in paid.acts] == [
        (Intent.DEBT_PAID, "Halima", "300")
    ]


@pytest.mark.parametrize("text", ["mauzo ya jana ilikuwa 4700", "jana mauzo ilikuwa 4700"])
def test_what_a_day_came_to_puts_nothing_right(text: str) -> None:
    assert Intent.CORRECT not in {one.intent for one in read(text).acts}


@pytest.mark.parametrize("text", ["kila siku nauza samaki 30", "kila wiki nanunua mahindi 200"])
def test_what_a_shop_does_every_day_makes_no_rule(text: str) -> None:
    assert Intent.RULE not in {one.intent for one in read(text).acts}


@pytest.mark.parametrize(
    "text",
    [
        "sold a phone 5,000 he paid 2,000",
        "sold cement 7,200 Hassan paid 5,000",
        "sold 3 shirts 1,500 customer paid 1,000 balance 500",
        "nimeuza saruji 7,200 Hassan amelipa 5,000",
    ],
)
def test_what_is_paid_beside_a_sale_is_asked_about(text: str) -> None:
    assert read(text).outcome is Outcome.ASK


def test_whose_deed_it_is_stands_in_front_of_the_second_deed_too() -> None:
    understood = read("sold bread 60 Hassan paid his debt 900")

    assert [(each.intent, each.party) for each in understood.acts] == [
        (Intent.RECORD_SALE, None),
        (Intent.DEBT_PAID, "Hassan"),
    ]


def test_what_we_pay_beside_a_sale_is_our_cost() -> None:
    acts = read("sold sugar 340 I paid transport 50").acts

    assert [each.intent for each in acts] == [Intent.RECORD_SALE, Intent.RECORD_EXPENSE]
