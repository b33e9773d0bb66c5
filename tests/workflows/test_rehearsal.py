"""A definition is rehearsed on what really happened; nothing is sent."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from engine.workflows.rehearsal import Rehearsed, differences, rehearse
from engine.workflows.wishes import RequestApproval, Send
from tests.workflows.stage import SALE, Stage, read, tell

QUESTION = {"en": "Approve?", "sw": "Sawa?"}
ASK = {"id": "ask", "type": "approval", "of": "OWNER", "question": QUESTION}
LARGE = "money(event.payload.amount) > money('10000')"


def on(amount: str, *steps: dict[str, Any], **trigger: Any) -> Rehearsed:
    event = {**SALE, "id": amount, "payload": {"amount": amount}}
    run = Stage(read(*steps, **trigger), event)
    (rehearsed,) = rehearse(run.definition, [run.scene()])
    return rehearsed


def test_an_event_that_would_start_nothing_is_told() -> None:
    trigger = {"event": "SALE_RECORDED", "if": LARGE}

    assert on("500", tell("a"), **trigger) == Rehearsed("500", starts=False)
    assert on("much", tell("a"), **trigger).starts is False


def test_what_would_have_been_sent_is_told() -> None:
    rehearsed = on("500", tell("a", "hello"))

    assert rehearsed.status == "COMPLETED"
    assert [deed.step for deed in rehearsed.deeds] == ["a"]
    (wish,) = rehearsed.wishes
    assert isinstance(wish, Send)


def test_time_passes_by_itself_in_a_rehearsal() -> None:
    rehearsed = on(
        "500", {"id": "w", "type": "wait", "for": "P3D"}, tell("a", "{{ now | date }}")
    )

    assert rehearsed.status == "COMPLETED"
    (wish,) = rehearsed.wishes
    assert isinstance(wish, Send)
    assert "27" in wish.texts["en"]


def test_what_only_a_person_can_answer_ends_the_rehearsal() -> None:
    rehearsed = on("500", ASK, tell("a"))

    assert rehearsed.status == "WAITING"
    (wish,) = rehearsed.wishes
    assert isinstance(wish, RequestApproval)


def test_a_failure_is_told_with_its_reason() -> None:
    rehearsed = on("500", tell("a", "{{ event.payload.nothing }}"))

    assert rehearsed.status == "FAILED"
    assert rehearsed.error is not None


def test_the_events_that_would_go_another_way_are_named() -> None:
    before = [on("500", ASK), on("12000", ASK)]
    after = [
        on("500", ASK, event="SALE_RECORDED", **{"if": LARGE}),
        on("12000", ASK, event="SALE_RECORDED", **{"if": LARGE}),
    ]

    assert differences(before, after) == ["500"]
    assert differences(before, before) == []
    assert differences([], [replace(before[0], event_id="new")]) == ["new"]
