"""Find who does a verb that wears no prefix: the words around it tell who and whom."""

from __future__ import annotations

from dataclasses import replace

from bot.nlu.clauses import Bounds
from bot.nlu.message import Message
from bot.nlu.senses import Deed, Mood, Role, Subject, Verb
from bot.nlu.words import Token

OTHERS = frozenset({Role.THEY, Role.UNSOLD, Role.OUTSIDER, Role.CUSTOMER})


def with_subject(message: Message, bounds: Bounds, place: int | None) -> Verb | None:
    """The verb at `place` with its subject and object filled in from the words around it."""
    verb = message.tokens[place].sense.verb if place is not None else None
    if verb is None or place is None or verb.subject is not None:
        return verb
    whom = message.tokens[place + 1] if place + 1 < bounds[1] else None
    to_us = whom is not None and whom.has(Role.US)
    subject = _subject(message, bounds[0], place) or ("they" if to_us else None)
    if verb.deed is Deed.SELL and subject == "they" and _is_thing(message, bounds, place):
        subject = None  # "3 sodas sold 150"
    orders = verb.mood is Mood.ORDER
    before = message.tokens[bounds[0] : place]
    others = any(token.sense.roles & OTHERS for token in before)  # "They sell it at 250."
    habit = orders and (others or subject == "we")  # "We sell phones from 5,000."
    mood = Mood.NOW if habit else verb.mood
    return replace(verb, subject=subject, object="we" if to_us else verb.object, mood=mood)


def _is_thing(message: Message, bounds: Bounds, place: int) -> bool:
    """What stands before "sold" was sold, unless goods follow or somebody is meant."""
    before = message.tokens[bounds[0] : place]
    behind = [
        message.tokens[each]
        for each in range(place + 1, bounds[1])
        if each not in message.used and each not in message.counted
    ]
    somebody = any(token.sense.roles & (OTHERS | {Role.TITLE}) for token in before)
    return not somebody and not any(
        _may_name(token) and token.sense.unit is None for token in behind
    )


def _subject(message: Message, start: int, place: int) -> Subject | None:
    read = message.used | message.counted  # "rent 12k paid": a sum pays nothing.
    before = [message.tokens[each] for each in range(start, place) if each not in read]
    if any(token.has(Role.WE) for token in before):
        return "we"
    if any(token.has(Role.THEY) or _may_name(token) for token in before):
        return "they"
    return None


def _may_name(token: Token) -> bool:
    """Any word that says when nothing happened: "leo asubuhi paid" names nobody."""
    sense = token.sense
    when = (sense.day, sense.weekday, sense.month, sense.daypart, sense.span)
    if token.kind != "word" or any(each is not None for each in when):
        return False
    return token.has(Role.TITLE) or token.has(Role.CUSTOMER) or not sense.roles
