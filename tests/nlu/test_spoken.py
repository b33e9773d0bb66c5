from __future__ import annotations

from datetime import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.nlu.spoken import Voice
from bot.nlu.understanding import Awaiting, Outcome
from tests.nlu.reading import read
from tests.reader import READER

LANGUAGES = ("en", "sw")


def voice(language: str) -> Voice:
    return Voice.of(READER.lexicons.documents[language])


@pytest.mark.parametrize("language", LANGUAGES)
@given(number=st.integers(0, 10_000_000))
@example(0)
@example(10_005)
@example(20_005)
@example(100_050)
@example(1_000_050)
@example(10_000_000)
@settings(max_examples=300, deadline=None)
def test_a_number_said_in_words_is_read_as_the_same_number(language: str, number: int) -> None:
    understood = read(voice(language).number(number), awaiting=Awaiting.AMOUNT)

    assert understood.outcome is Outcome.ACT
    assert [int(amount) for amount in understood.amounts] == [number]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_minute_of_the_day_said_is_read_as_the_same_minute(language: str) -> None:
    for minute in range(24 * 60):
        at = time(minute // 60, minute % 60)

        said = voice(language).time(at).split(" (")[0]

        moments = read(said, awaiting=Awaiting.TIME).times
        assert [moment.time() for moment in moments] == [at], said


def test_an_hour_is_shown_in_both_clocks() -> None:
    assert voice("sw").time(time(10, 0)) == "saa nne asubuhi (10:00)"
    assert voice("sw").time(time(18, 45)) == "saa moja kasoro robo jioni (18:45)"
    assert voice("en").time(time(10, 0)) == "10:00 am"


def test_a_number_is_said_as_people_say_it() -> None:
    assert voice("sw").number(2_500) == "elfu mbili na mia tano"
    assert voice("sw").number(20_005) == "ishirini elfu na tano"
    assert voice("en").number(2_510) == "two thousand five hundred and ten"
