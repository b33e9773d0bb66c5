from __future__ import annotations

import pytest

from bot.nlu.understanding import Intent, Outcome
from tests.nlu.reading import act, booked, read


@pytest.mark.parametrize(
    ("text", "intent", "party"),
    [
        ("Otieno amekopa unga 180", Intent.RECORD_DEBT, "Otieno"),
        ("Mama Otieno amechukua unga 180", Intent.RECORD_DEBT, "Mama Otieno"),
        ("nimemkopesha Otieno 180", Intent.RECORD_DEBT, "Otieno"),
        ("Otieno nimemkopesha unga 180", Intent.RECORD_DEBT, "Otieno"),
        ("Otieno amekopeshwa 180", Intent.RECORD_DEBT, "Otieno"),
        ("andika deni la Otieno 180", Intent.RECORD_DEBT, "Otieno"),
        ("lent Otieno 180", Intent.RECORD_DEBT, "Otieno"),
        ("Otieno amenikopesha 180", Intent.RECORD_PAYABLE, "Otieno"),
        ("nimekopa 180 kwa Otieno", Intent.RECORD_PAYABLE, "Otieno"),
        ("borrowed 180 from Otieno", Intent.RECORD_PAYABLE, "Otieno"),
        ("Otieno loaned us 180", Intent.RECORD_PAYABLE, "Otieno"),
        ("nadaiwa 180 na Otieno", Intent.RECORD_PAYABLE, "Otieno"),
        ("Otieno amenilipa 180", Intent.DEBT_PAID, "Otieno"),
        ("nimelipa deni la Otieno 180", Intent.PAYABLE_PAID, "Otieno"),
    ],
)
def test_who_owes_whom_follows_from_the_verb_and_its_prefixes(
    text: str, intent: Intent, party: str
) -> None:
    done = act(text)

    assert (done.intent, done.party, str(done.amount)) == (intent, party, "180")


def test_a_sale_on_credit_is_a_debt_of_the_buyer() -> None:
    done = act("nimeuza kiti 3500 kwa mkopo kwa Otieno")

    assert (done.intent, done.party, done.payment) == (Intent.RECORD_DEBT, "Otieno", "credit")


def test_a_sale_not_yet_paid_is_a_debt_with_its_due_day() -> None:
    done = act("nimemuuzia Otieno kiti 3500, atalipa kesho")

    assert done.intent is Intent.RECORD_DEBT
    assert str(done.date) == "2026-11-24"


def test_a_purchase_on_credit_is_owed_by_the_shop() -> None:
    done = act("nimenunua unga gunia 2 kutoka kwa Otieno 9000 kwa mkopo")

    assert (done.intent, done.party) == (Intent.RECORD_PAYABLE, "Otieno")


def test_a_debt_paid_in_full_needs_no_amount() -> None:
    done = act("Otieno amemaliza deni")

    assert (done.intent, done.party, done.amount) == (Intent.DEBT_PAID, "Otieno", None)


@pytest.mark.parametrize(
    "text",
    [
        "amenilipa 300",
        "amekopa 300",
        "nimepata 3000 leo",
        "nimeingiza 5000 kwa mpesa",
        "Otieno ametuma 300",
        "nimetuma 300 kwa Otieno",
        "nimemlipa Otieno 300",
        "received 300 from Otieno",
        "Otieno amelipa sukari 300",
        "pay Otieno 300",
        "nauza sukari 300",
        "withdrew 300 from chama",
    ],
)
def test_money_whose_way_or_person_stays_open_is_asked(text: str) -> None:
    assert read(text).outcome is Outcome.ASK


@pytest.mark.parametrize(
    "text",
    [
        "nimeuza simu 5000 amelipa 3000 bado 2000",
        "mauzo cash 2500 mpesa 3500",
        "sold eggs 500 milk 300",
    ],
)
def test_two_sums_in_one_breath_are_never_mixed(text: str) -> None:
    assert read(text).outcome is Outcome.ASK


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("nauli 200", Intent.RECORD_EXPENSE),
        ("200 for lunch", Intent.RECORD_EXPENSE),
        ("nimetumia 200 nauli", Intent.RECORD_EXPENSE),
        ("nimechukua 200 ya nyumbani", Intent.RECORD_DRAWING),
        ("chama contribution 200", Intent.RECORD_DRAWING),
        ("nimeingiza unga 12 kwa 200", Intent.RECORD_PURCHASE),
        ("cash sale 200", Intent.RECORD_SALE),
    ],
)
def test_money_out_goes_into_its_own_drawer(text: str, intent: Intent) -> None:
    assert booked(text) == (intent, "200")


@pytest.mark.parametrize(
    "text",
    [
        "Otieno amesema amelipa 300",
        "Otieno hajalipa",
        "sold nothing today",
        "hakuna mauzo leo",
        "bei ya sukari rejareja 300",
        "nataka kuuza simu 5000",
        "usiuze sukari 300",
        "naomba mkopo wa 5000",
    ],
)
def test_talk_about_money_books_nothing(text: str) -> None:
    understood = read(text)

    assert understood.outcome is Outcome.NONE or not understood.acts[0].amount


