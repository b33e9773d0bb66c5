"""Codes that people are given must be read when they send them back."""

from __future__ import annotations

import pytest

from bot.nlu.understanding import Intent, Utterance
from engine.asking import codes
from tests.engine.world import MORNING
from tests.reader import READER

ANSWERS = {"yes": Intent.APPROVE, "HAPANA": Intent.REJECT}


@pytest.mark.parametrize("word", ANSWERS)
def test_every_code_is_read_for_what_it_is(word: str) -> None:

    misread = [
        code
        for code in codes.free(set())
        for act in [*READER.read(Utterance(f"{word} {code}", MORNING)).acts, None][:1]
        if act is None or (act.intent, act.code) != (ANSWERS[word], code)
    ]

    assert misread == []
