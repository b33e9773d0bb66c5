"""Whatever JSON a model answers, weighing it ends in a reading or in none."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.nlu import receipts
from bot.nlu.prompt import PROPOSABLE
from bot.nlu.understanding import Act, Catalogue, Intent, Outcome, Understanding, Utterance
from tests.nlu.test_weighing import KNOWN, NOON
from tests.reader import READER

TEXT = "nimeuza sukari kilo 2 kwa 300 na Asha amekopa unga 65 kesho saa nne"
SILENT = Understanding(Outcome.NONE, "sw", (Act(Intent.UNKNOWN),))
WORDS = (
    "300",
    "2",
    "65",
    "sukari",
    "unga",
    "Asha",
    "kilo",
    "2026-11-25",
    "cash",
    "{{7*7}}",
    "",
)

anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(WORDS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
leaf = st.sampled_from(WORDS) | anything
fields = ("amount", "currency", "item", "quantity", "unit", "unit_price", "party", "when",
          "date", "payment")  # fmt: skip
acts = st.fixed_dictionaries(
    {"intent": st.sampled_from([str(one) for one in Intent]) | anything},
    optional=dict.fromkeys(fields, leaf),
)
lines = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(("written", "item", "quantity", "amount"), leaf)
)


def weighed(document: Any, known: Catalogue = KNOWN) -> Understanding | None:
    return READER.weigh(document, Utterance(TEXT, NOON), known)


@settings(max_examples=300, deadline=None)
@given(st.fixed_dictionaries({"acts": st.lists(acts | anything, max_size=3) | anything}))
def test_a_reading_says_only_what_may_be_proposed(document: dict[str, Any]) -> None:
    read = weighed(document)

    if read is not None:
        figures = [act.amount for act in read.acts if act.amount is not None]
        assert {act.intent for act in read.acts} <= PROPOSABLE | {Intent.UNKNOWN}
        assert set(figures) <= set(read.amounts)


@settings(max_examples=300, deadline=None)
@given(
    st.fixed_dictionaries(
        {
            "is_receipt": st.just(True) | anything,
            "lines": st.lists(lines | anything, max_size=3) | anything,
            "total": leaf,
        }
    )
)
def test_a_receipt_decides_nothing(document: dict[str, Any]) -> None:
    read = receipts.weigh(document, SILENT)

    if read is not None:
        assert {act.intent for act in read.acts} == {Intent.UNKNOWN}
        assert all(act.amount and act.amount > 0 for act in read.acts)
