"""How an owner says by which way, and after how long, she is asked again."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.nlu.understanding import Intent, Outcome
from tests.nlu.reading import act, read

CALLS = [
    ("call me if I don't answer within 10 minutes", 10),
    ("piga simu nisipojibu ndani ya dakika 10", 10),
    ("nipigie simu nisipojibu baada ya nusu saa", 30),
    ("phone me if I haven't answered an approval after an hour", 60),
    ("can you call me if nobody answers in 15 minutes?", 15),
    ("kama sijajibu baada ya dakika kumi na tano unipigie simu", 15),
    ("nikikosa kujibu kwa masaa mawili piga simu", 120),
]
TEXTS = [
    ("send me an SMS if I do not reply in five minutes", 5),
    ("ask me again by SMS if I don't answer in 20 minutes", 20),
    ("nitumie sms nisipojibu ndani ya dakika tano", 5),
    ("tuma SMS baada ya dakika 20 kama hakuna jibu", 20),
]


@pytest.mark.parametrize(
    ("words", "way", "minutes"),
    [*((w, "call", m) for w, m in CALLS), *((w, "sms", m) for w, m in TEXTS)],
)
def test_the_way_and_the_minutes_are_read(words: str, way: str, minutes: int) -> None:
    found = act(words)

    assert (found.intent, found.kind, found.unit) == (Intent.RULE, "unanswered", way)
    assert found.quantity == Decimal(minutes)


@pytest.mark.parametrize(
    "words",
    [
        "text me after 5 minutes and call me after 15 minutes if I don't answer",
        "nitumie sms baada ya dakika 5 na unipigie baada ya dakika 15 nisipojibu",
    ],
)
def test_both_ways_are_said_in_one_breath(words: str) -> None:
    understood = read(words)

    said = [(one.unit, one.quantity) for one in understood.acts]
    assert said == [("sms", Decimal(5)), ("call", Decimal(15))]


@pytest.mark.parametrize(
    ("words", "way"),
    [
        ("don't call me when I do not answer", "call"),
        ("stop calling me about approvals", "call"),
        ("no SMS for approvals", "sms"),
        ("usinipigie simu nisipojibu", "call"),
        ("acha kunitumia SMS za idhini", "sms"),
    ],
)
def test_it_is_switched_off(words: str, way: str) -> None:
    found = act(words)

    assert (found.kind, found.unit, found.quantity) == ("unanswered", way, Decimal(0))


@pytest.mark.parametrize(
    "words", ["call me if I don't answer", "piga simu nisipojibu", "SMS me if nobody answers"]
)
def test_a_time_that_is_not_said_is_not_made_up(words: str) -> None:
    assert act(words).quantity is None


@pytest.mark.parametrize(
    "words",
    [
        "do you call me if I don't answer in 5 minutes?",
        "call me in 10 minutes",
        "usinipigie simu",
        "nobody answers",
        "sijajibu bado",
    ],
)
def test_what_sets_nothing_is_no_rule(words: str) -> None:
    understood = read(words)

    assert understood.outcome is not Outcome.ACT or not any(
        one.kind == "unanswered" for one in understood.acts
    )


def test_a_sale_beside_an_unanswered_call_is_a_sale() -> None:
    assert act("nobody answers my call, sold bread 50").intent is Intent.RECORD_SALE
