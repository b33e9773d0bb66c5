from __future__ import annotations

import pytest

from bot.nlu.understanding import Intent, Outcome
from tests.nlu.reading import booked, read

BOOKS = {
    Intent.RECORD_SALE,
    Intent.RECORD_EXPENSE,
    Intent.RECORD_PURCHASE,
    Intent.RECORD_DEBT,
    Intent.DEBT_PAID,
    Intent.RECORD_PAYABLE,
    Intent.PAYABLE_PAID,
    Intent.RECORD_DRAWING,
}


def books(text: str) -> bool:
    understood = read(text)
    return understood.outcome is Outcome.ACT and any(
        act.intent in BOOKS for act in understood.acts
    )


@pytest.mark.parametrize(
    "opening",
    ["nadhani", "sidhani", "nasikia", "laiti", "nusura", "I heard that", "she said", "I think"],
)
@pytest.mark.parametrize("told", ["nimeuza ndizi 340", "sold bananas 340"])
def test_what_is_only_heard_or_believed_books_nothing(opening: str, told: str) -> None:
    assert not books(f"{opening} {told}")


@pytest.mark.parametrize(
    "ending", ["natania tu", "sio kweli", "uongo", "just kidding", "it is not true"]
)
def test_what_a_line_takes_back_books_nothing(ending: str) -> None:
    assert not books(f"nimeuza ndizi 340 {ending}")
    assert not books(f"nimeuza ndizi 340 na nimetumia 90 {ending}")


@pytest.mark.parametrize(
    "text",
    [
        "nimeota nimeuza 3,400 na nimetumia 90",
        "kama nimeuza 3,400 na nimetumia 90",
        "if sold bananas 340 and paid transport 90",
        "usiandike mauzo 3,400 matumizi 90",
        "don't record sales 3,400 and expenses 90",
    ],
)
def test_a_supposition_holds_for_the_rest_of_its_breath(text: str) -> None:
    assert not books(text)


def test_a_deed_denied_leaves_the_next_one_standing() -> None:
    assert books("sijauza unga, nimeuza ndizi 340")


@pytest.mark.parametrize(
    "text",
    [
        "leo sijapiga mauzo ya 3,400",
        "nitafanya mauzo ya 3,400",
        "ningepiga mauzo ya 3,400",
        "hufanya mauzo ya 3,400",
        "nimeshindwa kufanya mauzo ya 3,400",
    ],
)
def test_a_light_verb_before_sales_says_whether_they_were_made(text: str) -> None:
    assert not books(text)


def test_sales_made_with_a_light_verb_are_sales() -> None:
    assert booked("leo nimepiga mauzo ya 3,400") == (Intent.RECORD_SALE, "3400")


@pytest.mark.parametrize(
    "text",
    ["they sell it at 340 in town", "people sell yams for 340", "I used to sell for 340"],
)
def test_what_others_do_or_we_once_did_is_no_entry(text: str) -> None:
    assert not books(text)


@pytest.mark.parametrize("text", ["hoping to make 4k this week", "we make 400 a day"])
def test_money_hoped_for_or_made_each_day_corrects_nothing(text: str) -> None:
    assert Intent.CORRECT not in {act.intent for act in read(text).acts}


def test_mending_a_thing_corrects_no_entry() -> None:
    assert Intent.CORRECT not in {act.intent for act in read("nimerekebisha jiko 900").acts}


def test_a_year_is_no_sum() -> None:
    assert read("duka lilifunguliwa mwaka 2015").amounts == ()
    assert read("kengele ya mwaka wa elfu mbili na thelathini").amounts == ()
