"""How often something is said to come again: every day, kila Ijumaa, every 5th."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from bot.nlu.dates import has, whole_number
from bot.nlu.message import Message
from bot.nlu.senses import Role
from bot.nlu.words import Token

SPANS = frozenset({"day", "week", "month", "year"})
LAST_DAY = 31


class Rhythm(NamedTuple):
    """How often (day, week, month, year), the next such day where one is said, and where."""

    span: str
    date: date | None
    start: int
    end: int


def rhythm(message: Message) -> Rhythm | None:
    """The rhythm that a message names; None where it names none."""
    tokens = message.tokens
    for place, token in enumerate(tokens):
        if token.has(Role.EVERY) or token.has(Role.EACH):
            found = _monthly(message, place) or _span(message, place)
            if found is not None:
                return found
    return None


def _span(message: Message, place: int) -> Rhythm | None:
    tokens = message.tokens
    token = tokens[place]
    if token.has(Role.EVERY) and _is_whole(token):
        return _on_its_day(message, _length(token.word, message), place, place + 1)
    behind = tokens[place + 1] if place + 1 < len(tokens) else None
    if behind is None:
        return None
    sense = behind.sense
    if sense.weekday is not None:
        return Rhythm("week", _day(message), place, place + 2)
    if sense.daypart is not None:
        return Rhythm("day", None, place, place + 2)
    if sense.span in SPANS:
        return _on_its_day(message, str(sense.span), place, place + 2)
    return None


def _is_whole(token: Token) -> bool:
    """`kila siku`, `daily`: the span is in the word; "every" alone needs another."""
    return " " in token.word or token.word.endswith("ly")


def _length(word: str, message: Message) -> str:
    """The span in a word such as "every week", "weekly": a day where it names none."""
    last = word.split(" ")[-1]
    span = message.lexicons.look_up(last.removesuffix("ly")).span
    return span if span in SPANS else "day"


def _on_its_day(message: Message, span: str, start: int, end: int) -> Rhythm:
    """`kila mwezi tarehe 5`, `on the 5th of every month`, `every week on Friday`."""
    return Rhythm(span, _day(message) if span in {"week", "month"} else None, start, end)


def _day(message: Message) -> date | None:
    return message.days[0].date if message.days else None


def _monthly(message: Message, place: int) -> Rhythm | None:
    """`kila tarehe 5`, `every 5th`."""
    dated = has(message.tokens, place + 1, Role.DATE)
    number = whole_number(message.tokens, place + 1 + dated, LAST_DAY)
    if number is None or number[0] == 0:
        return None
    day, end = number
    if not dated and not has(message.tokens, end - 1, Role.ORDINAL):
        return None
    return Rhythm("month", _next(day, message.utterance.now.date()), place, end)


def _next(day: int, today: date) -> date:
    """The next day of this number; the months that lack it are passed over."""
    month = today.replace(day=1)
    while True:
        try:
            found = month.replace(day=day)
        except ValueError:
            found = today.min
        if found >= today:
            return found
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)


def spoken(message: Message, found: Rhythm | None) -> Sequence[int]:
    """The places of the words that say the rhythm."""
    return range(found.start, found.end) if found else ()
