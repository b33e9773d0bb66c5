"""Ask people who may decide, and wait for one of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from engine.workflows.step import Decided, Elapsed
from engine.workflows.wishes import RequestApproval
from tests.workflows.stage import AMINA, NOW, Stage, stage

QUESTION = {"en": "Sale of {{ event.payload.amount | money }}?", "sw": "Mauzo?"}


def asked(**more: Any) -> Stage:
    run = stage({"id": "ask", "type": "approval", "of": "OWNER", "question": QUESTION, **more})
    run.go()
    return run


def test_it_asks_with_a_deadline_and_waits() -> None:
    run = asked(timeout="PT2H")

    assert run.run.status == "WAITING_APPROVAL"
    assert run.wishes == [
        RequestApproval(
            "OWNER",
            {"en": "Sale of Ksh 12,000?", "sw": "Mauzo?"},
            NOW + timedelta(hours=2),
            "reject",
        )
    ]


@pytest.mark.parametrize(("approved", "decision"), [(True, "approved"), (False, "rejected")])
def test_the_decision_is_what_later_steps_see(approved: bool, decision: str) -> None:
    run = asked()

    assert run.go(Decided(approved, AMINA, NOW)) == "COMPLETED"
    assert run.run.outputs["ask"]["decision"] == decision
    assert run.run.outputs["ask"]["by"] == AMINA


@pytest.mark.parametrize(
    ("policy", "decision"), [("reject", "rejected"), ("approve", "approved")]
)
def test_what_a_time_out_means_its_author_has_said(policy: str, decision: str) -> None:
    run = asked(on_timeout=policy)

    assert run.go(Elapsed(), days=1) == "COMPLETED"
    assert run.run.outputs["ask"] == {"decision": decision, "timed_out": True}


def test_a_time_out_may_ask_the_next_and_only_the_next() -> None:
    run = asked(of="STAFF", on_timeout="escalate", escalate_to="OWNER", timeout="PT1H")

    assert run.go(Elapsed(), hours=1) == "WAITING_APPROVAL"
    first, second = run.wishes
    assert isinstance(first, RequestApproval)
    assert isinstance(second, RequestApproval)
    assert (first.of, first.policy) == ("STAFF", "escalate")
    assert (second.of, second.policy) == ("OWNER", "reject")
    assert second.deadline == NOW + timedelta(hours=2)
    assert run.go(Elapsed(), hours=1) == "COMPLETED"
    assert run.run.outputs["ask"]["decision"] == "rejected"
