"""Read several bookings in one message: each name with its own day and hour."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.nlu.appointments import appointment
from bot.nlu.message import Message, prepare
from bot.nlu.senses import Deed, Role
from bot.nlu.understanding import Act, Intent, Understanding
from bot.nlu.verdict import acting, asking
from bot.nlu.words import Token

BOOK = Intent.SCHEDULE_APPOINTMENT
ONE_BY_ONE = "one_by_one"
"""What is asked where the hours and the names cannot be told apart."""
PARTING = frozenset({",", ";", "&", "+"})


def several_visits(message: Message) -> Understanding | None:
    """`book Mary Saturday 3 pm and Njeri Sunday 11 am`: two bookings, or one question."""
    if len(message.hours) < 2 or message.has(Role.FROM) or message.figures:
        return None
    whole = appointment(message)
    if whole is None or whole.acts[0].intent is not BOOK or _is_moved(message):
        return None
    acts = [_read(part, message) for part in _parts(message)]
    if len(acts) == len(message.hours) and all(acts):
        return acting(message, *(act for act in acts if act is not None))
    return asking(message, ONE_BY_ONE, replace(whole.acts[0], when=None))


def _is_moved(message: Message) -> bool:
    return any(verb.deed in {Deed.MOVE, Deed.CHANGE} for verb in message.verbs)


def _parts(message: Message) -> Iterator[str]:
    """The message cut at the words that part one hour from the next."""
    text, start = message.utterance.text, 0
    for first, second in zip(message.hours, message.hours[1:], strict=False):
        cuts = [token for token in message.tokens[first.end : second.start] if _cuts(token)]
        if cuts:
            yield text[start : cuts[0].start]
            start = cuts[0].start if _orders(cuts[0]) else cuts[0].end
    yield text[start:]


def _cuts(token: Token) -> bool:
    parts = token.kind == "line" or token.has(Role.AND) or token.text in PARTING
    return parts or _orders(token)


def _orders(token: Token) -> bool:
    return token.sense.verb is not None and token.sense.verb.deed is Deed.BOOK


def _read(text: str, message: Message) -> Act | None:
    """A part as a booking that is exact: a name, a day and an hour."""
    utterance = replace(message.utterance, text=text)
    read = appointment(prepare(utterance, message.lexicons, message.catalogue))
    act = read.acts[0] if read and len(read.acts) == 1 else None
    exact = act is not None and act.intent is BOOK and bool(act.party and act.when)
    return act if exact else None
