"""A label is chosen by words and examples, and none where none fits."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from engine.ai.base import RequestType
from tests.ai.asking import ask, of, output, refusal

CHOOSE = RequestType.CLASSIFICATION
LABELS = {
    "complaint": ["stale broken bad spoilt", "want my money back"],
    "order": ["want to buy, order, deliver, bring me"],
    "praise": ["thank you, great, good work"],
}
EXAMPLES = [
    {"label": "order", "text": "naomba uniletee mkate"},
    {"label": "order", "text": "nataka unga kilo mbili"},
    {"label": "complaint", "text": "mkate ulikuwa umeharibika"},
    {"label": "complaint", "text": "umenipunja kwenye bei"},
]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("The bread was stale, I want my money back", "complaint"),
        ("Please deliver two crates of soda", "order"),
        ("Great work, thanks", "praise"),
        ("deliverr 2 crates", "order"),
        ("It may rain on Sunday", "unknown"),
    ],
)
def test_words_of_a_label_lead_to_it(text: str, label: str) -> None:
    assert output(CHOOSE, {"text": text, "labels": LABELS}) == {"label": label}


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("naomba uniletee mkate mbili", "order"),
        ("mkate umeharibika", "complaint"),
        ("kesho mvua", "unknown"),
    ],
)
def test_the_nearest_example_leads_to_its_label(text: str, label: str) -> None:
    told = {"text": text, "labels": ["order", "complaint"], "examples": EXAMPLES}

    assert output(CHOOSE, told) == {"label": label}


def test_two_labels_that_fit_equally_are_none() -> None:
    told = {"text": "a blue and green shirt", "labels": ["blue", "green"]}

    assert ask(CHOOSE, told).confidence == Decimal("0.2")
    assert ask(CHOOSE, told).output == {"label": "unknown"}


def test_a_label_may_be_what_the_reader_understands() -> None:
    schema = of({"kind": {"enum": ["record_sale", "who_owes", "unknown"]}}, "kind")

    assert output(CHOOSE, "nimeuza sukari 300", schema) == {"kind": "record_sale"}
    assert output(CHOOSE, "nani ananidai", schema)["kind"] in {"who_owes", "unknown"}


def test_nothing_is_forced_into_a_choice_without_unknown() -> None:
    schema = of({"label": {"enum": ["order", "complaint"]}}, "label")

    assert refusal(CHOOSE, "kesho mvua", schema).code == "no_answer"


@pytest.mark.parametrize("told", ["hello", {"text": "hello", "labels": ["unknown", 5, ""]}])
def test_without_labels_there_is_nothing_to_choose(told: Any) -> None:
    assert refusal(CHOOSE, told).code == "bad_input"


def test_labels_are_bounded() -> None:
    assert (
        refusal(CHOOSE, {"text": "x", "labels": list(map(str, range(60)))}).code == "too_large"
    )
