"""Whatever a definition says and whatever happens, a run ends or waits, and never raises."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.workflows.interpreter import SPRINT_STEPS
from engine.workflows.run import RunStatus
from engine.workflows.step import (
    Answered,
    Broke,
    Decided,
    Elapsed,
    Happened,
    News,
    Returned,
)
from tests.workflows.stage import AMINA, NOW, SALE, Stage, read

IDS = ("a", "b", "c", "d", "e", "f")
AT_REST = {
    RunStatus.WAITING,
    RunStatus.WAITING_APPROVAL,
    RunStatus.COMPLETED,
    RunStatus.FAILED,
}
targets = st.sampled_from([*IDS, "end"])
conditions = st.sampled_from([
    "true", "false", "money(event.payload.amount) > money('10')", "has(steps.b.skipped)",
    "steps.a.decision == 'approved'", "event.payload.missing == 1", "steps.c.answer == true",
    "size(event.payload) > 1", "1 / 0 == 1",
])  # fmt: skip
words = st.sampled_from([
    "hello", "{{ event.payload.amount | money }}", "{{ steps.a.by }}", "{{ steps.b.input }}",
    "{{ event.payload.nope }}", "{{ now | time }}", "",
])  # fmt: skip
texts = st.builds(lambda en, sw: {"en": en or "x", "sw": sw or "y"}, words, words)
durations = st.sampled_from(["PT1M", "PT2H", "P1D", "P3D"])
retries = st.fixed_dictionaries({"attempts": st.integers(1, 3), "backoff": durations})


def kinds() -> st.SearchStrategy[dict[str, Any]]:
    """What a step says beside what every step may say."""
    cases = st.lists(
        st.fixed_dictionaries({"if": conditions, "go": targets}), min_size=1, max_size=4
    )
    return st.one_of(
        st.fixed_dictionaries({"type": st.just("send_message"), "to": words, "text": texts}),
        st.fixed_dictionaries({"type": st.just("wait"), "for": durations}),
        st.fixed_dictionaries({"type": st.just("wait"), "until": st.sampled_from(
            ["now + hours(1)", "now - hours(1)", "event.occurred_at", "1"])}),
        st.fixed_dictionaries({"type": st.just("wait"), "event": st.just("DEBT_PAID")}),
        st.fixed_dictionaries({"type": st.just("branch"), "cases": cases, "else": targets}),
        st.fixed_dictionaries({"type": st.just("approval"), "of": st.just("OWNER"),
                               "question": texts, "timeout": durations}),
        st.fixed_dictionaries({"type": st.just("ask"), "who": words, "question": texts}),
        st.fixed_dictionaries({"type": st.just("emit_event"), "event": st.sampled_from(
            ["SALE_RECORDED", "A_THING", "DEBT_PAID"]),
            "payload": st.fixed_dictionaries({"amount": words})}),
        st.fixed_dictionaries({"type": st.just("call"), "url": words}),
        st.fixed_dictionaries({"type": st.just("ai_process"), "input": words,
                               "request": st.just("SUMMARIZATION")}),
        st.fixed_dictionaries({"type": st.just("update_record"), "record": st.just("entry"),
                               "record_id": words,
                               "set": st.fixed_dictionaries({"note": words})}),
    )  # fmt: skip


def step(step_id: str) -> st.SearchStrategy[dict[str, Any]]:
    common = st.fixed_dictionaries(
        {"id": st.just(step_id)},
        optional={
            "if": conditions,
            "retry": retries,
            "on_error": st.sampled_from(["fail", "continue", *IDS]),
        },
    )
    return st.tuples(kinds(), common).map(lambda both: {**both[0], **both[1]})


definitions = st.tuples(*(step(step_id) for step_id in IDS)).map(lambda steps: read(*steps))
news: st.SearchStrategy[News] = st.one_of(
    st.just(Elapsed()),
    st.just(Happened({"type": "DEBT_PAID", "payload": {}})),
    st.builds(Decided, st.booleans(), st.just(AMINA), st.just(NOW)),
    st.builds(Answered, st.sampled_from([True, "5", None]), st.just(AMINA)),
    st.just(Returned({"status": 200, "body": {}, "confidence": "0.5"})),
    st.builds(Broke, st.just("busy"), st.just("busy"), st.booleans()),
)


@settings(max_examples=300, deadline=None)
@given(definitions, st.lists(news, max_size=12))
def test_a_run_ends_or_waits(definition: Any, happens: list[News]) -> None:
    event: Mapping[str, Any] = {**SALE, "payload": {"amount": "12000"}}
    run = Stage(definition, event)
    run.records.rows["entry", "12000"] = {"note": None}
    run.go()

    for one in [None, *happens]:
        if one is not None:
            run.go(one, hours=1)
        assert run.run.status in AT_REST
        assert (run.run.waiting is not None) == run.run.status.value.startswith("WAITING")
        assert (run.run.error is not None) == (run.run.status is RunStatus.FAILED)
        assert run.last is not None
        assert len(run.last.begun) <= SPRINT_STEPS


@settings(max_examples=100, deadline=None)
@given(definitions, st.lists(news, max_size=12))
def test_the_same_news_lead_to_the_same_run(definition: Any, happens: list[News]) -> None:
    first, second = Stage(definition), Stage(definition)

    for run in (first, second):
        run.go()
        for one in happens:
            run.go(one, hours=1)

    assert first.run == second.run
    assert first.wishes == second.wishes
