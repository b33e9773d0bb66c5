"""Ask the AI layer, outside of the sprint; it suggests."""

from __future__ import annotations

from engine.workflows.step import Broke, Elapsed, Returned
from engine.workflows.wishes import ProcessAI
from tests.workflows.stage import stage, tell

AI = {
    "id": "ai",
    "type": "ai_process",
    "request": "CLASSIFICATION",
    "input": {"text": "{{ event.payload.item }}", "labels": ["food", "building"]},
    "min_confidence": "0.6",
}
SURE = {"output": {"label": "building"}, "confidence": "0.9", "model": "rules-1"}


def test_the_request_is_its_input() -> None:
    run = stage(AI)

    assert run.go() == "WAITING"
    assert run.wishes == [ProcessAI()]
    assert run.run.waiting is not None
    assert run.run.waiting.input["input"] == {"text": "cement", "labels": ["food", "building"]}


def test_a_sure_answer_is_its_output() -> None:
    run = stage(AI, tell("told", "{{ steps.ai.output.label }}"))
    run.go()

    assert run.go(Returned(SURE)) == "COMPLETED"
    assert run.said == ["building"]


def test_an_answer_that_is_not_sure_enough_is_a_failure() -> None:
    run = stage(AI)
    run.go()

    assert run.go(Returned({**SURE, "confidence": "0.5"})) == "FAILED"
    assert run.run.error is not None
    assert run.run.error["code"] == "not_confident"


def test_no_answer_is_a_failure() -> None:
    broken, silent = stage(AI), stage(AI)
    broken.go()
    silent.go()

    assert broken.go(Broke("no_answer", "nothing fits")) == "FAILED"
    assert silent.go(Elapsed(), minutes=15) == "FAILED"