@pytest.mark.parametrize(
    "text",
    [
        "Otieno amelipa 300 bado 200",
        "Otieno paid 300 balance 200",
        "Otieno amelipa 300 kati ya 500",
    ],
)
def test_what_is_still_owed_is_not_what_was_paid(text: str) -> None:
    assert booked(text) == (Intent.DEBT_PAID, "300")


@pytest.mark.parametrize(
    "text", ["nimemlipa fundi 300", "nimempa mlinzi 300", "paid the watchman 300"]
)
def test_pay_for_work_is_an_expense(text: str) -> None:
    assert booked(text) == (Intent.RECORD_EXPENSE, "300")


def test_what_a_customer_bought_the_shop_sold() -> None:
    assert booked("mteja amenunua unga 180") == (Intent.RECORD_SALE, "180")


def test_a_payment_method_is_no_person() -> None:
    done = act("imeuzwa redio moja 2,500 kwa till")

    assert (done.payment, done.party) == ("mobile", None)


def test_a_weekday_of_something_done_lies_in_the_past() -> None:
    assert str(act("sold maize 3000 on Friday").date) == "2026-11-20"


@pytest.mark.parametrize(
    "text",
    ["mechanic 2,200", "fundi wa friji 2,200", "mlinzi 2200 leo", "casual workers 2200"],
)
def test_a_trade_with_a_sum_alone_is_what_it_was_paid(text: str) -> None:
    assert booked(text) == (Intent.RECORD_EXPENSE, "2200")


@pytest.mark.parametrize("text", ["driver 3", "fundi Juma 1500", "fundi 7 wamekuja"])
def test_a_trade_with_a_count_or_a_name_books_nothing(text: str) -> None:
    assert read(text).outcome is not Outcome.ACT


@pytest.mark.parametrize("text", ["nimeingiza 4,200 leo", "leo tumeingiza elfu nne mia mbili"])
def test_what_came_in_with_no_goods_named_was_earned(text: str) -> None:
    assert booked(text) == (Intent.RECORD_SALE, "4200")


@pytest.mark.parametrize(
    "text", ["nimeingiza 4,200 kwa mpesa", "nimeingiza 4,200 benki", "nimeingiza trei 3 4200"]
)
def test_what_came_into_a_purse_or_by_the_tray_is_asked(text: str) -> None:
    assert read(text).outcome is Outcome.ASK


@pytest.mark.parametrize(
    "text", ["Otieno ameleta 500 ya deni", "received 500 from otieno for his debt"]
)
def test_money_brought_for_a_debt_repays_it(text: str) -> None:
    done = act(text)

    assert (done.intent, str(done.amount)) == (Intent.DEBT_PAID, "500")
    assert (done.party or "").casefold() == "otieno"


def test_goods_brought_to_us_and_not_yet_paid_are_owed() -> None:
    done = act("Hassan ameniletea mchele wa 6000 nitamlipa ijumaa")

    assert (done.intent, done.party) == (Intent.RECORD_PAYABLE, "Hassan")


def test_what_a_nameless_customer_paid_for_was_sold() -> None:
    assert booked("a customer paid 2000 for braiding") == (Intent.RECORD_SALE, "2000")


@pytest.mark.parametrize(
    "text",
    [
        "Musa ananidai hapana namdai Musa 1200",
        "Musa ananidai... hapana namdai Musa 1200",
        "nimeuza 5000 hapana nimenunua 5000",
    ],
)
def test_a_deed_taken_back_by_a_no_books_nothing(text: str) -> None:
    assert read(text).outcome is not Outcome.ACT


def test_a_deed_and_its_goods_may_be_written_as_one_word() -> None:
    done = act("nimeuzasukari kilo 3 kwa 450")

    assert (done.intent, done.item, str(done.amount)) == (Intent.RECORD_SALE, "sukari", "450")


@pytest.mark.parametrize("text", ["nimechangamka 500", "nimeuzana 500"])
def test_another_verb_is_not_cut_in_two(text: str) -> None:
    assert read(text).outcome is not Outcome.ACT


def test_a_name_with_a_capital_is_no_unknown_verb() -> None:
    assert booked("salary ya Akinyi 6500") == (Intent.RECORD_EXPENSE, "6500")


def test_the_debtor_may_stand_before_the_word_for_debt() -> None:
    done = act("niandikie Moraa deni ya 500")

    assert (done.intent, done.party, str(done.amount)) == (Intent.RECORD_DEBT, "Moraa", "500")


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Kamande ametoa 200 ya deni", Intent.DEBT_PAID),
        ("nimemrudishia Kamande deni lake 200", Intent.PAYABLE_PAID),
    ],
)
def test_what_is_given_for_a_debt_repays_it(text: str, intent: Intent) -> None:
    done = act(text)

    assert (done.intent, done.party, str(done.amount)) == (intent, "Kamande", "200")


@pytest.mark.parametrize("text", ["for sale: fridge 15000", "hii simu inauzwa 8000"])
def test_what_is_offered_is_not_sold(text: str) -> None:
    assert read(text).outcome is not Outcome.ACT
