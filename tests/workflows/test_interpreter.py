"""A run moves from wait to wait, in one sprint each, and never raises."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from engine.workflows.interpreter import SPRINT_STEPS
from engine.workflows.step import Broke, Decided, Elapsed, Happened, Returned, WaitKind
from tests.workflows.stage import AMINA, NOW, stage, tell

PAUSE = {"id": "pause", "type": "wait", "for": "PT1H"}
CALL = {"id": "call", "type": "call", "url": "https://example.com/", "body": {}}


def retried(attempts: int, **more: Any) -> dict[str, Any]:
    return {**CALL, "retry": {"attempts": attempts, "backoff": "PT1M", **more}}


def test_steps_run_in_their_order_in_one_sprint() -> None:
    run = stage(tell("one", "1"), tell("two", "2"))

    assert run.go() == "COMPLETED"
    assert run.said == ["1", "2"]
    assert run.steps == [("one", "done"), ("two", "done")]


def test_a_step_whose_condition_does_not_hold_is_skipped() -> None:
    run = stage(tell("one", "1", **{"if": "event.payload.item == 'bread'"}), tell("two", "2"))

    assert run.go() == "COMPLETED"
    assert run.said == ["2"]
    assert run.steps == [("one", "skipped"), ("two", "done")]


def test_later_steps_see_what_earlier_ones_gave() -> None:
    seen = tell("two", "{{ steps.one.to }} {{ event.payload.amount | money }}")

    run = stage(tell("one"), seen)
    run.go()

    assert run.said[1] == "OWNER Ksh 12,000"


def test_a_later_step_can_ask_whether_one_was_skipped() -> None:
    skipped = tell("one", **{"if": "1 > 2"})

    run = stage(skipped, tell("two", "2", **{"if": "has(steps.one.skipped)"}))
    run.go()

    assert run.said == ["2"]


def test_a_wait_ends_the_sprint_and_time_begins_the_next() -> None:
    run = stage(tell("one", "1"), PAUSE, tell("two", "2"))

    assert run.go() == "WAITING"
    assert run.run.waiting is not None
    assert run.run.waiting.wait is not None
    assert run.run.waiting.wait.until == NOW + timedelta(hours=1)
    assert run.said == ["1"]
    assert run.go(Elapsed(), hours=1) == "COMPLETED"
    assert run.said == ["1", "2"]


def test_news_of_another_kind_leaves_a_wait_alone() -> None:
    run = stage(PAUSE, tell("two"))
    run.go()

    assert run.go(Returned({})) == "WAITING"
    assert run.go(Decided(approved=True, by=AMINA, at=NOW)) == "WAITING"
    assert run.steps == []


def test_a_condition_that_cannot_be_worked_out_fails_the_step() -> None:
    run = stage(tell("one", **{"if": "event.payload.nothing == 1"}))

    assert run.go() == "FAILED"
    assert run.run.error is not None
    assert run.run.error["step"] == "one"
    assert run.run.error["code"] == "definition"


def test_a_failed_run_goes_on_from_the_step_that_failed() -> None:
    run = stage(tell("one", "1"), tell("two", "{{ event.payload.missing }}"))
    assert run.go() == "FAILED"

    run.event["payload"]["missing"] = "here"

    assert run.again() == "COMPLETED"
    assert run.said == ["1", "here"]


def test_on_error_continue_goes_on_and_tells_later_steps() -> None:
    broken = tell("one", "{{ event.payload.missing }}", on_error="continue")

    run = stage(broken, tell("two", "{{ steps.one.error.code }}"))

    assert run.go() == "COMPLETED"
    assert run.said == ["definition"]


def test_on_error_may_name_a_step() -> None:
    broken = tell("one", "{{ event.payload.missing }}", on_error="three")

    run = stage(broken, tell("two", "2"), tell("three", "3"))

    assert run.go() == "COMPLETED"
    assert run.said == ["3"]


def test_what_time_may_mend_is_tried_again_later_and_later() -> None:
    run = stage(retried(3))
    run.go()

    assert run.go(Broke("busy", "busy", retryable=True)) == "WAITING"
    assert run.run.waiting is not None
    assert run.run.waiting.wait is not None
    assert run.run.waiting.wait.kind is WaitKind.RETRY
    assert run.run.waiting.wait.until == run.now + timedelta(minutes=1)
    run.go(Elapsed(), minutes=1)
    run.go(Broke("busy", "busy", retryable=True))
    assert run.run.waiting.wait.until == run.now + timedelta(minutes=2)
    run.go(Elapsed(), minutes=2)

    assert run.go(Broke("busy", "busy", retryable=True)) == "FAILED"
    assert run.run.error == {"step": "call", "code": "busy", "text": "busy"}


def test_a_pause_between_tries_is_capped() -> None:
    run = stage(retried(9, max_backoff="PT90S"))
    run.go()
    for _ in range(4):
        run.go(Broke("busy", "busy", retryable=True))
        run.go(Elapsed())
    run.go(Broke("busy", "busy", retryable=True))

    assert run.run.waiting is not None
    assert run.run.waiting.wait is not None
    assert run.run.waiting.wait.until == run.now + timedelta(seconds=90)


def test_what_time_cannot_mend_is_not_tried_again() -> None:
    run = stage(retried(3))
    run.go()

    assert run.go(Broke("refused", "no")) == "FAILED"


def test_a_late_timer_finds_a_run_that_is_over() -> None:
    run = stage(PAUSE)
    run.go()
    run.go(Elapsed())

    assert run.go(Elapsed()) == "COMPLETED"
    assert run.steps == []


def test_an_event_that_is_meant_ends_the_wait() -> None:
    paid = {"id": "paid", "type": "wait", "event": "DEBT_PAID", "timeout": "P3D",
            "if": "arrived.payload.customer == event.payload.customer"}  # fmt: skip
    run = stage(paid, tell("thanks", "{{ steps.paid.event.payload.amount | money }}"))
    run.go()
    stranger = {"payload": {"customer": "someone", "amount": "5"}}
    asha = {"payload": {"customer": run.event["payload"]["customer"], "amount": "50"}}

    assert run.go(Happened(stranger)) == "WAITING"
    assert run.go(Happened(asha)) == "COMPLETED"
    assert run.said == ["Ksh 50"]


def test_a_circle_without_a_wait_stops_at_its_bound() -> None:
    back = {"id": "back", "type": "branch", "cases": [{"if": "true", "go": "one"}]}
    run = stage(tell("one"), back)

    assert run.go() == "FAILED"
    assert run.run.error is not None
    assert run.run.error["code"] == "loop"
    assert len(run.steps) == SPRINT_STEPS


def test_a_step_that_stumbles_fails_by_itself_and_nothing_else() -> None:
    update = {"id": "one", "type": "update_record", "record": "customer", "record_id": "x",
              "set": {"note": "vip"}, "on_error": "continue"}  # fmt: skip
    run = stage(update, tell("two", "{{ steps.one.error.code }}"))
    run.records.rows = None  # type: ignore[assignment]  # Nobody can look anything up.

    assert run.go() == "COMPLETED"
    assert run.said == ["internal"]
