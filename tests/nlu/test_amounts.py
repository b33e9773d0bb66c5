from __future__ import annotations

from decimal import Decimal

import pytest

from bot.nlu.understanding import Awaiting, Intent, Outcome
from tests.nlu.reading import act, booked, read


def amount(text: str, country: str = "KE") -> str:
    return format(act(text, country=country, awaiting=Awaiting.AMOUNT).amount or 0, "f")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3k", "3000"),
        ("2.5k", "2500.0"),
        ("1.2m", "1200000.0"),
        ("3,400/-", "3400"),
        ("3400/=", "3400"),
        ("Ksh 3,400", "3400"),
        ("KES3,400.50", "3400.50"),
        ("3400 bob", "3400"),
        ("12 000", "12000"),
        ("elfu 7", "7000"),
        ("7 elfu", "7000"),
        ("mia 4", "400"),
    ],
)
def test_shorthand_and_currency_are_read_as_money(text: str, value: str) -> None:
    assert amount(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("elfu tatu na mia nne", "3400"),
        ("elfu thelathini na tano", "35000"),
        ("laki tatu na nusu", "350000.0"),
        ("milioni mbili na laki tatu", "2300000"),
        ("mia moja themanini", "180"),
        ("three thousand four hundred", "3400"),
        ("two and a half thousand", "2500.0"),
        ("a hundred and eighty", "180"),
    ],
)
def test_numbers_in_words_are_read_in_both_languages(text: str, value: str) -> None:
    assert amount(text) == value


@pytest.mark.parametrize(
    "text",
    ["4.500", "1.500.000", "7,5", "laki tatu na sabini", "elfu nne tano", "laki mbili saba"],
)
def test_an_amount_with_two_readings_is_asked(text: str) -> None:
    understood = read(text, awaiting=Awaiting.AMOUNT)

    assert (understood.outcome, understood.question) == (Outcome.ASK, "amount_unclear")


def test_slang_counts_only_in_its_own_country() -> None:
    assert amount("soo tatu", "KE") == "300"
    assert amount("buku tatu", "TZ") == "3000"
    elsewhere = read("soo tatu", country="TZ", awaiting=Awaiting.AMOUNT)
    assert [int(value) for value in elsewhere.amounts] == [3]


def test_slang_with_several_values_is_asked() -> None:
    assert read("jirongo", awaiting=Awaiting.AMOUNT).outcome is Outcome.ASK


def test_slang_in_front_of_a_written_sum_names_the_thing_sold() -> None:
    sale = act("nimeuza mbao 4 kwa 900")

    assert (sale.item, str(sale.quantity), str(sale.amount)) == ("mbao", "4", "900")


@pytest.mark.parametrize("text", ["0712345678", "255712345678", "25471234567890"])
def test_a_telephone_or_account_number_is_never_an_amount(text: str) -> None:
    assert read(text).amounts == ()


def test_digits_inside_a_name_are_part_of_the_name() -> None:
    sale = act("nimeuza karatasi A4 rimu 2 kwa 1400")

    assert (sale.item, sale.unit, str(sale.amount)) == ("karatasi A4", "rimu", "1400")


def test_a_foreign_currency_is_kept() -> None:
    assert act("sold beads for $30").currency == "USD"


def test_halves_and_quarters_count_beside_a_unit() -> None:
    assert str(act("nimeuza nusu kilo ya nyama 350").quantity) == "0.5"
    assert str(act("nimeuza sukari kilo mbili na nusu 500").quantity) == "2.5"
    assert str(act("sold half a kg of meat 350").quantity) == "0.5"


