"""A correction to next to nothing is asked about: the word may point instead of count."""

from __future__ import annotations

import pytest

from bot.nlu.understanding import Catalogue, Intent, Outcome
from tests.nlu.reading import read


@pytest.mark.parametrize("text", ["wrong one", "oops wrong one delete", "badilisha 3"])
def test_a_word_that_may_point_is_never_a_new_amount(text: str) -> None:
    understood = read(text)

    assert understood.outcome is Outcome.ASK
    assert understood.acts[0].intent is Intent.CORRECT
    assert understood.acts[0].amount is None


@pytest.mark.parametrize(
    "text",
    [
        "haikuwa unga ilikuwa sukari",
        "sio unga ni sukari",
        "ni sukari sio unga",
        "ilikuwa sukari sio unga",
    ],
)
def test_one_thing_in_place_of_another_is_put_right_where_the_shop_has_it(text: str) -> None:
    understood = read(text, catalogue=Catalogue(items=frozenset({"unga"})))

    assert understood.outcome is Outcome.ACT
    assert [(one.intent, one.item) for one in understood.acts] == [(Intent.CORRECT, "sukari")]


@pytest.mark.parametrize("text", ["sio maisha ni vita", "it was fun not work"])
def test_one_thing_in_place_of_another_may_be_any_talk(text: str) -> None:
    assert read(text).question == "which_entry"


@pytest.mark.parametrize(
    "text",
    ["sio Juma ni Kamau", "sio mimi ni yeye", "ni sukari", "sio unga sio sukari ni chai"],
)
def test_a_contrast_of_people_or_of_more_than_two_things_puts_nothing_right(text: str) -> None:
    assert all(one.intent is not Intent.CORRECT for one in read(text).acts)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("nimeandika 900 badala ya 90", "90"),
        ("weka 90 badala ya 900", "90"),
        ("change the price to 640", "640"),
        ("change 64 to 640", "640"),
    ],
)
def test_what_was_written_gives_way_to_what_should_stand_there(text: str, amount: str) -> None:
    understood = read(text)

    assert [(one.intent, str(one.amount)) for one in understood.acts] == [
        (Intent.CORRECT, amount)
    ]


@pytest.mark.parametrize(
    "text", ["unga umepanda kutoka 150 hadi 180", "price went from 150 to 180"]
)
def test_a_price_that_moved_puts_no_entry_right(text: str) -> None:
    assert Intent.CORRECT not in {act.intent for act in read(text).acts}
