from __future__ import annotations

import pytest

from bot.nlu.understanding import Intent, Outcome
from tests.nlu.reading import act, booked, read


@pytest.mark.parametrize(
    "text",
    [
        "I will pay rent 8000 on Friday",
        "nitalipa kodi 8000 Ijumaa",
        "rent 8000 not yet paid",
        "stima 1500 bado sijalipa",
        "rent due 8000 on Friday",
        "kodi itakuwa 9000 kuanzia mwezi ujao",
    ],
)
def test_what_is_still_to_be_paid_is_nothing_spent(text: str) -> None:
    assert read(text).outcome is Outcome.NONE


@pytest.mark.parametrize("text", ["nauli ni 200 kwenda mjini", "rent is 9000", "fare is 150"])
def test_what_a_thing_costs_is_asked_before_it_is_spent(text: str) -> None:
    assert read(text).question == "done"


@pytest.mark.parametrize("text", ["we sell phones from 5000", "we buy scrap 50"])
def test_what_a_shop_always_does_is_asked_before_it_is_booked(text: str) -> None:
    assert read(text).question == "done"


@pytest.mark.parametrize(
    "text", ["nimeuza kesho sukari 500", "paid rent 8000 tomorrow", "sold shoes 1500 on 15/12"]
)
def test_a_deed_that_lies_ahead_is_asked_about(text: str) -> None:
    assert read(text).outcome is not Outcome.ACT


def test_the_half_sentence_that_tells_which_one_is_asked_about() -> None:
    assert read("sukari niliyouza 300").question == "done"


@pytest.mark.parametrize(
    "text",
    [
        "niko na watoto watatu na mke mmoja",
        "password yangu ni 4455",
        "Mungu akupe miaka 100",
        "umri wangu ni miaka 34",
        "my pin is 4455",
        "I have 3 kids",
    ],
)
def test_what_nobody_sells_is_neither_counted_nor_booked(text: str) -> None:
    assert read(text).outcome is Outcome.NONE


def test_goods_for_children_are_goods() -> None:
    assert booked("nimeuza nguo za watoto 3 1500") == (Intent.RECORD_SALE, "1500")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("tarehe 18 niliuza viatu 1500", "2026-11-18"),
        ("tarehe 28 niliuza viatu 1500", "2026-10-28"),
        ("niliuza viatu 1500 tarehe 31", "2026-10-31"),
        ("sold shoes 1500 on Saturday", "2026-11-21"),
    ],
)
def test_a_deed_that_is_done_lies_on_the_last_such_day(text: str, day: str) -> None:
    assert str(act(text).date) == day


@pytest.mark.parametrize(
    "text",
    [
        "sold 100,000,000,000,000 bread 500",
        "sold bread 99,000,000,000",
        "sold 9,000,000,000 bread @ 9,000",
        "nimeuza sukari 100,000,000,000",
    ],
)
def test_so_much_that_no_shop_has_it_is_asked_about(text: str) -> None:
    assert read(text).question == "amount_unclear"


@pytest.mark.parametrize("text", ["today I have sold omena 2300", "we have sold omena 2300"])
def test_to_have_sold_is_to_sell(text: str) -> None:
    assert booked(text) == (Intent.RECORD_SALE, "2300")


@pytest.mark.parametrize(
    "text",
    [
        "nimeuza sukari 300",
        "naomba uniandikie nimeuza sukari 300",
        "nataka kuandika mauzo 300",
        "Habari karani, naomba kuandika mauzo ya sukari 300",
    ],
)
def test_a_wish_to_have_a_deed_written_is_the_deed(text: str) -> None:
    assert booked(text) == (Intent.RECORD_SALE, "300")


@pytest.mark.parametrize(
    "text",
    [
        "usiandike nimeuza sukari 300",
        "sitaki uandike nimeuza sukari 300",
        "ungeandika nimeuza sukari 300",
        "nilitaka kuuza sukari 300",
        "siwezi kuuza sukari 300",
        "ameomba mkopo 300",
    ],
)
def test_a_deed_that_is_unwanted_or_only_wanted_is_not_written(text: str) -> None:
    assert read(text).outcome is Outcome.NONE


@pytest.mark.parametrize(
    "text", ["nimepewa nauli 200", "nitampatia nauli 200", "nimekula lunch 200"]
)
def test_a_cost_beside_a_verb_of_no_word_list_is_asked_about(text: str) -> None:
    assert read(text).outcome is not Outcome.ACT


@pytest.mark.parametrize("text", ["tumeuza chini ya 500", "sold more than 500"])
def test_less_or_more_than_a_sum_is_no_sum(text: str) -> None:
    assert read(text).outcome is not Outcome.ACT


@pytest.mark.parametrize("text", ["nina wateja 3 leo", "we have 2 workers"])
def test_people_are_no_stock(text: str) -> None:
    assert all(one.intent is not Intent.STOCK_COUNT for one in read(text).acts)
