"""What could not run is refused when it is published, with the step and the reason."""

from __future__ import annotations

from typing import Any

import pytest

from engine.steps import STEP_TYPES
from engine.workflows import checks, definition
from engine.workflows.checks import Roster
from engine.workflows.definition import DefinitionError
from tests.workflows.stage import AMINA, read, tell

HERE = Roster({"OWNER": frozenset({AMINA})})
QUESTION = {"en": "Approve?", "sw": "Unakubali?"}
APPROVAL = {"id": "ask", "type": "approval", "of": "OWNER", "question": QUESTION}


def problems(*steps: dict[str, Any], **trigger: Any) -> list[str]:
    one = read(*steps, **trigger)
    found = checks.check(one, languages=("en", "sw"), roster=HERE, wordings={})
    return [str(problem) for problem in found]


def refused(document: Any) -> list[str]:
    with pytest.raises(DefinitionError) as error:
        definition.parse(document, STEP_TYPES)
    return [str(problem) for problem in error.value.problems]


def test_a_definition_that_can_run_has_no_problems() -> None:
    when = "steps.ask.decision == 'approved'"

    assert problems(APPROVAL, tell("tell", **{"if": when})) == []


def test_an_unknown_type_is_named_with_those_that_there_are() -> None:
    (problem,) = refused(
        {
            "name": "x",
            "trigger": {"event": "SALE_RECORDED"},
            "steps": [{"id": "a", "type": "z"}],
        }
    )

    assert problem.startswith("Step 'a': type: must be one of ai_process, approval,")


def test_an_unknown_field_is_named() -> None:
    document = {
        "name": "x",
        "trigger": {"event": "SALE_RECORDED"},
        "steps": [tell("a", colour="red"), tell("b", to=5)],
    }

    assert refused(document) == [
        "Step 'a': colour: Extra inputs are not permitted",
        "Step 'b': to: Input should be a valid string",
    ]


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({}, "name: Field required"),
        ({"name": "x", "trigger": {}, "steps": []}, "trigger: needs either an event or a"),
        ({"name": "x", "trigger": {"event": "sale"}, "steps": []}, "trigger.event: String"),
        ({"name": "x", "trigger": {"schedule": "daily"}, "steps": []}, "trigger: "),
        ({"name": "x", "trigger": {"event": "AAA", "if": "1 +"}, "steps": []}, "trigger.if: "),
        ({"name": "x", "trigger": {"event": "AAA"}, "steps": []}, "steps: List should have"),
        ({"name": "x" * 70_000}, "is longer than 64,000 signs"),
    ],
)
def test_a_document_that_is_none_says_why(document: Any, said: str) -> None:
    assert any(problem.startswith(said) for problem in refused(document))


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ({"id": "w", "type": "wait"}, "Step 'w': needs exactly one of for, until and event"),
        ({"id": "w", "type": "wait", "for": "P9000D"}, "Step 'w': for: must be more than"),
        ({"id": "w", "type": "wait", "for": 5}, "Step 'w': for: must be an ISO 8601"),
        ({"id": "w", "type": "wait", "until": "now +"}, "Step 'w': until: "),
        ({"id": "end", "type": "wait", "for": "PT1H"}, "Step 'end': id: 'end' is where"),
        ({**APPROVAL, "on_timeout": "escalate"}, "Step 'ask': on_timeout escalate and"),
        (tell("t", "{{ 7 * }}"), "Step 't': text.en: "),
        ({"id": "u", "type": "update_record", "record": "customer", "set": {"owes_us": "0"}},
         "Step 'u': a customer has no owes_us: set note"),
        ({"id": "c", "type": "call", "url": "https://e.com", "body": {"a": ["{{ x }}"]}},
         "Step 'c': body: "),
    ],
)  # fmt: skip
def test_a_step_that_makes_no_sense_says_why(step: dict[str, Any], said: str) -> None:
    document = {"name": "x", "trigger": {"event": "SALE_RECORDED"}, "steps": [step]}

    assert any(problem.startswith(said) for problem in refused(document))


def test_two_steps_may_not_have_one_name() -> None:
    document = {
        "name": "x",
        "trigger": {"event": "SALE_RECORDED"},
        "steps": [tell("a"), tell("a")],
    }

    assert refused(document) == ["Step 'a': id: is taken already: give each its own"]


@pytest.mark.parametrize("word", ["fail", "continue"])
def test_a_step_may_not_be_called_what_on_error_means_otherwise(word: str) -> None:
    assert problems(tell("a", on_error=word), tell(word)) == [
        f"Step '{word}': id: '{word}' is a word of on_error: call it otherwise"
    ]


