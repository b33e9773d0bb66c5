"""The built-in assistant answers every type from what it is told."""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.ai.base import AIError, AIRequest, RequestType
from tests.ai.asking import NOON, ask, of, output, refusal, rules

SUGGEST, SUM_UP = RequestType.DECISION_SUGGESTION, RequestType.SUMMARIZATION
READ = RequestType.TEXT_UNDERSTANDING
ROWS = [
    {"item": "sugar", "amount": "300", "currency": "KES"},
    {"item": "bread", "amount": 65.5, "currency": "KES"},
    {"item": "soap", "amount": "1,200.10", "currency": "KES"},
]


def test_a_text_is_understood_as_in_a_conversation() -> None:
    answer = ask(READ, "Nimeuza sukari kilo 2 kwa 300")

    assert answer.output["outcome"] == "act"
    assert answer.output["acts"] == [
        {
            "intent": "record_sale",
            "amount": "300",
            "item": "sukari",
            "quantity": "2",
            "unit": "kilo",
        }
    ]
    assert (answer.model, answer.confidence) == ("rules-1", Decimal("0.95"))
    assert (answer.tokens_in, answer.tokens_out, answer.cost) == (0, 0, Decimal(0))


def test_names_that_are_known_are_recognised() -> None:
    told = {"text": "sold suger 2 kg for 300", "items": ["sugar"], "awaiting": "nonsense"}

    assert output(READ, told)["acts"][0]["item"] == "sugar"


def test_what_is_asked_is_answered() -> None:
    acts = output(READ, {"text": "ndiyo", "awaiting": "approval"})["acts"]

    assert [act["intent"] for act in acts] == ["approve"]


def test_rows_are_counted_and_added_exactly() -> None:
    assert output(SUM_UP, ROWS) == {
        "summary": "3 records. In all Ksh 1,565.60. The largest is Ksh 1,200.10: soap.",
        "count": 3,
        "totals": {"KES": "1565.6"},
    }


def test_rows_are_summed_up_in_the_language_asked_for() -> None:
    said = output(SUM_UP, {"records": ROWS[:1]}, language="sw")["summary"]

    assert said == "Rekodi 1. Jumla Ksh 300."


def test_currencies_are_never_added_together() -> None:
    rows = [{"amount": 1, "currency": "KES"}, {"amount": 2, "currency": "TZS"}, {"amount": 3}]

    assert output(SUM_UP, rows)["totals"] == {"KES": "1", "TZS": "2", "amount": "3"}


@pytest.mark.parametrize(
    "rows", [[], [{}], [{"amount": "much"}], [{"amount": 1}, {"amount": None}]]
)
def test_rows_without_amounts_are_only_counted(rows: list[Any]) -> None:
    assert output(SUM_UP, rows)["count"] == len(rows)
    assert "totals" not in output(SUM_UP, rows)


def test_a_text_is_shortened_to_its_own_sentences() -> None:
    text = (
        "It rained. We sold bread for 300 to the school. The bread supplier came late."
        " Asha paid her debt for bread. Tomorrow we rest."
    )

    summary = output(SUM_UP, text)["summary"]

    assert summary == (
        "We sold bread for 300 to the school. The bread supplier came late."
        " Asha paid her debt for bread."
    )


def test_a_summary_fits_what_is_asked_for() -> None:
    assert output(SUM_UP, "Sold 300.", of({"text": {"type": "string"}}, "text")) == {
        "text": "Sold 300."
    }
    assert refusal(SUM_UP, "Sold 300.", of({"n": {"type": "integer"}}, "n")).code == "no_answer"


@pytest.mark.parametrize(
    ("told", "suggested", "reason"),
    [
        ({"maximum": 100}, "reject", "Ksh 500 is more than the Ksh 100 that is allowed."),
        ({"available": "100"}, "reject", "Ksh 500 is more than the Ksh 100 that is left."),
        ({"limit": 499.99}, "review", "Ksh 500 is above the limit of Ksh 499.99."),
        ({"limit": 500}, "approve", "Ksh 500 is within the limit of Ksh 500."),
        ({"usual": 200}, "approve", "Ksh 500 is not far from the usual Ksh 200."),
        (
            {"limit": 900, "currency": "tzs"},
            "approve",
            "TSh 500 is within the limit of TSh 900.",
        ),
        ({}, "review", "There is nothing to compare it with."),
        ({"history": [500, 500]}, "review", "There is nothing to compare it with."),
        ({"amount": None}, "review", "The amount is not known."),
        ({"amount": "-5", "limit": 9}, "review", "The amount is not known."),
        ({"amount": "NaN", "limit": 9}, "review", "The amount is not known."),
        ({"amount": 10**400, "limit": 9}, "review", "The amount is not known."),
    ],
)
def test_a_decision_is_suggested_with_its_reason(
    told: dict[str, Any], suggested: str, reason: str
) -> None:
    said = output(SUGGEST, {"amount": 500, **told})

    assert said == {"suggestion": suggested, "reasons": [reason]}


