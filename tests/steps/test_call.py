"""Call another system, outside of the sprint."""

from __future__ import annotations

from engine.workflows.step import Broke, Elapsed, Returned
from engine.workflows.wishes import CallOut
from tests.workflows.stage import stage, tell

CALL = {
    "id": "call",
    "type": "call",
    "url": "https://example.com/{{ event.payload.item }}",
    "headers": {"X-Shop": "{{ organization.name }}"},
    "body": {"amount": "{{ event.payload.amount }}", "lines": [1, "{{ event.type }}"]},
}


def test_the_request_is_its_input_and_the_network_comes_later() -> None:
    run = stage(CALL)

    assert run.go() == "WAITING"
    assert run.wishes == [CallOut()]
    assert run.run.waiting is not None
    assert run.run.waiting.input == {
        "url": "https://example.com/cement",
        "method": "POST",
        "headers": {"X-Shop": "Duka la Amina"},
        "body": {"amount": "12000", "lines": [1, "SALE_RECORDED"]},
    }


def test_the_answer_is_its_output() -> None:
    run = stage(CALL, tell("told", "{{ steps.call.body.price }}"))
    run.go()

    assert run.go(Returned({"status": 200, "body": {"price": "95"}})) == "COMPLETED"
    assert run.said == ["95"]


def test_a_refusal_fails_the_run_and_so_does_silence() -> None:
    refused, silent = stage(CALL), stage(CALL)
    refused.go()
    silent.go()

    assert refused.go(Broke("refused", "404")) == "FAILED"
    assert silent.go(Elapsed(), minutes=15) == "FAILED"
    assert silent.run.error == {
        "step": "call",
        "code": "timed_out",
        "text": "no answer came in time",
    }
