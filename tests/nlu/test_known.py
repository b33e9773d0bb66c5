from __future__ import annotations

import pytest

from bot.nlu.understanding import Catalogue
from tests.nlu.reading import read

SHOP = Catalogue(
    items=frozenset({"sukari", "unga wa ngano", "unga wa dona", "maziwa", "A4"}),
    people=frozenset({"Wanjiku", "Anton wa Padua", "Juma Hassan", "Hassan"}),
)


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("nimeuza sukai 300", "sukari"),
        ("nimeuza suk 300", "sukari"),
        ("nimeuza Maziw 120", "maziwa"),
        ("nimeuza unga wa ngan 200", "unga wa ngano"),
    ],
)
def test_a_thing_the_shop_knows_is_recognised(text: str, item: str) -> None:
    assert read(text, catalogue=SHOP).acts[0].item == item


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("nimeuza unga 200", "unga"),
        ("nimeuza sukari guru 200", "sukari guru"),
        ("nimeuza A5 200", "A5"),
        ("nimeuza mkate 200", "mkate"),
    ],
)
def test_what_may_be_two_things_or_a_new_one_stays_as_written(text: str, item: str) -> None:
    assert read(text, catalogue=SHOP).acts[0].item == item


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("Wanjku amekopa 300", "Wanjiku"),
        ("Antoni amekopa 300", "Anton wa Padua"),
        ("Juma amekopa 300", "Juma Hassan"),
        ("hassan amekopa 300", "Hassan"),
    ],
)
def test_a_person_the_shop_knows_is_recognised(text: str, party: str) -> None:
    assert read(text, catalogue=SHOP).acts[0].party == party


def test_another_letter_is_another_person() -> None:
    assert read("Wanjiru amekopa 300", catalogue=SHOP).acts[0].party == "Wanjiru"
