"""Part a line into the things it says one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.nlu.message import Message
from bot.nlu.senses import Role
from bot.nlu.words import Token

Bounds = tuple[int, int]


def lines(message: Message) -> list[Bounds]:
    """The token ranges between line breaks; empty lines keep their number."""
    found, start = [], 0
    for place, token in enumerate(message.tokens):
        if token.kind == "line":
            found.append((start, place))
            start = place + 1
    found.append((start, len(message.tokens)))
    return found


def clauses(message: Message, bounds: Bounds) -> list[Bounds]:
    """Part one line at commas, at "then" and at an "and" that begins another thing."""
    tokens = message.tokens
    inside = {
        place
        for figure in message.figures
        for place in range(figure.start, figure.end)
        if figure.start >= bounds[0]
    }
    cuts = [
        place
        for place in range(*bounds)
        if place not in inside and _cuts(message, place, bounds)
    ]
    parts = list(_parts(bounds, cuts))
    return [part for part in parts if _says_something(tokens, part)]


def _parts(bounds: Bounds, cuts: Sequence[int]) -> Iterator[Bounds]:
    start, end = bounds
    for cut in cuts:
        yield start, cut
        start = cut + 1
    yield start, end


def _says_something(tokens: Sequence[Token], part: Bounds) -> bool:
    return any(tokens[place].kind in {"word", "digits"} for place in range(*part))


def _cuts(message: Message, place: int, bounds: Bounds) -> bool:
    token = message.tokens[place]
    if token.kind == "sign":
        return (
            token.word in ",;.!?:•*"
            and not _inside_name(message.tokens, place)
            and _says_more(message, place, bounds)
        )
    if token.has(Role.THEN):
        return True
    return token.has(Role.AND) and _begins_another(message, place, bounds)


def _says_more(message: Message, place: int, bounds: Bounds) -> bool:
    """Chatter behind a comma stays with its clause; a figure or a deed begins another."""
    return any(place < figure.start < bounds[1] for figure in message.figures) or any(
        message.tokens[each].sense.verb for each in range(place + 1, bounds[1])
    ) or message.lexicons.phrases.find(words_of(message.tokens[place + 1 : bounds[1]])) is not None


def words_of(tokens: Sequence[Token]) -> tuple[str, ...]:
    """The words of `tokens`, phrases taken apart again."""
    spoken = (token.word for token in tokens if token.kind in {"word", "digits", "phone"})
    return tuple(word for phrase in spoken for word in phrase.split(" "))


def _inside_name(tokens: Sequence[Token], place: int) -> bool:
    """`St. Rita`, `13.5`: a stop with no space behind it parts nothing."""
    following = tokens[place + 1] if place + 1 < len(tokens) else None
    glued = following is not None and following.start == tokens[place].end
    short = place > 0 and len(tokens[place - 1].text) <= 2 and tokens[place].word == "."
    return tokens[place].word == "." and (glued or short)


def _begins_another(message: Message, place: int, bounds: Bounds) -> bool:
    """An "and" parts two things when a verb follows, or when both sides have a figure."""
    if place + 1 < bounds[1] and message.tokens[place + 1].sense.verb is not None:
        return True
    before = any(bounds[0] <= figure.start < place for figure in message.figures)
    after = any(place < figure.start < bounds[1] for figure in message.figures)
    return before and after
