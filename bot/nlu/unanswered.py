"""How to be asked again what nobody has answered: `call me if I don't answer in an hour`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from bot.nlu.message import Message
from bot.nlu.rule_words import Saying
from bot.nlu.understanding import Act, Intent, Understanding
from bot.nlu.verdict import acting
from bot.nlu.waits import Wait, wait

KIND = "unanswered"
WAYS = ((Saying.TEXTS, Saying.UNTEXTS, "sms"), (Saying.CALLS, Saying.UNCALLS, "call"))
"""How somebody is asked again, what says it, and what says that it shall be no more."""
NEVER = Decimal(0)
LONGEST = 24


def unanswered(message: Message) -> Understanding | None:
    """After how long without an answer an approval is asked again, each way of it an act.

    `unit` is the way and `quantity` the minutes, 0 for never, None where none are said.
    """
    said, words = message.lexicons.rules, message.words
    if len(words) > LONGEST or said.has(Saying.SAID, words) or _wonders(message):
        return None
    no_more = [way for _, no, way in WAYS if said.has(no, words)]
    if not said.has(Saying.UNANSWERED, words):
        return _no_more(message, no_more) if said.has(Saying.ASKED, words) else None
    if no_more:
        return _no_more(message, no_more)
    placed = [(found[0], way) for yes, _, way in WAYS if (found := said.find(yes, words))]
    ways = [way for _, way in sorted(placed)]
    waits = list(_waits(message))
    if _counts_more(message, waits) or not ways:
        return None  # "500 is owed, nobody answers when I call" is told, not wished for.
    minutes = [one.minutes for _, one in waits] if len(waits) == len(ways) else []
    return acting(message, *_acts(ways, minutes or [None] * len(ways)))


def _no_more(message: Message, ways: Sequence[str]) -> Understanding | None:
    return acting(message, *_acts(ways, [NEVER] * len(ways))) if ways else None


def _acts(ways: Sequence[str], minutes: Sequence[Decimal | None]) -> Iterator[Act]:
    for way, after in zip(ways, minutes, strict=True):
        yield Act(Intent.RULE, kind=KIND, unit=way, quantity=after)


def _waits(message: Message) -> Iterator[tuple[int, Wait]]:
    """Every length of time, with where it begins."""
    place = 0
    while place < len(message.tokens):
        found = wait(message.tokens, place)
        if found is not None:
            yield place, found
        place = found.end if found else place + 1


def _counts_more(message: Message, waits: Sequence[tuple[int, Wait]]) -> bool:
    """Whether it tells of other figures than those of a length of time."""
    spans = [range(place, one.end) for place, one in waits]
    return any(not any(one.start in span for span in spans) for one in message.figures)


def _wonders(message: Message) -> bool:
    """`Do you call me if I don't answer?`; "can you call me …?" only asks politely."""
    polite = message.lexicons.rules.has(Saying.PLEASE, message.words)
    return "?" in message.utterance.text and not polite
