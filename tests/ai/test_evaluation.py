"""A score says how often it was right, how often it acted wrongly, and how sure it was."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from engine.ai import evaluation
from engine.ai.base import AIAnswer, AIError, AIRequest, RequestType, Spent
from engine.ai.evaluation import Case, is_as
from tests.ai.asking import NOON

READ = RequestType.TEXT_UNDERSTANDING
SALE = {"outcome": "act", "acts": [{"intent": "record_sale", "amount": "300"}]}


def case(expected: dict[str, Any], is_wrong: bool = False) -> Case:
    return Case(AIRequest(READ, "x", None, "en", "KE", NOON), expected, is_wrong)


def scored(output: dict[str, Any], *cases: Case, sure: str = "0.8") -> evaluation.Score:
    answer = AIAnswer(output, Decimal(sure), "m", 1, 1, Decimal("0.001"))
    return evaluation.score(evaluation.results(cases, lambda request: answer))


def test_what_is_as_expected_is_right() -> None:
    score = scored(SALE, case({"acts": [{"intent": "record_sale", "amount": "300.00"}]}))

    assert [score.cases, score.accuracy, score.wrong_acts] == [1, 1, 0]
    assert score.cost == Decimal("0.001")


def test_a_wrong_amount_is_a_wrong_act() -> None:
    score = scored(SALE, case({"acts": [{"amount": "301"}]}))

    assert [score.accuracy, score.wrong_acts] == [0, 1]


def test_one_act_too_many_is_wrong() -> None:
    assert not is_as(SALE, {"acts": [{"intent": "record_sale"}] * 2})


def test_to_ask_instead_is_wrong_but_no_act() -> None:
    score = scored({**SALE, "outcome": "ask"}, case({"outcome": "act"}))

    assert [score.accuracy, score.wrong_acts] == [0, 0]


def test_what_a_person_called_wrong_must_not_be_said_again() -> None:
    assert scored(SALE, case(SALE, is_wrong=True)).accuracy == 0
    assert scored({"acts": []}, case(SALE, is_wrong=True)).accuracy == 1


def test_it_is_calibrated_where_it_is_as_sure_as_it_is_right() -> None:
    right, wrong = case(SALE), case({"acts": []})

    assert scored(SALE, right, right, right, right, wrong).calibration == 0
    assert scored(SALE, wrong, sure="1").calibration == 1


def test_no_answer_is_neither_right_nor_an_act_but_may_have_cost() -> None:
    def fail(request: AIRequest) -> AIAnswer:
        raise AIError("refused", "no", spent=Spent(cost=Decimal("0.002")))

    score = evaluation.score(evaluation.results([case(SALE)], fail))

    assert [score.answered, score.accuracy, score.wrong_acts] == [0, 0, 0]
    assert score.cost == Decimal("0.002")


@pytest.mark.parametrize(
    ("output", "expected", "same"),
    [
        ({"label": "Leak"}, {"label": "leak"}, True),
        ({"a": 1, "b": 2}, {"a": 1}, True),
        ({"a": "1,000"}, {"a": 1000}, True),
        ({"a": None}, {"a": None}, True),
        ({}, {"a": 1}, False),
        ({"a": [1]}, {"a": {"b": 1}}, False),
        ("x", {"a": 1}, False),
    ],
)
def test_more_may_be_said_than_is_expected(output: Any, expected: Any, same: bool) -> None:
    assert is_as(output, expected) is same
