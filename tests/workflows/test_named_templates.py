"""A template that a step names is checked when it is published: name, languages, variables."""

from __future__ import annotations

from typing import Any

import pytest

from engine.steps import STEP_TYPES
from engine.workflows import checks, definition
from engine.workflows.checks import Roster
from engine.workflows.definition import DefinitionError
from tests.workflows.stage import AMINA, read, tell

HERE = Roster({"OWNER": frozenset({AMINA})})
QUESTION = {"en": "Is it ready?", "sw": "Je, iko tayari?"}
TEMPLATES = {
    "ready": {"en": [frozenset({"name", "shop"})], "sw": [frozenset({"name", "shop"})]},
    "late": {"en": [frozenset({"name", "day"}), frozenset({"name"})]},
}
"""Of the second there are two wordings, in one language."""


def problems(*steps: dict[str, Any]) -> list[str]:
    found = checks.check(read(*steps), languages=("en", "sw"), roster=HERE, wordings=TEMPLATES)
    return [str(one) for one in found]


def refused(document: Any) -> list[str]:
    with pytest.raises(DefinitionError) as error:
        definition.parse(document, STEP_TYPES)
    return [str(problem) for problem in error.value.problems]


def uses(name: str, *variables: str, **more: Any) -> dict[str, Any]:
    filled = dict.fromkeys(variables, "{{ organization.name }}")
    step = {"id": "a", "type": "send_message", "to": "OWNER", **more}
    return {**step, "template": name, "variables": filled}


def test_a_template_that_is_there_in_every_language_with_its_values_is_fine() -> None:
    assert problems(uses("ready", "name", "shop")) == []


def test_an_unknown_template_is_named_with_those_that_there_are() -> None:
    assert problems(uses("reddy")) == [
        "Step 'a': template: there is no template 'reddy'; there are late, ready"
    ]


def test_a_template_that_lacks_a_language_is_named() -> None:
    assert problems(uses("late", "name", "day")) == [
        "Step 'a': template: 'late' has no text in 'sw'"
    ]


def test_each_variable_that_is_missing_or_unknown_is_named() -> None:
    assert problems(uses("ready", "name", "day")) == [
        "Step 'a': variables: 'ready' needs a value for 'shop' as well",
        "Step 'a': variables: 'ready' has no place for 'day'",
    ]


def test_one_wording_that_can_be_filled_is_enough() -> None:
    found = problems(uses("late", "name"))

    assert [one for one in found if "variables" in one] == []


def test_a_question_may_name_a_template_and_is_checked_too() -> None:
    ask = {"id": "q", "type": "ask", "who": "OWNER", "question": QUESTION, "template": "ready"}

    assert problems(ask) == [
        "Step 'q': variables: 'ready' needs a value for 'name' as well",
        "Step 'q': variables: 'ready' needs a value for 'shop' as well",
    ]


def test_a_template_may_go_on_whatsapp_after_a_day() -> None:
    wait = {"id": "wait", "type": "wait", "for": "P2D"}

    assert problems(wait, uses("ready", "name", "shop", channel="whatsapp")) == []
    (problem,) = problems(wait, tell("a", channel="whatsapp"))
    assert problem.endswith("name a template, use 'auto', or wait less")


@pytest.mark.parametrize("kind", ["send_message", "ask"])
def test_variables_without_a_template_are_refused(kind: str) -> None:
    told = {"send_message": {"to": "OWNER", "text": QUESTION}}
    asked = {"ask": {"who": "OWNER", "question": QUESTION}}
    step = {"id": "a", "type": kind, "variables": {"name": "Asha"}, **(told | asked)[kind]}

    (problem,) = refused({"name": "x", "trigger": {"event": "SALE_RECORDED"}, "steps": [step]})

    assert "name the template" in problem


@pytest.mark.parametrize("said", [{}, {"report": "evening", "template": "ready"}])
def test_a_message_says_one_thing(said: dict[str, Any]) -> None:
    step = {"id": "a", "type": "send_message", "to": "OWNER", **said}
    document = {"name": "x", "trigger": {"event": "SALE_RECORDED"}, "steps": [step]}

    assert "either a text, a template or a report" in refused(document)[0]
