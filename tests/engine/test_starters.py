"""Each starter at work on a real database: exactly the messages that it promises."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest

from bot import rules
from bot.effects import Json, MakeRule, Raise
from bot.rules import LIMITS, Wanted
from engine import starters
from tests.engine.flows import passes
from tests.engine.keeper import DAY, Keeper, keeper
from tests.engine.rules_of_a_shop import takes_on
from tests.engine.world import AMINA, BARAKA, World

EVENING = time(20)
PAGE = Path(__file__).parents[2] / "docs" / "starters.md"


@pytest.fixture(name="amina")
def _amina(world: World) -> Keeper:
    return keeper(world, AMINA, "Duka la Amina")


def makes(amina: Keeper, wanted: Wanted) -> None:
    amina.wishes(MakeRule(wanted.starter, wanted.values))


def at_the_counter(amina: Keeper, person: UUID) -> Keeper:
    """Somebody else of the shop at its book."""
    return Keeper(amina.world, replace(amina.scene, person_id=person))


def sent(amina: Keeper, since: int) -> list[str]:
    amina.world.works()
    return [letter.text for letter in amina.world.post.sent[since:]]


def after(amina: Keeper, **time_: float) -> list[str]:
    """What is sent while time passes."""
    before = len(amina.world.post.sent)
    passes(amina.world, **time_)
    return sent(amina, before)


@pytest.mark.parametrize(
    ("kind", "event", "asked"),
    [
        ("sale", "SALE_RECORDED", "Sale of Ksh 500 (sugar) by Baraka"),
        ("expense", "EXPENSE_RECORDED", "Expense of Ksh 500 (sugar) by Baraka"),
        ("purchase", "PURCHASE_RECORDED", "Goods bought for Ksh 500 (sugar) by Baraka"),
        ("drawing", "DRAWING_RECORDED", "Money taken out: Ksh 500 by Baraka"),
        ("debt", "DEBT_RECORDED", "Credit of Ksh 500 for Asha (sugar) by Baraka"),
    ],
)
def test_what_staff_record_above_a_limit_is_asked_about_and_both_are_told(
    amina: Keeper, kind: str, event: str, asked: str
) -> None:
    world = amina.world
    makes(amina, rules.limited(kind, Decimal(100)))
    baraka = at_the_counter(amina, takes_on(world, amina, BARAKA))
    line: dict[str, Json] = {"item": "sugar", "quantity": None, "amount": "500"}
    told: dict[str, Json] = {
        "amount": "500",
        "currency": "KES",
        "business_date": DAY,
        "lines": [line],
    }
    before = len(world.post.sent)

    baraka.wishes(Raise(event, {**told, "name": "Asha", "customer": None, "payment": "cash"}))
    assert sent(amina, before) == [
        f"{asked}. Is that all right?\n1 Yes, 2 No. Or answer YES A1 or NO A1."
    ]
    decided, told_back = sorted(world.says(AMINA, "no A1"))

    assert decided.startswith("A1 is rejected.")
    assert told_back.startswith(f"Amina said NO: {asked}.")


def test_the_evening_summary_tells_the_day(amina: Keeper) -> None:
    makes(amina, rules.every_day(EVENING))
    amina.sells("sugar", "1", "300")

    assert after(amina, hours=9) == []
    (said,) = after(amina, hours=1)  # 20:00 in Nairobi.
    assert said == "Today: sales Ksh 300, expenses Ksh 0.\nTo close the day write CLOSE DAY."


def test_the_weekly_summary_of_a_monday_morning_tells_the_week_that_has_ended(
    amina: Keeper,
) -> None:
    makes(amina, rules.every_week(0, time(8)))
    amina.sells("sugar", "1", "300")

    assert after(amina, days=6) == []
    (said,) = after(amina, days=1)
    assert "Ksh 300" in said
    assert after(amina, days=6) == []


def test_the_monthly_summary_of_the_first_tells_the_month_that_has_ended(
    amina: Keeper,
) -> None:
    makes(amina, rules.every_month(1, time(8)))
    amina.sells("sugar", "1", "300")

    assert after(amina, days=7) == []
    (said,) = after(amina, days=1)  # The first of December.
    assert "Ksh 300" in said


def test_a_reminder_of_ones_own_comes_on_its_day_and_no_other(amina: Keeper) -> None:
    friday = date(2026, 11, 27)
    makes(amina, rules.reminder("pay the rent", "week", friday, time(9)))

    assert after(amina, days=3, hours=22) == []
    assert after(amina, days=1) == ["A reminder: pay the rent."]
    assert after(amina, days=6) == []


def test_an_item_that_comes_down_to_its_threshold_is_told_once(amina: Keeper) -> None:
    makes(amina, Wanted(rules.STOCK))
    amina.raises("STOCK_COUNTED", item="sugar", quantity="6", unit=None, threshold="5")
    before = len(amina.world.post.sent)

    amina.sells("sugar", "1", "100", line={"quantity": "1"})
    amina.sells("sugar", "1", "100", line={"quantity": "1"})

    assert sent(amina, before) == ["sugar is running low: 5 left."]


def test_a_message_that_does_not_arrive_is_told_to_the_owner(amina: Keeper) -> None:
    world = amina.world
    makes(amina, Wanted(rules.FAILURES))
    baraka = takes_on(world, amina, BARAKA)
    before = len(world.post.sent)

    amina.wishes(Raise("MESSAGE_FAILED", {"message": str(baraka), "reason": "no such number"}))
    assert sent(amina, before) == []  # Her own would only fail again.
    staff = at_the_counter(amina, baraka)
    staff.raises("MESSAGE_FAILED", message=str(baraka), reason="no such number")

    assert sent(amina, before) == ["A message of mine could not be delivered (no such number)."]


def test_every_wish_by_chat_names_a_starter_that_ships_with_the_values_it_needs() -> None:
    wished = [starter for all_of_kind in rules.STARTERS.values() for starter in all_of_kind]

    # What a customer answers about a debt is asked of the owner without a wish.
    assert sorted([*wished, rules.ANSWERS]) == sorted(starters.NAMES)
    for limited in LIMITS.values():
        assert starters.placeholders(limited) == {"limit"}
    for wanted in (
        rules.every_day(EVENING),
        rules.every_week(0, None),
        rules.every_month(1, None),
        rules.reminder("x", None, None, None),
        Wanted(rules.STOCK),
        rules.of_debts(None, None, None),
        rules.to_customer((UUID(int=1), "Asha"), "x", None, None, None),
        Wanted(rules.RECEIPT),
        Wanted(rules.ANSWERS),
        Wanted(rules.FAILURES),
    ):
        assert starters.placeholders(wanted.starter) == set(wanted.values)


def test_the_page_of_starters_shows_every_file_as_it_is() -> None:
    shown = dict(
        re.findall(
            r"^## (\w+)\n.*?^```json\n(.*?)^```$", PAGE.read_text(), re.MULTILINE | re.DOTALL
        )
    )

    assert shown == {
        name: (starters.HERE / f"{name}.json").read_text() for name in starters.NAMES
    }
