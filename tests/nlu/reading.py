"""How tests read a message: the shipped lexicons, a Monday morning in Nairobi."""

from __future__ import annotations

from datetime import datetime

from bot.nlu.reader import EMPTY
from bot.nlu.understanding import (
    Act,
    Awaiting,
    Catalogue,
    Intent,
    Outcome,
    Understanding,
    Utterance,
)
from tests.reader import READER

NOW = datetime.fromisoformat("2026-11-23T10:00:00+03:00")


def read(
    text: str,
    *,
    country: str = "KE",
    awaiting: Awaiting | None = None,
    now: datetime = NOW,
    catalogue: Catalogue = EMPTY,
) -> Understanding:
    return READER.read(Utterance(text, now, country, awaiting=awaiting), catalogue)


def act(text: str, *, country: str = "KE", awaiting: Awaiting | None = None) -> Act:
    """The one act that `text` leads to."""
    understood = read(text, country=country, awaiting=awaiting)
    assert understood.outcome is Outcome.ACT, understood
    assert len(understood.acts) == 1, understood
    return understood.acts[0]


def booked(text: str, *, country: str = "KE") -> tuple[Intent, str]:
    """What `text` books: its drawer and its amount."""
    done = act(text, country=country)
    return done.intent, str(done.amount)