@pytest.mark.parametrize(
    "step",
    [
        tell("a"),
        {"id": "a", "type": "emit_event", "event": "PAID"},
        {"id": "a", "type": "update_record", "record": "organization",
         "set": {"day_ends_hour": 3}},
        {"id": "a", "type": "branch", "cases": [{"if": "true", "go": "end"}]},
        {"id": "a", "type": "wait", "for": "PT1H"},
        {"id": "a", "type": "wait", "until": "now"},
    ],
    ids=lambda step: str(step["type"]),
)  # fmt: skip
def test_a_timeout_of_a_step_that_waits_for_nobody_is_refused(step: dict[str, Any]) -> None:
    (problem,) = problems({**step, "timeout": "PT1H"})

    assert problem == (
        f"Step 'a': timeout: this {step['type']} step waits for nothing that could be late:"
        " leave it out"
    )


@pytest.mark.parametrize("step", [APPROVAL, {"id": "a", "type": "wait", "event": "PAID"}])
def test_a_timeout_of_a_step_that_may_wait_in_vain_is_not(step: dict[str, Any]) -> None:
    assert problems({**step, "timeout": "PT1H"}) == []


def test_a_text_that_lacks_a_language_is_named() -> None:
    only_english = {**tell("a"), "text": {"en": "hello"}}
    french = {**tell("b"), "text": {"en": "a", "sw": "b", "fr": "c"}}

    assert problems(only_english, french) == [
        "Step 'a': text: has no text in 'sw'",
        "Step 'b': text: 'fr' is no language of this shop",
    ]


def test_a_step_that_goes_nowhere_is_named() -> None:
    branch = {"id": "b", "type": "branch", "cases": [{"if": "true", "go": "x"}], "else": "end"}

    assert problems(branch) == ["Step 'b': cases.0.go: there is no step 'x'"]
    assert problems(tell("a", on_error="y")) == ["Step 'a': on_error: there is no step 'y'"]


def test_a_step_that_no_way_leads_to_is_named() -> None:
    branch = {"id": "b", "type": "branch", "cases": [{"if": "true", "go": "c"}], "else": "end"}

    assert problems(branch, tell("a"), tell("c")) == [
        "Step 'a': no way leads here: name it in a go, or remove it"
    ]


def test_a_circle_without_a_wait_is_named() -> None:
    back = {"id": "b", "type": "branch", "cases": [{"if": "true", "go": "a"}], "else": "end"}

    assert problems(tell("a"), back) == [
        "Step 'a': goes in a circle without a wait: put a wait into it"
    ]


def test_a_circle_with_a_wait_is_none_of_our_business() -> None:
    back = {"id": "b", "type": "branch", "cases": [{"if": "true", "go": "a"}], "else": "end"}

    assert problems(tell("a"), {"id": "w", "type": "wait", "for": "P1D"}, back) == []


def test_a_wait_that_may_be_skipped_breaks_no_circle() -> None:
    back = {"id": "b", "type": "branch", "cases": [{"if": "true", "go": "a"}], "else": "end"}
    wait = {"id": "w", "type": "wait", "for": "P1D", "if": "1 > 2"}

    assert len(problems(tell("a"), wait, back)) == 1


def test_whatsapp_text_after_a_day_is_refused_and_another_way_is_not() -> None:
    wait = {"id": "w", "type": "wait", "for": "P1D"}

    (problem,) = problems(wait, tell("late", channel="whatsapp"))
    assert problem.startswith("Step 'late': channel: free text may not be sent on WhatsApp")
    assert problems(wait, tell("late", channel="sms")) == []
    assert problems(tell("early", channel="whatsapp"), wait) == []


def test_an_approval_that_nobody_can_give_is_named() -> None:
    assert problems({**APPROVAL, "of": "STAFF"}) == [
        "Step 'ask': of: nobody in this shop is 'STAFF': nobody decides"
    ]
    assert problems({**APPROVAL, "of": AMINA}) == []


def test_an_output_of_no_step_is_named() -> None:
    assert problems(tell("a", "{{ steps.b.x }}"), tell("c", **{"if": "steps.d.x == 1"})) == [
        "Step 'a': reads steps.b, and there is no such step",
        "Step 'c': reads steps.d, and there is no such step",
    ]


def test_a_trigger_knows_no_outputs() -> None:
    trigger = {"event": "SALE_RECORDED", "if": "steps.a.x == 1"}

    assert problems(tell("a"), **trigger) == ["trigger.if: no step has run yet, so no steps.a"]


def test_only_a_wait_for_an_event_knows_what_arrived() -> None:
    wait = {"id": "w", "type": "wait", "event": "DEBT_PAID", "if": "arrived.payload.a == '1'"}

    assert problems(wait) == []
    assert len(problems(tell("a", **{"if": "arrived.payload.a == '1'"}))) == 1
