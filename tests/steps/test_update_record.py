"""Set values of a record, with what was there before."""

from __future__ import annotations

from typing import Any

import pytest

from engine.workflows.wishes import Update
from tests.workflows.stage import ASHA, Stage, stage


def update(**more: Any) -> dict[str, Any]:
    step = {"id": "u", "type": "update_record", "record": "customer"}
    return {**step, "record_id": "{{ event.payload.customer }}", **more}


def run_with_asha(*steps: dict[str, Any]) -> Stage:
    run = stage(*steps)
    run.records.rows["customer", ASHA] = {"note": "old"}
    return run


def test_a_value_is_set_and_what_was_there_is_told() -> None:
    run = run_with_asha(update(set={"note": "bought {{ event.payload.item }}"}))

    assert run.go() == "COMPLETED"
    assert run.wishes == [Update("customer", ASHA, {"note": "old"}, {"note": "bought cement"})]
    assert run.run.outputs["u"]["before"] == {"note": "old"}


def test_a_value_that_stands_already_is_not_set_again() -> None:
    run = run_with_asha(update(set={"note": "old"}))

    assert run.go() == "COMPLETED"
    assert run.wishes == []


def test_a_note_can_be_taken_off() -> None:
    run = run_with_asha(update(set={"note": None}))
    run.go()

    assert run.wishes == [Update("customer", ASHA, {"note": "old"}, {"note": None})]


def test_a_record_that_the_shop_does_not_have_fails_the_step() -> None:
    run = stage(update(set={"note": "x"}))

    assert run.go() == "FAILED"
    assert run.run.error == {
        "step": "u",
        "code": "not_found",
        "text": "there is no such customer",
    }


@pytest.mark.parametrize(
    ("record", "values", "text"),
    [
        ("customer", {"note": "x" * 501}, "must be a text of 1 to 500 signs"),
        ("organization", {"day_ends_hour": 13}, "must be a whole hour from 0 to 12"),
        ("organization", {"day_ends_hour": True}, "must be a whole hour from 0 to 12"),
        ("organization", {"day_ends_hour": "²"}, "must be a whole hour from 0 to 12"),
    ],
)
def test_a_value_that_cannot_be_set_says_what_it_must_be(
    record: str, values: dict[str, Any], text: str
) -> None:
    run = stage(update(record=record, set=values))

    assert run.go() == "FAILED"
    assert run.run.error is not None
    assert run.run.error["text"] == text


def test_an_hour_may_be_written_as_a_text() -> None:
    run = stage(
        update(record="organization", record_id="x", set={"day_ends_hour": "{{ '3' }}"})
    )
    run.records.rows["organization", "x"] = {"day_ends_hour": 0}

    assert run.go() == "COMPLETED"
    assert run.wishes == [
        Update("organization", "x", {"day_ends_hour": 0}, {"day_ends_hour": 3})
    ]
