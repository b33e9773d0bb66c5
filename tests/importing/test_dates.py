"""Days are read in the one order that a file follows, and never guessed."""

from __future__ import annotations

from datetime import date

import pytest

from engine.importing import dates
from engine.importing.dates import DayError, Order
from engine.importing.words import TableError
from karani.tables import load_words

MONTHS = load_words().months
DAY_FIRST, MONTH_FIRST = Order.DAY_FIRST, Order.MONTH_FIRST


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["31/01/2026", "02/03/2026"], DAY_FIRST),
        (["01/31/2026", "02/03/2026"], MONTH_FIRST),
        (["2026-02-03"], DAY_FIRST),
        (["02/02/2026"], DAY_FIRST),
        (["3 Feb 2026", "nothing"], DAY_FIRST),
    ],
)
def test_one_day_above_twelve_tells_the_order(texts: list[str], order: Order) -> None:
    assert dates.order(texts) is order


def test_an_order_that_is_left_open_is_asked_for() -> None:
    with pytest.raises(TableError, match=r"02/03/2026 may have .* --dates day-first"):
        dates.order(["02/03/2026", "05/05/2026"])


def test_two_orders_in_one_file_are_refused() -> None:
    with pytest.raises(TableError, match="some dates have the day first"):
        dates.order(["31/01/2026", "01/31/2026"])


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("2026-03-02", MONTH_FIRST),
        ("2026/3/2", DAY_FIRST),
        ("2026-03-02T10:00:00+03:00", DAY_FIRST),
        ("02/03/2026", DAY_FIRST),
        ("2.3.26", DAY_FIRST),
        ("03-02-2026", MONTH_FIRST),
        ("02/03/2026 14:20", DAY_FIRST),
        ("2 March 2026", DAY_FIRST),
        ("2-Mar-26", MONTH_FIRST),
        ("2 Machi 2026", DAY_FIRST),
    ],
)
def test_a_day_is_read(text: str, order: Order) -> None:
    assert dates.read(text, order, MONTHS) == date(2026, 3, 2)


@pytest.mark.parametrize(
    "text", ["yesterday", "46053", "31/02/2026", "2 Marz 2026", "2026-13-01"]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(DayError, match="2026-01-31"):
        dates.read(text, DAY_FIRST, MONTHS)
