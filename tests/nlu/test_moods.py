from __future__ import annotations

import pytest

from bot.nlu.moods import UNDONE
from bot.nlu.senses import Deed, Mood
from bot.nlu.understanding import Outcome, Understanding
from tests.nlu.reading import read
from tests.reader import READER

MONEY = frozenset(Deed) - {
    Deed.BOOK,
    Deed.CANCEL,
    Deed.MOVE,
    Deed.REMIND,
    Deed.CHANGE,
    Deed.COME,
}
PREFIXES = [
    "sija",
    "haja",
    "sita",
    "hatuta",
    "nita",
    "ata",
    "tuta",
    "ninge",
    "niki",
    "aki",
    "siku",
    "haku",
]
ROOTS = [
    "uza",
    "nunua",
    "lipa",
    "tumia",
    "kopesha",
    "kopa",
    "chukua",
    "rudisha",
    "pokea",
    "sell",
    "pay",
]


def books(understood: Understanding) -> bool:
    return understood.outcome is Outcome.ACT and any(act.amount for act in understood.acts)


@pytest.mark.parametrize("prefix", PREFIXES)
def test_no_verb_with_a_prefix_of_denial_plan_or_condition_books(prefix: str) -> None:
    for root in ROOTS:
        assert not books(read(f"{prefix}{root} sukari 300")), prefix + root
        assert not books(read(f"Otieno {prefix}{root} sukari 300")), prefix + root


def test_every_undone_form_the_lexicon_can_build_books_nothing() -> None:
    shape = READER.lexicons.shapes["sw"]
    undone = [prefix for prefix, (_, mood) in shape.prefixes.items() if mood in UNDONE]
    stems = [
        stem for stem, known in shape.stems.items() if known.deed in MONEY and len(stem) > 3
    ]

    for prefix in undone:
        for stem in stems[::7]:
            verb = shape.read(prefix + stem)
            if verb is not None and verb.mood in UNDONE:
                assert not books(read(f"{prefix}{stem} unga 300")), prefix + stem


@pytest.mark.parametrize(
    "word", ["siku", "sita", "sitini", "simu", "siagi", "hakuna", "watatu", "akiba"]
)
def test_a_word_that_only_begins_like_a_verb_is_none(word: str) -> None:
    verb = READER.lexicons.look_up(word).verb

    assert verb is None


@pytest.mark.parametrize(
    "start",
    [
        "I will",
        "we did not",
        "if I",
        "I would have",
        "I want to",
        "should I",
        "don't",
        "never",
        "almost",
    ],
)
@pytest.mark.parametrize(
    "deed", ["sell", "sold", "buy", "bought", "pay", "paid", "lend", "spent"]
)
def test_no_english_sentence_of_denial_plan_or_condition_books(start: str, deed: str) -> None:
    assert not books(read(f"{start} {deed} sugar 300"))


@pytest.mark.parametrize("end", ["?", " ngapi", " lini", " how much"])
def test_no_question_books(end: str) -> None:
    assert not books(read(f"nimeuza sukari 300{end}"))


def test_the_perfect_is_done_and_the_future_is_not() -> None:
    look_up = READER.lexicons.look_up

    assert [look_up(word).verb.mood for word in ("nimeuza", "nitauza")] == [  # type: ignore[union-attr]
        Mood.DONE,
        Mood.FUTURE,
    ]
