"""Conditions: the bounds of their values and of their work, by count."""

from __future__ import annotations

import threading
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.workflows import conditions
from engine.workflows.bounds import DEEPEST, LONGEST_LIST, LONGEST_TEXT, MOST_NODES, Copy
from engine.workflows.conditions import MOST_WORK, ConditionError, compile
from engine.workflows.expressions import FUNCTIONS, MACROS, NAMES, shape


def holds(source: str, **payload: object) -> bool:
    return compile(source).holds({"event": {"payload": payload}})


@pytest.mark.parametrize(
    "source",
    [
        "event.type == 'SALE'",
        "has(event.type)",
        "event.type.startsWith('SALE') && size(event.type) == 4",
        "['a'].all(x, event.type != x)",
    ],
)
def test_only_the_fields_that_are_read_count(source: str) -> None:
    assert compile(source).holds({"event": {"type": "SALE", "payload": {"x": {1, 2}}}})


@pytest.mark.parametrize(
    "source",
    [
        "size(event) > 1",
        "event['type'] == 'SALE'",
        "event.type == 'SALE' && event != run",
        "event.exists(x, x == 'type')",
    ],
)
def test_what_is_looked_at_whole_counts_whole(source: str) -> None:
    names = {"event": {"type": "SALE", "payload": {"x": {1, 2}}}, "run": {"id": "1"}}

    with pytest.raises(ConditionError, match="a value of a kind no payload has"):
        compile(source).holds(names)


@pytest.mark.parametrize(
    "value",
    [
        [0] * (LONGEST_LIST + 1),
        {str(n): n for n in range(LONGEST_LIST + 1)},
        "x" * (LONGEST_TEXT + 1),
        {"x" * (LONGEST_TEXT + 1): 1},
        [[0] * 999] * 11,
        2**63,
        float("nan"),
        {1: 2},
        {1, 2},
        "\ud800",
        datetime(2026, 1, 1),  # noqa: DTZ001 -- That is what is refused.
    ],
    ids=repr,
)
def test_values_out_of_bounds_are_refused(value: object) -> None:
    with pytest.raises(ConditionError):
        holds("event.payload.x == 1", x=value)


def test_deep_values_are_refused() -> None:
    deep: object = 1
    for _ in range(DEEPEST):
        deep = [deep]

    with pytest.raises(ConditionError, match="nested deeper"):
        holds("event.payload.x == 1", x=deep)


def test_values_at_the_bounds_are_read() -> None:
    lines = [{"item": "x", "amount": "5", "unit": "kilo"} for _ in range(LONGEST_LIST)]

    assert holds("event.payload.x.all(x, x.item == 'x' && money(x.amount) == 500)", x=lines)
    assert holds("size(event.payload.x) == 10000", x="x" * LONGEST_TEXT)


@pytest.mark.parametrize(
    "source",
    [
        "size(event.payload.x.map(x, event.payload.x)) > 0",
        "event.payload.x.all(x, event.payload.x == event.payload.x)",
        "event.payload.x.exists(x, size(event.payload.x + event.payload.x) == 0)",
        "size(event.payload.x.map(x, x + x + x + x + x + x + x + x)) > 0",
        "size((event.payload.x + event.payload.x + event.payload.x).map(x, x)) > 0",
        "event.payload.x.map(x, [" + "1," * 100 + "1]) == []",
        "[" + "1," * 100 + "1].map(x, event.payload.x) == []",
    ],
)
def test_work_that_grows_with_the_square_of_a_list_is_refused(source: str) -> None:
    with pytest.raises(ConditionError, match="more than 1,000,000 operations"):
        holds(source, x=list(range(LONGEST_LIST)))


def test_filtering_a_long_list_of_maps_is_refused() -> None:
    """Measured: 0.8 s, as the library copies what it has so far for each of the thousand."""
    lines = [{"item": "x", "amount": "5", "unit": "kilo"} for _ in range(LONGEST_LIST)]

    with pytest.raises(ConditionError, match="operations"):
        holds("size(event.payload.x.filter(x, x.item == 'x')) > 0", x=lines)


def test_the_deepest_expressions_fit_a_small_stack() -> None:
    sources = ["(" * 16 + "true" + ")" * 16, "true" + "?true:true" * 16, "!" * 248 + "true"]
    answers: list[bool] = []
    before = threading.stack_size(512 * 1024)  # A thread's on macOS.
    try:
        thread = threading.Thread(target=lambda: answers.extend(map(holds, sources)))
        thread.start()
    finally:
        threading.stack_size(before)
    thread.join()

    assert answers == [True, True, True]


def test_an_interrupt_is_no_failure_of_the_library() -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        conditions._guarded("", interrupted)


SIGNS = [".payload", ".x", "(", ")", "[", "]", ",", "+", "==", "&&", "'a'", "1", "?", ":", "."]
PIECES = st.sampled_from([*sorted(NAMES | FUNCTIONS | MACROS), *SIGNS, " x "])
SOURCES = st.text(max_size=60) | st.lists(PIECES, max_size=30).map("".join)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.datetimes(),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=20,
)


@settings(deadline=None)
@given(SOURCES, VALUES)
def test_any_source_on_any_value_gives_a_value_or_a_condition_error(
    source: str, value: object
) -> None:
    names = {name: {"payload": value, "x": value} for name in NAMES}
    try:
        compile(source).value(names)
    except ConditionError:
        return


@settings(deadline=None)
@given(VALUES)
def test_the_work_of_any_condition_that_runs_is_counted(value: object) -> None:
    copy = Copy()
    try:
        copy.of(value)
    except ValueError:
        return

    assert copy.nodes <= MOST_NODES
    assert copy.nodes <= copy.weight
    assert shape("event.x.map(x, [x])").work(copy.weight, copy.longest) <= MOST_WORK


def test_the_cache_is_bounded() -> None:
    assert conditions.compile.cache_info().maxsize == conditions.CACHED
