"""A message made ready for the rules: its tokens, lines, times, dates and figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from bot.nlu.amounts import Figure, figures
from bot.nlu.clock import Hour, hours
from bot.nlu.dates import Day, days
from bot.nlu.lexicon import Lexicons
from bot.nlu.senses import Role
from bot.nlu.understanding import Catalogue, Utterance
from bot.nlu.words import Token, repaired, tokens


@dataclass(frozen=True, slots=True)
class Message:
    """One utterance and everything found in it, so that no rule looks twice."""

    utterance: Utterance
    lexicons: Lexicons
    catalogue: Catalogue
    tokens: Sequence[Token]
    hours: Sequence[Hour]
    days: Sequence[Day]
    figures: Sequence[Figure]
    used: frozenset[int]
    """Places of tokens that belong to a time or a date."""

    @property
    def words(self) -> tuple[str, ...]:
        """The words alone, in order, phrases taken apart again."""
        spoken = (
            token.word for token in self.tokens if token.kind in {"word", "digits", "phone"}
        )
        return tuple(word for phrase in spoken for word in phrase.split(" "))

    def has(self, role: Role) -> bool:
        """Tell whether any word of the message may play `role`."""
        return any(role in token.sense.roles for token in self.tokens)

    def amounts(self) -> tuple[Decimal, ...]:
        """Every value recognised, for the record."""
        return tuple(figure.value for figure in self.figures)

    def times(self) -> tuple[datetime, ...]:
        """Every moment recognised: date and hour together."""
        return tuple(moment for hour in self.hours for moment in hour.moments)

    def dates(self) -> tuple[date, ...]:
        """Every day recognised."""
        return tuple(day.date for day in self.days)


def prepare(utterance: Utterance, lexicons: Lexicons, catalogue: Catalogue) -> Message:
    """Read the parts of `utterance` that mean the same in every rule."""
    cut = repaired(tokens(utterance.text, lexicons), lexicons)
    found_days = days(cut, utterance.now)
    taken = {place for day in found_days for place in range(day.start, day.end)}
    found_hours = hours(cut, utterance, found_days, taken)
    used = frozenset(
        taken | {place for hour in found_hours for place in range(hour.start, hour.end)}
    )
    return Message(
        utterance=utterance,
        lexicons=lexicons,
        catalogue=catalogue,
        tokens=cut,
        hours=found_hours,
        days=found_days,
        figures=figures(cut, utterance.country, used),
        used=used,
    )
