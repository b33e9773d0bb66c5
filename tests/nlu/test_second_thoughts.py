from __future__ import annotations

import pytest

from bot.nlu.understanding import Intent, Outcome
from tests.nlu.reading import act, booked, read


@pytest.mark.parametrize(
    "text",
    [
        "sold bread 50-60",
        "nimeuza 500-600",
        "sold shoes 1500 with 10% discount",
        "nimeuza 500 hapana 600",
        "sold bread 500 no 600",
        "sold phone 12000 deposit 5000",
        "nimeuza -500",
    ],
)
def test_a_range_a_share_a_part_or_a_second_thought_is_asked_about(text: str) -> None:
    assert read(text).outcome is Outcome.ASK


def test_a_deposit_alone_is_what_was_paid() -> None:
    assert booked("nimelipa kodi deposit 5000") == (Intent.RECORD_EXPENSE, "5000")


def test_a_dash_with_spaces_parts_a_thing_and_its_price() -> None:
    understood = read("Mauzo ya leo\nmkate — 500\nsoda - 300")

    assert [str(one.amount) for one in understood.acts] == ["500", "300"]


@pytest.mark.parametrize("text", ["nimeuza 1 500", "nimeuza simu 12000 5000"])
def test_a_count_that_may_be_half_of_a_sum_is_asked_about(text: str) -> None:
    assert read(text).question == "amount_unclear"


def test_a_count_before_a_sum_of_goods_counts() -> None:
    sold = act("nimeuza mkate 3 150")

    assert (str(sold.quantity), str(sold.amount)) == ("3", "150")


def test_a_star_between_figures_multiplies() -> None:
    sold = act("nimeuza mkate 3 * 50")

    assert (str(sold.quantity), str(sold.unit_price), str(sold.amount)) == ("3", "50", "150")


@pytest.mark.parametrize(
    "text", ["Asha na Juma wamekopa 500", "Asha, Juma na Otieno wamekopa 500"]
)
def test_of_several_people_each_or_all_is_asked(text: str) -> None:
    assert read(text).question == "debtor"


@pytest.mark.parametrize("text", ["sahau deni la Asha 500", "nimesamehe deni la Asha 500"])
def test_a_word_before_a_debt_may_forgive_it(text: str) -> None:
    assert read(text).question == "direction"


def test_what_is_left_of_a_debt_is_no_stock() -> None:
    assert read("deni la Asha limebaki 200").outcome is not Outcome.ACT


@pytest.mark.parametrize(
    "text",
    [
        "nimenunuliwa soda 50",
        "Asha amenininulia soda 50",
        "returned goods 1500",
        "cash 3000 mpesa 4500",
    ],
)
def test_what_may_be_a_gift_or_a_return_is_asked_about(text: str) -> None:
    assert read(text).outcome is Outcome.ASK


def test_what_somebody_sent_us_for_the_debt_repays_it() -> None:
    repaid = act("Asha amenitumia 2000 ya deni")

    assert (repaid.intent, repaid.party) == (Intent.DEBT_PAID, "Asha")


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("got a loan of 15000 from the sacco", Intent.RECORD_PAYABLE),
        ("I repaid the sacco 15000", Intent.PAYABLE_PAID),
        ("nimekopa 15000 kutoka benki", Intent.RECORD_PAYABLE),
    ],
)
def test_a_lender_needs_no_capital(text: str, intent: Intent) -> None:
    assert booked(text) == (intent, "15000")


@pytest.mark.parametrize(
    "text",
    [
        "bought and sold bread 50",
        "nimeuza au nimenunua 50",
        "nimeuza nimenunua 50",
        "bought bread 40 sold 50",
        "nimenunua mkate 40 nikauza 50",
    ],
)
def test_goods_that_come_in_and_go_out_in_one_breath_are_asked_about(text: str) -> None:
    assert read(text).outcome is Outcome.ASK


def test_goods_that_come_in_and_others_that_go_out_are_two_entries() -> None:
    understood = read("bought flour 1200 and sold bread 1800")

    assert [(one.intent, str(one.amount)) for one in understood.acts] == [
        (Intent.RECORD_PURCHASE, "1200"),
        (Intent.RECORD_SALE, "1800"),
    ]


@pytest.mark.parametrize(
    "text", ["for example sold sugar 300", "mfano nimeuza sukari 300", "don't record 500"]
)
def test_an_example_and_what_is_not_to_be_recorded_book_nothing(text: str) -> None:
    assert read(text).outcome is Outcome.NONE


@pytest.mark.parametrize("sign", ["&", "+", "and", ";", ","])
def test_signs_join_things_as_words_do(sign: str) -> None:
    understood = read(f"sold bread 50 {sign} milk 60")

    assert [str(one.amount) for one in understood.acts] == ["50", "60"]
