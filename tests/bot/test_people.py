"""Who is meant by a name."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

import pytest

from bot.people import meant, mentioned
from bot.shop import Customer

NAMES = ("Asha Otieno", "Asha Mwangi", "Kamau", "Antonia wa Padua", "Baba Juma 2")


def book(*names: str) -> list[Customer]:
    return [
        Customer(UUID(int=number), name, Decimal(), Decimal())
        for number, name in enumerate(names)
    ]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("asha otieno", "Asha Otieno"),
        ("Otieno", "Asha Otieno"),
        ("KAMAU", "Kamau"),
        ("Antoni", "Antonia wa Padua"),
        ("Baba Juma", "Baba Juma 2"),
    ],
)
def test_a_name_means_whom_it_names_by_itself(said: str, name: str) -> None:
    found = meant(said, book(*NAMES)).sure

    assert found is not None
    assert found.name == name


def test_a_name_of_two_people_means_neither_surely() -> None:
    found = meant("Asha", book(*NAMES))

    assert found.sure is None
    assert [each.name for each in found.candidates] == ["Asha Otieno", "Asha Mwangi"]


def test_a_misspelt_name_is_worth_a_question() -> None:
    found = meant("Kamua", book(*NAMES))

    assert found.sure is None
    assert [each.name for each in found.candidates] == ["Kamau"]


def test_a_longer_name_may_be_somebody_else() -> None:
    found = meant("Kamau Njoroge", book(*NAMES))

    assert found.sure is None
    assert [each.name for each in found.candidates] == ["Kamau"]


@pytest.mark.parametrize("said", ["Neema", "2", "Ka", ""])
def test_a_name_that_is_like_nobodys_is_new(said: str) -> None:
    found = meant(said, book(*NAMES))

    assert found.sure is None
    assert found.candidates == ()


@pytest.mark.parametrize("text", ["deni la Asha Mwangi?", "how much does Mwangi owe?"])
def test_a_text_mentions_somebody_by_a_whole_word(text: str) -> None:
    found = mentioned(text, book(*NAMES))

    assert found is not None
    assert found.name == "Asha Mwangi"


def test_a_text_that_may_mention_two_people_mentions_nobody() -> None:
    assert mentioned("deni la Asha?", book(*NAMES)) is None
