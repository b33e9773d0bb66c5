"""Tell what was done from denials, plans, wishes, ifs and questions: those book nothing."""

from __future__ import annotations

from collections.abc import Sequence

from bot.nlu.clauses import Bounds
from bot.nlu.long_spans import long_ago
from bot.nlu.message import Message
from bot.nlu.senses import Deed, Mood, Role
from bot.nlu.words import Token

UNDONE = frozenset({Mood.NOT, Mood.FUTURE, Mood.IF, Mood.WISH, Mood.HABIT})
MARKERS = frozenset({Role.NOT, Role.FUTURE, Role.IF, Role.WISH})


def main_verb(tokens: Sequence[Token], bounds: Bounds) -> int | None:
    """The first verb of a clause; a mere order ("add", "delete") yields to a later deed."""
    first = None
    for place in range(*bounds):
        verb = tokens[place].sense.verb
        if verb is None or (verb.deed is Deed.HAVE and _is_done(tokens, place + 1, bounds)):
            continue  # "I have sold": the deed is the second word.
        dictated = verb.deed is Deed.WRITE and verb.mood is Mood.WISH
        if verb.mood is not Mood.ORDER and not dictated:
            return place
        first = place if first is None else first
    return first


def _is_done(tokens: Sequence[Token], place: int, bounds: Bounds) -> bool:
    verb = tokens[place].sense.verb if place < bounds[1] else None
    return verb is not None and verb.mood is Mood.DONE


def blocked(tokens: Sequence[Token], bounds: Bounds, verb: int | None) -> bool:
    """Tell whether a clause speaks of what was not done."""
    if verb is not None and _is_elsewhere(tokens, bounds[0], verb):
        return True
    if long_ago(tokens, bounds):
        return True
    if verb is not None:
        said = tokens[verb].sense.verb
        if said is not None and said.mood in UNDONE:
            return True
        if verb + 1 < bounds[1] and tokens[verb + 1].has(Role.NOT):
            return True  # "sold nothing"
    elif _promises(tokens, bounds):
        return True
    end = verb if verb is not None else bounds[1]
    return any(tokens[place].sense.roles & MARKERS for place in range(bounds[0], end))


def _promises(tokens: Sequence[Token], bounds: Bounds) -> bool:
    """`Asha atalipa kesho 200`: what will be paid, before any figure, and nothing was taken."""
    for place in range(*bounds):
        if tokens[place].kind == "digits" or tokens[place].sense.number is not None:
            return False
        if tokens[place].has(Role.UNPAID):
            return True
    return False


def taken_back(tokens: Sequence[Token], bounds: Bounds) -> bool:
    """`nimeuza 500 natania tu`: a line whose own words say that it is not so."""
    return any(tokens[place].has(Role.RETRACTED) for place in range(*bounds))


def supposes(tokens: Sequence[Token], bounds: Bounds) -> bool:
    """`nimeota nimeuza 3,000 na nimetumia 400`: what is dreamt, quoted or not to be written.

    It holds for all that follows in the same breath; a deed denied ("sijauza") does not.
    """
    denied = False
    for place in range(*bounds):
        verb = tokens[place].sense.verb
        if verb is not None:
            return verb.deed is Deed.WRITE and verb.mood is Mood.NOT
        if tokens[place].has(Role.IF) or (denied and tokens[place].has(Role.RECORD)):
            return True
        denied = tokens[place].has(Role.NOT)
    return False


def _is_elsewhere(tokens: Sequence[Token], start: int, verb: int) -> bool:
    """`rafiki yangu aliuza shamba`: what people of other shops have sold."""
    said = tokens[verb].sense.verb
    sold = said is not None and said.deed is Deed.SELL and said.subject in {None, "they"}
    return sold and any(tokens[place].has(Role.OUTSIDER) for place in range(start, verb))


def asks(message: Message, bounds: Bounds | None = None) -> bool:
    """Tell whether a message, or a part of it, is a question."""
    start, end = bounds or (0, len(message.tokens))
    part = message.tokens[start:end]
    return any(
        token.word == "?" or (token.has(Role.QUESTION) and not _leads_on(part, place))
        for place, token in enumerate(part)
    )


def _leads_on(part: Sequence[Token], place: int) -> bool:
    """`paid 400 out of what she owes`: "what" leads to what it is the rest of."""
    rest = place > 0 and part[place - 1].has(Role.REMAINDER)
    return rest and any(token.sense.verb for token in part[place + 1 :])
