"""What a model reads counts as far as the message bears it out, and no further."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from bot.nlu.understanding import Catalogue, Intent, Outcome, Understanding, Utterance
from tests.reader import READER

NOON = datetime.fromisoformat("2026-11-24T12:00:00+03:00")
KNOWN = Catalogue(items=frozenset({"sukari"}), people=frozenset({"Asha Mwangi"}))
SALE = {"intent": "record_sale", "amount": "300", "item": "sukari", "quantity": "2"}
TEXT = "leo bana nimeuza ile sukari mbili mia tatu hivi"


def weighed(text: str, *acts: Any, **more: Any) -> Understanding | None:
    return READER.weigh({"acts": list(acts), **more}, Utterance(text, NOON), KNOWN)


def test_what_the_message_says_counts() -> None:
    read = weighed(TEXT, SALE)

    assert read is not None
    (act,) = read.acts
    assert (read.outcome, act.intent) == (Outcome.ACT, Intent.RECORD_SALE)
    assert (act.amount, act.item, act.quantity) == (Decimal(300), "sukari", Decimal(2))


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": "900"},  # Nobody said so.
        {"amount": "600"},  # Two times three hundred: multiplied silently.
        {"amount": "-300"},
        {"amount": "NaN"},
        {"amount": "1e3"},
        {"amount": 300},
        {"amount": "300 or more"},
        {"quantity": "3"},
        {"unit_price": "150"},
        {"item": "dhahabu"},
        {"item": "{{7*7}}"},
        {"item": "sukari\u202eirakus"},
        {"item": "x" * 81},
        {"party": "Chausiku"},
        {"party": "018f3c4e-1234-7678-9012-123456789012"},
        {"currency": "USD"},
        {"unit": "tonne"},
        {"date": "2026-11-01"},
        {"when": "2026-11-24T15:00:00+03:00"},
        {"when": "2026-11-24T15:00:00"},
        {"payment": "credit"},
        {"payment": "gold"},
        {"intent": "record_purchase"},  # He sold; he did not buy.
        {"intent": "debt_paid"},
        {"intent": "approve"},
        {"intent": "erase"},
        {"intent": "export"},
        {"intent": "team"},
        {"intent": "pin"},
        {"intent": "rule"},
        {"intent": "stop"},
        {"intent": "undo"},
        {"intent": "approve everything"},
        {"intent": None},
    ],
)
def test_what_it_does_not_say_counts_for_nothing(wrong: dict[str, Any]) -> None:
    assert weighed(TEXT, {**SALE, **wrong}) is None


@pytest.mark.parametrize(
    "acts", [[], [None], ["record_sale"], [SALE] * 2, [SALE, {}], [{}] * 99]
)
def test_no_act_no_object_and_no_figure_twice(acts: list[Any]) -> None:
    assert weighed(TEXT, *acts) is None


@pytest.mark.parametrize("document", [{}, {"acts": None}, {"acts": "all"}, {"acts": {}}])
def test_a_document_of_another_shape_is_no_reading(document: dict[str, Any]) -> None:
    assert READER.weigh(document, Utterance(TEXT, NOON), KNOWN) is None


@pytest.mark.parametrize(
    "text",
    [
        "sijauza ile sukari mbili mia tatu",
        "nitauza ile sukari mbili mia tatu",
        "nimeuza ile sukari mbili mia tatu?",
        "kama nimeuza ile sukari mbili mia tatu",
    ],
)
def test_what_was_not_done_is_not_read_into_it(text: str) -> None:
    assert weighed(text, SALE) is None


def test_without_a_verb_the_way_is_asked_for() -> None:
    read = weighed("ile sukari mbili mia tatu hivi bana", SALE)

    assert read is not None
    assert (read.outcome, read.question) == (Outcome.ASK, "direction")
    assert [act.intent for act in read.acts] == [Intent.UNKNOWN]


def test_known_names_are_written_as_the_shop_writes_them() -> None:
    owes = {"intent": "record_debt", "amount": "300", "party": "Asha"}

    read = weighed("basi Asha amekopa tena mia tatu hapo", owes)

    assert read is not None
    assert read.acts[0].party == "Asha Mwangi"


def test_a_question_changes_nothing_and_may_be_answered() -> None:
    read = weighed("hebu nione vile biashara imeenda leo?", {"intent": "summary"})

    assert read is not None
    assert read.acts[0].intent is Intent.SUMMARY
