"""A provider that fails is left alone, and tried again by one question."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from engine.ai import budget, prices
from engine.ai.breaker import Breaker
from engine.ai.budget import MOST_REQUESTS, Used
from engine.ai.prices import Tokens
from tests.ai.model_server import NOON


def test_three_failures_in_a_row_open_it() -> None:
    breaker = Breaker(lambda: NOON)
    for _ in range(2):
        breaker.failed()
    assert breaker.lets_through()

    breaker.failed()

    assert breaker.is_open
    assert not breaker.lets_through()


def test_an_answer_in_between_begins_the_count_anew() -> None:
    breaker = Breaker(lambda: NOON)
    for _ in range(9):
        breaker.failed()
        breaker.succeeded()

    assert breaker.lets_through()


def test_after_its_rest_one_question_tries_and_the_others_wait() -> None:
    now = [NOON]
    breaker = Breaker(lambda: now[0])
    for _ in range(3):
        breaker.failed()
    now[0] += timedelta(seconds=30)

    assert [breaker.lets_through() for _ in range(3)] == [True, False, False]
    breaker.succeeded()
    assert breaker.lets_through()


@pytest.mark.parametrize(("told", "rest"), [(5, 5), (100_000, 600)])
def test_it_rests_as_long_as_it_was_told_but_not_for_ever(told: int, rest: int) -> None:
    now = [NOON]
    breaker = Breaker(lambda: now[0])
    breaker.failed(told)

    now[0] = NOON + timedelta(seconds=rest - 1)
    assert breaker.is_open
    now[0] = NOON + timedelta(seconds=rest)
    assert not breaker.is_open


@pytest.mark.parametrize(
    ("used", "cost", "may"),
    [
        (Used(0, Decimal(0)), "0.15", True),
        (Used(0, Decimal("0.01")), "0.15", False),
        (Used(MOST_REQUESTS - 1, Decimal(0)), "0", True),
        (Used(MOST_REQUESTS, Decimal(0)), "0", False),
    ],
)
def test_a_budget_holds_what_may_still_be_spent(used: Used, cost: str, may: bool) -> None:
    assert budget.allows(used, Decimal(cost), Decimal("0.15")) is may


def test_a_model_without_a_price_costs_nothing() -> None:
    assert prices.of_tokens("llama-at-home", NOON.date(), Tokens(10**6, 10**6)) == 0
    assert prices.of_sound("whisper-at-home", NOON.date(), Decimal(60)) == 0


def test_what_is_cached_costs_less() -> None:
    fresh, cached, written = (
        prices.of_tokens("gpt-6-luna", NOON.date(), used)
        for used in (
            Tokens(1_000_000, 0),
            Tokens(1_000_000, 0, cached=1_000_000),
            Tokens(1_000_000, 0, written=1_000_000),
        )
    )

    assert [cached, fresh, written] == [Decimal("0.01"), Decimal("0.10"), Decimal("0.125")]