@pytest.mark.parametrize(
    ("text", "country", "amount"),
    [
        ("sold land for half a million", "KE", "500000"),
        ("nimeuza laki moja na ishirini na tano elfu", "KE", "125000"),
        ("nimeuza buku jero", "TZ", "1500"),
        ("nimeuza buku mbili na jero", "TZ", "2500"),
        ("nimeuza thao punch", "KE", "1500"),
        ("nimeuza soo mbao", "KE", "120"),
    ],
)
def test_a_note_behind_a_scale_is_added_to_it(text: str, country: str, amount: str) -> None:
    intent, said = booked(text, country=country)

    assert (intent, Decimal(said)) == (Intent.RECORD_SALE, Decimal(amount))


@pytest.mark.parametrize(
    "text",
    [
        "sold land two thousand three million",
        "nimeuza elfu mbili tano mia",
        "nimeuza milioni moja na mia mbili",
        "sold three and four 500",
    ],
)
def test_scales_out_of_order_are_asked_about(text: str) -> None:
    assert read(text).outcome is Outcome.ASK


def test_slang_of_another_country_multiplies_nothing() -> None:
    assert read("nimeuza unga 2 thao", country="TZ").amounts == (Decimal(2),)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("my till is 123456", Intent.OWN_NUMBER),
        ("till yangu ni 123456", Intent.OWN_NUMBER),
        ("pause rule 1", Intent.RULES),
        ("simamisha sheria 2", Intent.RULES),
        ("ask me when a sale is above 10,000", Intent.RULE),
    ],
)
def test_a_figure_in_a_wish_of_its_own_is_not_the_amount_asked_for(
    text: str, intent: Intent
) -> None:
    (found,) = read(text, awaiting=Awaiting.AMOUNT).acts

    assert found.intent is intent


@pytest.mark.parametrize("text", ["300 asante", "ok 300", "ni 300 tu", "Ksh 300 bro"])
def test_courtesies_around_an_amount_leave_it_one(text: str) -> None:
    (found,) = read(text, awaiting=Awaiting.AMOUNT).acts

    assert found.amount == 300


@pytest.mark.parametrize(
    ("text", "value"),
    [("nusu milioni", "500000.0"), ("nusu laki", "50000.0"), ("robo milioni", "250000.00")],
)
def test_a_part_of_a_scale_is_a_sum(text: str, value: str) -> None:
    assert amount(text) == value


def test_a_half_in_front_of_a_counted_scale_belongs_to_the_goods() -> None:
    assert read("nimeuza jibini nusu elfu mbili").amounts[-1] == 2000


@pytest.mark.parametrize(
    ("text", "country"), [("3 k", "KE"), ("buku tatu", "KE"), ("soo tano", "TZ")]
)
def test_a_k_that_stands_apart_and_slang_from_next_door_are_asked_about(
    text: str, country: str
) -> None:
    understood = read(text, country=country, awaiting=Awaiting.AMOUNT)

    assert (understood.outcome, understood.question) == (Outcome.ASK, "amount_unclear")


@pytest.mark.parametrize(
    "text", ["sold 3 buns at 60 bob", "sold 3 buns at Ksh 60", "sold 3 buns at 60/="]
)
def test_a_currency_does_not_settle_whether_each_costs_it(text: str) -> None:
    assert read(text).question == "unit_or_total"


@pytest.mark.parametrize(
    "text", ["sold 6 crates of eggs, 300 each", "nimeuza trei 6 za mayai, kila moja 300"]
)
def test_a_price_for_each_behind_a_comma_belongs_to_the_goods_before_it(text: str) -> None:
    assert booked(text) == (Intent.RECORD_SALE, "1800")


def test_nothing_sold_of_a_thing_is_asked_about() -> None:
    assert read("nimeuza soda 0 @60").outcome is Outcome.ASK


@pytest.mark.parametrize("text", ["3’400", "3'400", "3\u202f400"])
def test_thousands_may_be_parted_by_a_stroke_or_a_thin_space(text: str) -> None:
    assert amount(text) == "3400"


def test_a_fraction_in_one_sign_counts() -> None:
    assert str(act("nimeuza jibini ½ kilo 60").quantity) == "0.5"
