"""What a fact's lines name, in the shop's own order of words, whatever they hold."""

from __future__ import annotations

from typing import Any

import pytest

from engine.context import goods
from karani.languages import translations

WORDS = translations()
CEMENT = {"item": "cement", "quantity": "20.0000", "unit": "bag"}


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([CEMENT], "cement 20 bags"),
        ([{"item": "nails", "quantity": "1"}], "nails"),
        ([{"item": "nails", "quantity": "2.5"}], "nails 2.5"),
        ([{"item": "nails"}, {"item": "rope"}], "nails, rope"),
        ([{"item": str(n)} for n in range(5)], "0, 1, 2 ..."),
        ([{"amount": "300"}], ""),
        ([], ""),
        ("nails", ""),
        ([None, 7, {"item": "rope", "quantity": "many"}], "rope"),
        ([{"item": "rope", "quantity": "NaN"}], "rope"),
    ],
)
def test_goods_are_named(lines: Any, said: str) -> None:
    assert goods.words({"lines": lines}, "en", WORDS) == said


def test_in_swahili_the_unit_comes_first() -> None:
    assert goods.words({"lines": [CEMENT]}, "sw", WORDS) == "cement bags 20"


def test_a_fact_without_lines_names_nothing() -> None:
    assert goods.words({}, "sw", WORDS) == ""
