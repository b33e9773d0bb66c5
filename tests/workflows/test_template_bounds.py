"""Texts of workflows: what they may not hold, and where they stop, by count."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.workflows.template_shape import FILTERS, MOST_NODES, NAMES
from engine.workflows.templating import MOST_BYTES, Locale, TemplateError, compile

LOCALE = Locale("sw", "Africa/Nairobi", "KES", "KE")


def of(value: object, filtered: str = "") -> str:
    template = compile(f"{{{{ event.payload.x {filtered} }}}}")
    return template.render({"event": {"payload": {"x": value}}}, LOCALE)


@pytest.mark.parametrize(
    "source",
    [
        "{{ 'a' * 200000000 }}",
        "{{ 2 ** 2 ** 2 ** 100 }}",
        "{{ '%1000000000d' % 1 }}",
        "{{ 'a' ~ 'a' }}",
        "{{ 1 + 1 }}",
        "{{ 'a' | center(300000000) }}",
        "{{ 'a' | format(1) }}",
        "{{ event | attr('x') }}",
        "{{ event | pprint }}",
        "{{ event | tojson }}",
        "{{ lipsum(5000) }}",
        "{{ range(99999) }}",
        "{{ cycler }}",
        "{{ namespace() }}",
        "{{ self }}",
        "{{ _locale }}",
        "{{ event.person.upper() }}",
        "{{ [1] }}",
        "{{ {1: 2} }}",
        "{{ event[event.person] }}",
        "{{ event.payload.lines[0:1] }}",
        "{{ event is mapping }}",
        "{{ event.person | upper(1) }}",
        "{{ event.person | default(other=1) }}",
        "{{ event.person | default(*event) }}",
        "{{ 'a' if event.person }}",
        "{{ steps }}",
        "{% for a in event.payload.lines %}{% for b in run %}{% endfor %}{% endfor %}",
        "{% set a = 1 %}",
        "{% macro a() %}{% endmacro %}",
        "{% include 'a' %}",
        "{% extends 'a' %}",
        "{% import 'a' as b %}",
        "{% block a %}{% endblock %}",
        "{% filter upper %}{% endfilter %}",
        "{% call a() %}{% endcall %}",
        "{% with a = 1 %}{% endwith %}",
        "{% if %}",
        "{{",
        "{{ " + "(" * 4000 + "1" + ")" * 4000 + " }}",
        "{{ " + "not " * 30 + "1 }}",
        "{{ event" + ".a" * 30 + " }}",
        "{{ " + "9" * 5000 + " }}",
        "{{ 1 }}" * MOST_NODES,
        "a" * 8193,
        "é" * 4097,
    ],
)
def test_what_a_text_may_not_be_is_refused(source: str) -> None:
    with pytest.raises(TemplateError):
        compile(source)


VALUES_OF_EVERY_KIND: dict[str, Any] = {
    "event": {"person": "Asha", "payload": {"lines": [{"item": "nails"}]}},
    "now": datetime(2026, 11, 26, 13, tzinfo=UTC),
}


@pytest.mark.parametrize(
    "name", ["__class__", "__globals__", "__init__", "keys", "mro", "format"]
)
@pytest.mark.parametrize("whole", ["event", "event.person", "now", "event.payload.lines"])
def test_a_text_sees_no_attribute_of_python(whole: str, name: str) -> None:
    with pytest.raises(TemplateError, match="missing"):
        compile(f"{{{{ {whole}.{name} }}}}").render(VALUES_OF_EVERY_KIND, LOCALE)
    with pytest.raises(TemplateError, match="missing"):
        compile(f"{{{{ {whole}['{name}'] }}}}").render(VALUES_OF_EVERY_KIND, LOCALE)


def test_a_text_stops_where_it_grows_too_long() -> None:
    class Counted(dict[str, object]):
        reads = 0

        def __getitem__(self, key: str) -> object:
            Counted.reads += 1
            return super().__getitem__(key)

    payload = Counted(x="x" * 10_000)

    with pytest.raises(TemplateError, match="64 kB"):
        compile("{{ event.x }}" * 100).render({"event": payload}, LOCALE)
    assert Counted.reads < 2 * MOST_BYTES // 10_000


@pytest.mark.parametrize("filtered", ["", "| upper", "| lower", "| money", "| date", "| phone"])
def test_one_huge_value_stops_a_text(filtered: str) -> None:
    with pytest.raises(TemplateError):
        of("x" * 200_000, filtered)


SIGNS = [
    "{{",
    "}}",
    "{%",
    "%}",
    "if",
    "else",
    "endif",
    "|",
    ".payload",
    "[0]",
    "'a'",
    "==",
    "(",
    ")",
    "*",
    "**",
    "-",
    "{#",
    "~",
]
PIECES = st.sampled_from([*sorted(NAMES), *sorted(FILTERS), *SIGNS, "for x in", "is defined"])
SOURCES = st.text(max_size=60) | st.lists(PIECES, max_size=30).map(" ".join)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.datetimes(),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=20,
)


@settings(deadline=None)
@given(SOURCES, VALUES)
def test_any_source_with_any_value_gives_a_text_or_a_template_error(
    source: str, value: object
) -> None:
    names = {name: {"payload": value} for name in NAMES}
    try:
        compile(source).render(names, LOCALE)
    except TemplateError:
        return


@settings(deadline=None)
@given(VALUES, st.sampled_from(["", *(f"| {name}" for name in sorted(FILTERS))]))
def test_any_value_is_written_within_bounds_or_is_a_template_error(
    value: object, filtered: str
) -> None:
    try:
        shown = of(value, filtered)
    except TemplateError:
        return

    assert len(shown.encode()) <= MOST_BYTES
    assert all(sign == "\n" or unicodedata.category(sign) != "Cc" for sign in shown)