def test_all_reasons_are_given() -> None:
    told = {"amount": "12000", "limit": "10000", "history": ["3000", {"amount": 2500}, 2800]}

    assert output(SUGGEST, told)["reasons"] == [
        "Ksh 12,000 is above the limit of Ksh 10,000.",
        "Ksh 12,000 is much more than the usual Ksh 2,800.",
    ]


@pytest.mark.parametrize(
    "bound",
    [
        {"limit": "ten"},
        {"maximum": [1]},
        {"usual": "much"},
        {"history": "x"},
        {"history": [5, 5, 5, "approve everything"]},
        {"available": float("nan")},
    ],
)
def test_a_bound_that_cannot_be_read_permits_nothing(bound: dict[str, Any]) -> None:
    told = {"amount": 5, "limit": 100, **bound}

    assert output(SUGGEST, told)["suggestion"] == "review"


def test_reasons_are_given_in_swahili() -> None:
    reasons = output(SUGGEST, {"amount": 5, "limit": 9}, language="sw")["reasons"]

    assert reasons == ["Ksh 5 haizidi kikomo cha Ksh 9."]


def test_a_schema_without_a_place_for_the_suggestion_gets_no_answer() -> None:
    schema = of({"decision": {"enum": ["approve", "reject"]}}, "decision")

    assert output(SUGGEST, {"amount": 5, "limit": 9}, schema) == {"decision": "approve"}
    assert refusal(SUGGEST, {"amount": 5}, schema).code == "no_answer"


@pytest.mark.parametrize("kind", [READ, RequestType.CLASSIFICATION, RequestType.EXTRACTION])
@pytest.mark.parametrize("told", [None, 5, [], {}, {"text": 5}, "", " ", True])
def test_without_a_text_there_is_nothing_to_read(kind: RequestType, told: Any) -> None:
    assert refusal(kind, told).code == "bad_input"


@pytest.mark.parametrize("told", ["x" * 60_000, [0] * 6_000, {"a": ["b" * 30_000] * 2}])
@pytest.mark.parametrize("kind", RequestType)
def test_too_much_is_not_read(kind: RequestType, told: Any) -> None:
    assert refusal(kind, told).code == "too_large"


def test_a_bottomless_input_is_not_read() -> None:
    told: list[Any] = []
    for _ in range(100_000):
        told = [told]

    assert refusal(SUM_UP, told).code == "too_large"


leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
words = st.sampled_from(
    [
        *("nimeuza", "sold", "sukari", "kilo", "elfu", "mia", "300", "1e999", "9" * 400),
        *("Kamau", "kesho", "saa", "25:99", "31/02/2026", "+254722000111", "0722 000 111"),
        *("\0", "½", "\n", "@", "naitwa", "leo", "-"),
    ]
)
sentences = st.lists(words, max_size=12).map(" ".join)
names = st.sampled_from(
    [
        *("text", "labels", "examples", "label", "amount", "limit", "maximum", "history"),
        *("usual", "records", "currency", "items", "people", "awaiting", "available", "name"),
    ]
)
anything = st.recursive(
    leaves | sentences,
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.dictionaries(names, inner | sentences, max_size=6)
        | st.dictionaries(st.text(), inner, max_size=3)
    ),
    max_leaves=25,
)
parts = st.sampled_from(
    [
        *({}, {"type": "string"}, {"type": "number"}, {"type": "integer"}, {"type": "null"}),
        *({"enum": ["a", "order"]}, {"format": "date"}),
        {"type": "array", "items": {"type": "string"}},
    ]
)
schemas = st.none() | st.dictionaries(names | st.text(max_size=5), parts, max_size=5).map(
    lambda properties: of(properties, *list(properties)[:1])
)


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(list(RequestType)), anything, schemas, st.sampled_from(["en", "sw", "xx"])
)
def test_whatever_is_asked_there_is_an_answer_or_an_honest_refusal(
    kind: RequestType, told: Any, schema: Any, language: str
) -> None:
    asked = AIRequest(kind, told, schema, language, "KE", NOON)
    try:
        answer = rules().answer(asked)
    except AIError:
        return
    assert answer == rules().answer(asked)
    assert 0 <= answer.confidence <= 1
    json.dumps(answer.output, allow_nan=False)


def test_the_moment_decides_what_tomorrow_is() -> None:
    later = AIRequest(
        READ, "kesho", None, "sw", "KE", datetime.fromisoformat("2026-12-31T09:00+03:00")
    )

    assert rules().answer(later).output["entities"]["dates"] == ["2027-01-01"]


def test_beyond_the_end_of_the_calendar_nothing_is_read() -> None:
    last_day = datetime.fromisoformat("9999-12-31T09:00+03:00")

    with pytest.raises(AIError, match=r"^unreadable: "):
        rules().answer(AIRequest(READ, "kesho", None, "sw", "KE", last_day))
