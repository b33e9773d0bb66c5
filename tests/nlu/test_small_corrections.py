"""A correction to next to nothing is asked about: the word may point instead of count."""

from __future__ import annotations

import pytest

from bot.nlu.understanding import Intent, Outcome
from tests.nlu.reading import read


@pytest.mark.parametrize("text", ["wrong one", "oops wrong one delete", "badilisha 3"])
def test_a_word_that_may_point_is_never_a_new_amount(text: str) -> None:
    understood = read(text)

    assert understood.outcome is Outcome.ASK
    assert understood.acts[0].intent is Intent.CORRECT
    assert understood.acts[0].amount is None
