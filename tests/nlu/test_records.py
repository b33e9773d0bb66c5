from __future__ import annotations

from decimal import Decimal

import pytest

from bot.nlu.understanding import Intent, Outcome
from tests.nlu.reading import act, booked, read


def test_a_sale_in_swahili_has_item_quantity_unit_and_total() -> None:
    done = act("nimeuza sukari kilo 2 kwa 300")

    assert done.intent is Intent.RECORD_SALE
    assert (done.item, done.unit) == ("sukari", "kilo")
    assert (done.quantity, done.amount) == (Decimal(2), Decimal(300))
    assert done.unit_price is None


def test_a_sale_in_english_has_item_quantity_unit_and_total() -> None:
    done = act("sold 3 crates of soda for 2,400")

    assert done.intent is Intent.RECORD_SALE
    assert (done.item, done.unit) == ("soda", "crate")
    assert (done.quantity, done.amount) == (Decimal(3), Decimal(2400))


def test_a_bare_amount_after_a_quantity_is_the_total_and_never_multiplied() -> None:
    assert act("nimeuza soda 3 150").amount == Decimal(150)


@pytest.mark.parametrize(
    "text",
    ["sold 4 buckets at 300 each", "nimeuza ndoo 4 kila moja 300", "nimeuza ndoo 4 @300"],
)
def test_a_price_for_each_is_multiplied_by_the_quantity(text: str) -> None:
    done = act(text)

    assert (done.unit_price, done.amount) == (Decimal(300), Decimal(1200))


def test_at_with_several_pieces_asks_whether_it_is_each_or_all() -> None:
    understood = read("sold 3 loaves at 70")

    assert (understood.outcome, understood.question) == (Outcome.ASK, "unit_or_total")


@pytest.mark.parametrize(
    "text",
    [
        "sijauza mkate 200",
        "hatukuuza maziwa 500",
        "nitauza unga 300",
        "ningeuza mchele 400",
        "nikiuza mayai 300 nitakuambia",
        "I will sell milk 200",
        "we did not sell milk 200",
        "if I sell milk 200 I will tell you",
        "nimeuza ngapi leo?",
        "did we sell soap for 200?",
    ],
)
def test_what_was_not_done_is_never_booked(text: str) -> None:
    understood = read(text)

    assert not any(done.amount for done in understood.acts if understood.outcome is Outcome.ACT)


@pytest.mark.parametrize(
    ("text", "intent", "amount"),
    [
        ("nimeuza mkate 65", Intent.RECORD_SALE, "65"),
        ("nimenunua mchele 5000", Intent.RECORD_PURCHASE, "5000"),
        ("nimelipa kodi 8000", Intent.RECORD_EXPENSE, "8000"),
        ("paid rent 8000", Intent.RECORD_EXPENSE, "8000"),
        ("bought flour 900", Intent.RECORD_PURCHASE, "900"),
        ("Otieno anadaiwa 400", Intent.RECORD_DEBT, "400"),
        ("Otieno amelipa 400", Intent.DEBT_PAID, "400"),
        ("Otieno ananidai 400", Intent.RECORD_PAYABLE, "400"),
        ("namdai Otieno 400", Intent.RECORD_DEBT, "400"),
        ("I owe Otieno 400", Intent.RECORD_PAYABLE, "400"),
        ("Otieno owes me 400", Intent.RECORD_DEBT, "400"),
        ("Otieno paid me 400", Intent.DEBT_PAID, "400"),
    ],
)
def test_the_verb_decides_which_way_the_money_went(
    text: str, intent: Intent, amount: str
) -> None:
    assert booked(text) == (intent, amount)


def test_a_sale_without_an_amount_asks_for_it() -> None:
    understood = read("nimeuza nyanya")

    assert (understood.outcome, understood.question) == (Outcome.ASK, "amount")


def test_goods_and_money_without_a_verb_ask_which_way() -> None:
    assert read("unga kilo 2 180").outcome is Outcome.ASK


def test_two_things_in_one_line_are_two_entries() -> None:
    understood = read("sold beans 800 and bought salt 100")

    assert [(done.intent, str(done.amount)) for done in understood.acts] == [
        (Intent.RECORD_SALE, "800"),
        (Intent.RECORD_PURCHASE, "100"),
    ]


def test_a_list_under_a_heading_is_read_line_by_line() -> None:
    understood = read("Mauzo ya leo\nsukari kilo 2 300\nmaji 4 80\n\nMatumizi\nnauli 100")

    assert [(done.intent, str(done.amount), done.line) for done in understood.acts] == [
        (Intent.RECORD_SALE, "300", 2),
        (Intent.RECORD_SALE, "80", 3),
        (Intent.RECORD_EXPENSE, "100", 6),
    ]
