"""Put one question to a person."""

from __future__ import annotations

from typing import Any

from engine.workflows.step import Answered, Elapsed
from engine.workflows.wishes import AskPerson
from tests.workflows.stage import AMINA, Stage, stage, tell

QUESTION = {"en": "How many bags are left?", "sw": "Imebaki mifuko mingapi?"}


def asked(*then: dict[str, Any], **more: Any) -> Stage:
    ask = {
        "id": "ask",
        "type": "ask",
        "who": "{{ event.person }}",
        "question": QUESTION,
        **more,
    }
    run = stage(ask, *then)
    run.go()
    return run


def test_the_answer_is_what_later_steps_see() -> None:
    run = asked(tell("told", "{{ steps.ask.answer }} left"), expect="number")

    (wish,) = run.wishes
    assert isinstance(wish, AskPerson)
    assert (wish.who, wish.expect) == (AMINA, "number")
    assert run.go(Answered("25", AMINA)) == "COMPLETED"
    assert run.said == ["25 left"]


def test_without_an_answer_the_run_goes_on_and_knows_it() -> None:
    run = asked(tell("told", "nobody knows", **{"if": "steps.ask.timed_out"}))

    assert run.go(Elapsed(), days=1) == "COMPLETED"
    assert run.said == ["nobody knows"]


def test_nobody_named_is_a_failure() -> None:
    ask = {"id": "ask", "type": "ask", "who": "{{ event.payload.who }}", "question": QUESTION}

    assert stage(ask, who="").go() == "FAILED"
