from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.nlu.understanding import Awaiting
from tests.nlu.reading import read

WORDS = """
nimeuza sold sukari kilo 2 300 kwa na and saa nne asubuhi elfu mia tano kesho each @ , . ? Juma
deni Ksh 4.500 1/2 12:30 13/1/26 Confirmed. received balance jumla at half a million soo ya
ghairi miadi nikumbushe k /= 07123***45 ndiyo hapana 👍🏾 ’ ñ
"""
PIECES = [*WORDS.split(), "received from", "\u200d", "\n"]
AWAITED = [None, *Awaiting]


@given(text=st.text(max_size=4096), awaiting=st.sampled_from(AWAITED))
@settings(max_examples=150, deadline=None)
def test_no_text_whatever_raises(text: str, awaiting: Awaiting | None) -> None:
    read(text, awaiting=awaiting)


@given(
    words=st.lists(st.sampled_from(PIECES), max_size=60),
    space=st.sampled_from([" ", "", "\n"]),
    awaiting=st.sampled_from(AWAITED),
)
@settings(max_examples=400, deadline=None)
def test_no_mixture_of_known_words_raises(
    words: list[str], space: str, awaiting: Awaiting | None
) -> None:
    read(space.join(words), awaiting=awaiting, country="KE")


def calls(work: Callable[[], object]) -> int:
    """Count every function call that `work` makes: its size without a clock."""
    count = 0

    def tick(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(tick)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "piece",
    [
        "nimeuza sukari kilo 2 kwa 300, ",
        "sukari 300\n",
        "nimeuza unga 180\njumla 180\n",
        "1 ",
        "1,",
        "at 4 tomorrow ",
        "saa nne asubuhi ",
        "kila moja ",
        "elfu mia mbili na ",
        "a a ",
        ", ",
        "na ",
        "Ksh 500 received from JOHN ",
        "SJ12ABC3DE Confirmed. You have received Ksh500 from JOHN on 1/2/26. ",
        "ndiyo ",
        "zzzzz ",
        "1. ",
        "mwisho wa ",
    ],
)
def test_the_work_grows_no_faster_than_the_message(piece: str) -> None:
    short, long = piece * (1000 // len(piece)), piece * (4000 // len(piece))
    read(short)

    assert calls(lambda: read(long)) < 5 * calls(lambda: read(short))
