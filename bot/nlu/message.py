"""A message made ready for the rules: its tokens, times, dates and figures."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from bot.nlu.amounts import Figure, figures
from bot.nlu.clock import Hour, hours
from bot.nlu.dates import Day, days
from bot.nlu.lexicon import Lexicons
from bot.nlu.senses import Role, Verb
from bot.nlu.understanding import Catalogue, Utterance
from bot.nlu.words import Token, called, named, repaired, seen, tokens


@dataclass(frozen=True, slots=True)
class Message:
    """One utterance and everything found in it, so that no rule looks twice."""

    utterance: Utterance
    lexicons: Lexicons
    catalogue: Catalogue
    tokens: Sequence[Token]
    words: tuple[str, ...]
    """The words alone, in order, phrases taken apart again."""
    roles: frozenset[Role]
    """Every role that any of its words may play."""
    verbs: tuple[Verb, ...]
    """What its words do, in order."""
    hours: Sequence[Hour]
    days: Sequence[Day]
    figures: Sequence[Figure]
    used: frozenset[int]
    """Places of tokens that belong to a time, a date or a bullet."""
    counted: frozenset[int]
    """Places of tokens that belong to a figure."""
    known: frozenset[str]
    """Words of the names the shop already knows."""

    def has(self, role: Role) -> bool:
        """Tell whether any word of the message may play `role`."""
        return role in self.roles

    def figures_in(self, bounds: tuple[int, int]) -> Sequence[Figure]:
        """The figures that begin between two places."""
        start, end = (bisect_left(self.figures, each, key=_start) for each in bounds)
        return self.figures[start:end]

    def day_in(self, bounds: tuple[int, int]) -> Day | None:
        """The first day said between two places."""
        place = bisect_left(self.days, bounds[0], key=_start)
        day = self.days[place] if place < len(self.days) else None
        return day if day is not None and day.start < bounds[1] else None

    def amounts(self) -> tuple[Decimal, ...]:
        """Every value recognised, for the record."""
        return tuple(figure.value for figure in self.figures)

    def times(self) -> tuple[datetime, ...]:
        """Every moment recognised: date and hour together."""
        return tuple(moment for hour in self.hours for moment in hour.moments)

    def dates(self) -> tuple[date, ...]:
        """Every day recognised."""
        return tuple(day.date for day in self.days)


def _start(found: Figure | Day) -> int:
    return found.start


def prepare(utterance: Utterance, lexicons: Lexicons, catalogue: Catalogue) -> Message:
    """Read the parts of `utterance` that mean the same in every rule."""
    utterance = replace(utterance, text=seen(utterance.text))
    cut = called(named(repaired(tokens(utterance.text, lexicons), lexicons)))
    found_days = days(cut, utterance.now)
    taken = _places(found_days)
    found_hours = hours(cut, utterance, found_days, taken)
    used = frozenset(taken | _places(found_hours) | _bullets(cut))
    found_figures = figures(cut, utterance.country, used)
    return Message(
        utterance=utterance,
        lexicons=lexicons,
        catalogue=catalogue,
        tokens=cut,
        words=words_of(cut),
        roles=frozenset(role for token in cut for role in token.sense.roles),
        verbs=tuple(token.sense.verb for token in cut if token.sense.verb),
        hours=found_hours,
        days=found_days,
        figures=found_figures,
        used=used,
        counted=frozenset(_places(found_figures)),
        known=frozenset(word for name in catalogue.people for word in name.casefold().split()),
    )


def words_of(cut: Sequence[Token]) -> tuple[str, ...]:
    """The words of some tokens, phrases taken apart again."""
    words: list[str] = []
    for token in cut:
        if token.kind in {"word", "digits", "phone"}:
            words += token.word.split(" ")
    return tuple(words)


def _places(found: Sequence[Figure] | Sequence[Day] | Sequence[Hour]) -> set[int]:
    return {place for each in found for place in range(each.start, each.end)}


def _bullets(cut: Sequence[Token]) -> set[int]:
    """`1. mkate 50`: the number a line begins with counts the line, not the bread."""
    found: set[int] = set()
    for place in range(len(cut) - 2):
        begins = place == 0 or cut[place - 1].kind == "line"
        if begins and cut[place].kind == "digits" and cut[place + 1].word in {".", ")"}:
            found |= {place, place + 1}
    return found
