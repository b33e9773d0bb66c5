"""Go to the first case that holds."""

from __future__ import annotations

from typing import Any

import pytest

from tests.workflows.stage import stage, tell

LARGE = {"if": "money(event.payload.amount) > money('10000')", "go": "large"}
SMALL = {"if": "money(event.payload.amount) < money('100')", "go": "small"}


def branch(**more: Any) -> dict[str, Any]:
    return {"id": "b", "type": "branch", "cases": [LARGE, SMALL], **more}


@pytest.mark.parametrize(
    ("amount", "said"), [("12000", ["L", "S"]), ("50", ["S"]), ("500", ["N", "L", "S"])]
)
def test_the_first_case_that_holds_says_where_to_go(amount: str, said: list[str]) -> None:
    run = stage(
        branch(), tell("next", "N"), tell("large", "L"), tell("small", "S"), amount=amount
    )

    assert run.go() == "COMPLETED"
    assert run.said == said


def test_else_is_taken_where_no_case_holds() -> None:
    run = stage(branch(**{"else": "end"}), tell("large", "L"), tell("small", "S"), amount="500")

    assert run.go() == "COMPLETED"
    assert run.said == []
    assert run.run.outputs["b"] == {"case": None, "go": "end"}


def test_a_case_that_cannot_be_worked_out_fails_the_step() -> None:
    run = stage(branch(), tell("large"), tell("small"), amount="much")

    assert run.go() == "FAILED"
