"""Figures are read by the one convention that a file follows, or not at all."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.importing import figures
from engine.importing.figures import Decimals, FigureError
from engine.importing.words import TableError

POINT, COMMA = Decimals.POINT, Decimals.COMMA


@pytest.mark.parametrize(
    ("money", "quantities", "meant"),
    [
        (["50", "300"], ["2"], POINT),
        (["1,200", "50"], ["2"], POINT),
        (["1,200.50"], [], POINT),
        (["1.200,50"], [], COMMA),
        (["12.5", "1,200"], [], POINT),
        (["12,5", "1.200"], [], COMMA),
        (["1.200.000"], [], COMMA),
        (["1,200,000"], ["1.5"], POINT),
        (["300"], ["0.500"], POINT),
        (["300"], ["0,5"], COMMA),
        (["1,200"], ["1,250"], POINT),
    ],
)
def test_the_convention_follows_from_all_figures(
    money: list[str], quantities: list[str], meant: Decimals
) -> None:
    assert figures.convention(money, quantities) is meant


@pytest.mark.parametrize(
    ("money", "quantities"),
    [
        (["1,200.50", "1.200,50"], []),
        (["12.5", "12,5"], []),
        (["1.200"], []),
        (["300"], ["1,250"]),
        (["1,200"], ["1.250"]),
    ],
)
def test_two_conventions_or_an_open_one_are_refused(
    money: list[str], quantities: list[str]
) -> None:
    with pytest.raises(TableError, match=r"--decimal|write them in one"):
        figures.convention(money, quantities)


@pytest.mark.parametrize(
    ("text", "decimals", "meant"),
    [
        ("1,200.5", POINT, "1200.5"),
        ("1.200,50", COMMA, "1200.50"),
        ("12,345,678", POINT, "12345678"),
        (".5", POINT, "0.5"),
        ("1200", COMMA, "1200"),
    ],
)
def test_a_figure_is_exact(text: str, decimals: Decimals, meant: str) -> None:
    assert figures.read(text, decimals, 2) == Decimal(meant)


@pytest.mark.parametrize(
    "text",
    ["", "abc", "1,20", "12,3456", "1,200,50", "1.2.3", "-5", "(5)", "٣", "1.234", "5 6 x"],
)
def test_what_is_no_figure_of_the_convention_is_refused(text: str) -> None:
    with pytest.raises(FigureError):
        figures.read(text, POINT, 2)


@pytest.mark.parametrize(
    "text", ["KES 1,200", "Ksh. 1,200/=", "1,200/-", "1 200", "1'200", "sh1200"]
)
def test_what_stands_around_an_amount_is_taken_off(text: str) -> None:
    bare = figures.bare(text, ["ksh.", "ksh", "kes", "sh", "/=", "/-"])

    assert figures.read(bare, POINT, 2) == Decimal(1200)
