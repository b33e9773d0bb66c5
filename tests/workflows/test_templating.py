"""Texts of workflows: what they show, and where they stop."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from engine.workflows import templating
from engine.workflows.templating import Locale, TemplateError, compile

ENGLISH = Locale("en", "Africa/Nairobi", "KES", "KE")
SWAHILI = Locale("sw", "Africa/Nairobi", "KES", "KE")
NAMES_OF_A_SALE: dict[str, Any] = {
    "event": {
        "payload": {
            "amount": "12000",
            "items": "cement",
            "at": "2026-11-27T07:00:00Z",
            "due": "2026-12-01",
            "phone": "+254722000002",
            "lines": [{"item": "nails"}],
            "customer": None,
            "kept": True,
        },
        "person": "Asha",
    },
    "steps": {"ask_owner": {"decision": "approved"}},
    "now": datetime(2026, 11, 26, 13, tzinfo=UTC),
}


def text(source: str, locale: Locale = ENGLISH, **payload: object) -> str:
    names = dict(NAMES_OF_A_SALE)
    if payload:
        names["event"] = {"payload": payload}
    return compile(source).render(names, locale)


def of(value: object, filtered: str = "", locale: Locale = ENGLISH) -> str:
    return text(f"{{{{ event.payload.x {filtered} }}}}", locale, x=value)


@pytest.mark.parametrize(
    ("source", "english", "swahili"),
    [
        ("Sale: {{ event.payload.amount | money }}.",) + ("Sale: Ksh 12,000.",) * 2,
        ("{{ event.payload.at | date }}",) + ("27 Nov 2026",) * 2,
        ("{{ event.payload.due | date }}", "1 Dec 2026", "1 Des 2026"),
        ("{{ event.payload.at | time }}",) + ("10:00",) * 2,
        ("{{ event.payload.at | clock }}", "10:00", "saa nne asubuhi (10:00)"),
        ("{{ now }}", "26 Nov 2026 16:00", "26 Nov 2026 saa kumi jioni (16:00)"),
        ("{{ event.payload.phone | phone }}",) + ("0722 000002",) * 2,
        ("{{ event.person | upper }} {{ event.person | lower }}",) + ("ASHA asha",) * 2,
        ("{{ event.payload.items }}",) + ("cement",) * 2,
        ("{{ event.payload.lines[0]['item'] }}",) + ("nails",) * 2,
        ("{{ event.payload.service.name | default('-') }}",) + ("-",) * 2,
        ("{{ event.payload.service.at | date | default('-') }}",) + ("-",) * 2,
        ("{{ event.payload.customer | money | default('0') }}",) + ("0",) * 2,
        ("{{ event.payload.customer | default('?') }}",) + ("?",) * 2,
        ("{{ event.payload.customer }}{{ event.payload.kept }}",) + ("true",) * 2,
        ("{% if steps.ask_owner.decision == 'approved' %}Yes{% else %}No{% endif %}",)
        + ("Yes",) * 2,
        ("{{ 'on' if event.payload.due is defined and not 1 > 2 else 'off' }}",) + ("on",) * 2,
        ("{# a remark #}{% raw %}{{ x }}{% endraw %}",) + ("{{ x }}",) * 2,
    ],
)
def test_texts_read_like_karani(source: str, english: str, swahili: str) -> None:
    assert (text(source, ENGLISH), text(source, SWAHILI)) == (english, swahili)


@pytest.mark.parametrize(
    ("value", "filtered", "shown"),
    [
        (12500, "| money", "Ksh 12,500"),
        (Decimal("65.5"), "| money", "Ksh 65.50"),
        ("-3", "| money", "-Ksh 3"),
        (12000, "", "12,000"),
        (Decimal("2.50"), "", "2.5"),
        (0.5, "", "0.5"),
        (False, "", "false"),
        (date(2026, 11, 26), "", "26 Nov 2026"),
        ("2026-11-26T08:30", "| time", "08:30"),
        ("+255754000001", "| phone", "+255 754 000 001"),
    ],
)
def test_values_are_written_for_people(value: object, filtered: str, shown: str) -> None:
    assert of(value, filtered) == shown


def test_a_text_says_which_names_and_steps_it_reads() -> None:
    template = compile("{{ event.person }} {{ steps.a.x }} {{ steps['b'].y }}")

    assert template.variables == {"event", "steps"}
    assert template.steps == {"a", "b"}


def test_the_same_text_is_compiled_once_and_the_cache_is_bounded() -> None:
    assert compile("{{ now }}") is compile("{{ now }}")
    assert templating.compile.cache_info().maxsize == templating.CACHED


def test_what_is_missing_is_named_with_the_remedy() -> None:
    with pytest.raises(TemplateError, match=r"'service' is missing: give it a default"):
        text("{{ event.payload.service.name }}")


def test_a_name_that_is_not_there_is_named() -> None:
    with pytest.raises(TemplateError, match="'run' is undefined"):
        text("{{ run.id }}")


def test_control_signs_of_values_are_dropped_and_lines_kept() -> None:
    assert of("a\x00\x1b[31m\r\n\u202eb\u2066\u0085\ud800\tc") == "a[31m\nbc"


def test_emoji_made_of_several_stay_whole() -> None:
    assert of("👩🏾‍🌾") == "👩🏾‍🌾"


@pytest.mark.parametrize(
    ("value", "filtered"),
    [
        ([1], ""),
        ({"a": 1}, ""),
        (b"x", ""),
        (1.5, "| money"),
        ("12k", "| money"),
        (True, "| money"),
        (None, "| money"),
        ("tomorrow", "| date"),
        (7, "| date"),
        ("2026-11-26", "| time"),
        ("nobody", "| phone"),
        (722000002, "| phone"),
        (Decimal("NaN"), ""),
        (Decimal("1e99999"), ""),
        (10**5000, ""),
        (10**5000, "| money"),
        ("a", "< 1"),
    ],
    ids=lambda value: str(type(value)),
)
def test_values_that_cannot_be_written_are_template_errors(
    value: object, filtered: str
) -> None:
    with pytest.raises(TemplateError):
        of(value, filtered)


def test_an_error_does_not_hold_the_value() -> None:
    with pytest.raises(TemplateError) as caught:
        of("secret words", "| money")

    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "locale",
    [Locale("en", "Mars/X", "KES", "KE"), Locale("?", "", "", ""), Locale("?", "UTC", "", "")],
)
def test_a_locale_that_is_none_is_a_template_error(locale: Locale) -> None:
    with pytest.raises(TemplateError):
        of("2026-11-26T10:00:00Z", "| date", locale)


def test_one_text_serves_many_threads() -> None:
    template = compile("{{ event.n | money }}")

    with ThreadPoolExecutor(4) as threads:
        texts = [
            *threads.map(lambda n: template.render({"event": {"n": n}}, ENGLISH), range(200))
        ]

    assert texts == [f"Ksh {n}" for n in range(200)]


VALUES: list[object] = [
    "a\x07b\ud800", None, True, 7, Decimal("1200.50"), 1.5, date(2026, 12, 1),
    datetime(2026, 11, 26, 13, tzinfo=UTC), {"a": "b"}, ["a"], "x" * 20_000, "",
]  # fmt: skip


@pytest.mark.parametrize("locale", [ENGLISH, SWAHILI], ids=["en", "sw"])
@pytest.mark.parametrize("value", VALUES, ids=lambda value: str(value)[:12])
def test_a_text_of_words_and_values_reads_as_the_sandbox_would_write_it(
    value: object, locale: Locale
) -> None:
    template = compile("So: {{ event.payload.x }}, {{ now }}.\n")
    names = {"event": {"payload": {"x": value}}, "now": NAMES_OF_A_SALE["now"]}

    def written(render: Any) -> object:
        try:
            return render(names, locale)
        except TemplateError as error:
            return str(error)

    assert written(template.render) == written(template._rendered)


@pytest.mark.parametrize("source", ["{{ event.payload.no }}", "{{ event.person.name }}"])
def test_what_is_missing_in_such_a_text_is_named(source: str) -> None:
    with pytest.raises(TemplateError, match="is missing"):
        text(source)
