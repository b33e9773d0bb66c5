"""Wait for a while, until a moment, or for an event."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.workflows.step import Elapsed
from tests.workflows.stage import NOW, stage, tell


def test_until_a_moment_in_the_past_is_no_wait() -> None:
    run = stage({"id": "w", "type": "wait", "until": "event.occurred_at - hours(1)"})

    assert run.go() == "COMPLETED"
    assert run.run.outputs["w"] == {"timed_out": False}


def test_until_a_moment_ahead_waits_for_it() -> None:
    run = stage({"id": "w", "type": "wait", "until": "event.occurred_at + days(2)"})
    run.go()

    assert run.run.waiting is not None
    assert run.run.waiting.wait is not None
    assert run.run.waiting.wait.until == NOW + timedelta(days=2)


@pytest.mark.parametrize("value", ["1", "'tomorrow'", "event.payload.amount"])
def test_until_something_that_is_no_moment_fails(value: str) -> None:
    run = stage({"id": "w", "type": "wait", "until": value})

    assert run.go() == "FAILED"
    assert run.run.error is not None
    assert run.run.error["text"] == "until: must be a time with an offset"


def test_an_event_that_does_not_come_in_time_lets_the_run_go_on() -> None:
    wait = {"id": "w", "type": "wait", "event": "DEBT_PAID", "timeout": "P3D"}
    run = stage(wait, tell("remind", "late", **{"if": "steps.w.timed_out"}))
    run.go()

    assert run.go(Elapsed(), days=3) == "COMPLETED"
    assert run.said == ["late"]


def test_an_event_without_a_time_out_is_waited_for_without_end() -> None:
    run = stage({"id": "w", "type": "wait", "event": "DEBT_PAID"})
    run.go()

    assert run.run.waiting is not None
    assert run.run.waiting.wait is not None
    assert run.run.waiting.wait.until is None
