"""Part a line into the things it says one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bot.nlu.message import Message, words_of
from bot.nlu.senses import NOTHING, Mood, Role
from bot.nlu.words import Token

Bounds = tuple[int, int]
LONGEST_REQUEST = 8
DRAWERS = frozenset({Role.SALES, Role.EXPENSES, Role.PURCHASES})
ASKING = frozenset({Role.QUESTION, Role.MAYBE_QUESTION, Role.REPORT})
DOERS = frozenset({Role.THEY, Role.WE, Role.CUSTOMER, Role.TITLE})
TOWARDS = frozenset({Role.TO, Role.FROM, Role.BY, Role.OF})
CUTTING = frozenset(",;.!?:•*")


class Line(NamedTuple):
    """A line with the places of what may begin another clause."""

    start: int
    end: int
    first_figure: int
    last_figure: int
    last_verb: int


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
    """Part one line at commas, at "then", at an "and" or a verb that begins another thing."""
    line = _line(message, bounds)
    found: list[Bounds] = []
    start, told = bounds[0], False
    for place in range(*bounds):
        token = message.tokens[place]
        if _parts(message, line, place):
            found.append((start, place))
            start, told = place + 1, False
        elif _second_deed(token, told=told, start=start, place=place, line=line):
            begin = _doer(message, start, place)
            found.append((start, begin))
            start, told = begin, False
        elif told and _asks_on(message, line, place):
            found.append((start, place))
            start, told = place, False
        told = told or _is_told(token, message, start, place)
    found.append((start, bounds[1]))
    return [part for part in found if _says_something(message.tokens, part)]


def _line(message: Message, bounds: Bounds) -> Line:
    figures = message.figures_in(bounds)
    verbs = [place for place in range(*bounds) if message.tokens[place].sense.verb is not None]
    return Line(
        *bounds,
        first_figure=figures[0].start if figures else bounds[1],
        last_figure=figures[-1].start if figures else -1,
        last_verb=verbs[-1] if verbs else -1,
    )


def _is_told(token: Token, message: Message, start: int, place: int) -> bool:
    """A verb or a heading with a figure behind it has told its thing."""
    return place in message.counted and any(
        _opens(message.tokens[each]) for each in range(start, min(place, start + 8))
    )


def _opens(token: Token) -> bool:
    return token.sense.verb is not None or bool(token.sense.roles & DRAWERS)


def _second_deed(token: Token, *, told: bool, start: int, place: int, line: Line) -> bool:
    """`sukari 300 amelipa 100`: a second deed with a figure of its own is another thing."""
    if not told or not start < place < line.last_figure:
        return False
    verb = token.sense.verb
    done = verb is not None and verb.mood in {Mood.DONE, Mood.NOW}
    return done or bool(token.sense.roles & DRAWERS)


def _doer(message: Message, start: int, verb: int) -> int:
    """`sold a phone 5,000 he paid 2,000`: who does the second deed stands in front of it."""
    place = verb
    while place - 1 > start and _may_do(message, place - 1):
        place -= 1
    towards = message.tokens[place - 1].sense.roles & TOWARDS if place > start else frozenset()
    return verb if towards else place


def _may_do(message: Message, place: int) -> bool:
    """A person's name or a word for one, beside the figures that went before."""
    token = message.tokens[place]
    if place in message.counted or place in message.used or token.kind != "word":
        return False
    named = token.sense is NOTHING and (token.text[:1].isupper() or token.word in message.known)
    return named or bool(token.sense.roles & DOERS)


def _asks_on(message: Message, line: Line, place: int) -> bool:
    """`nimeuza soda 500 nani ananidai`: behind what was told something is asked for."""
    token = message.tokens[place]
    if place <= line.last_figure or not token.sense.roles & ASKING:
        return False
    rest = words_of(message.tokens[place : line.end])
    said = message.lexicons.phrases.find(rest)
    return said is not None and rest[: len(said.words)] == said.words


def _says_something(tokens: Sequence[Token], part: Bounds) -> bool:
    """Courtesies behind a comma are no thing of their own: `nimeuza unga 450, asante`."""
    return any(
        tokens[place].kind in {"word", "digits"} and not tokens[place].has(Role.POLITE)
        for place in range(*part)
    )


def _parts(message: Message, line: Line, place: int) -> bool:
    token = message.tokens[place]
    if place in message.counted:
        return False
    if token.kind == "sign" and token.word in CUTTING:
        return (
            not _multiplies(message, place)
            and not _inside_name(message.tokens, place)
            and not _prices(message, line, place)
            and _says_more(message, line, place)
        )
    if token.has(Role.THEN):
        return True
    return token.has(Role.AND) and _begins_another(message, line, place)


def _says_more(message: Message, line: Line, place: int) -> bool:
    """Chatter behind a comma stays with its clause; a figure or a deed begins another."""
    if place < max(line.last_figure, line.last_verb):
        return True
    rest = message.tokens[place + 1 : line.end]
    return (
        len(rest) <= LONGEST_REQUEST
        and message.lexicons.phrases.find(words_of(rest)) is not None
    )


def _multiplies(message: Message, place: int) -> bool:
    """`3 * 50`: a sign between two figures that makes the second a price."""
    both = {place - 1, place + 1} <= message.counted
    return both and message.tokens[place].has(Role.EACH)


def _prices(message: Message, line: Line, place: int) -> bool:
    """`sold 40 bags, 1,100 each`: what stands behind the comma is the price of each."""
    if message.tokens[place].word != "," or not line.first_figure < place < line.last_figure:
        return False
    start = _past_each(message, place + 1)
    figure = next(iter(message.figures_in((start, min(start + 1, line.end)))), None)
    if figure is None:
        return False
    end = _past_each(message, figure.end)
    marked = start > place + 1 or end > figure.end
    return marked and (end >= line.end or message.tokens[end].kind == "sign")


def _past_each(message: Message, place: int) -> int:
    """Past "each" and what each is measured by: `kila trei`."""
    start = place
    while place < len(message.tokens) and (
        message.tokens[place].has(Role.EACH)
        or (place > start and message.tokens[place].sense.unit is not None)
    ):
        place += 1
    return place


def _inside_name(tokens: Sequence[Token], place: int) -> bool:
    """`St. Rita`, `13.5`: a stop with no space behind it parts nothing."""
    following = tokens[place + 1] if place + 1 < len(tokens) else None
    glued = (
        following is not None
        and following.start == tokens[place].end
        and following.kind != "sign"
    )
    before = tokens[place - 1] if place else None
    short = before is not None and before.kind != "sign" and len(before.text) <= 2
    return tokens[place].word == "." and (glued or short)


def _begins_another(message: Message, line: Line, place: int) -> bool:
    """An "and" parts two things when a verb follows, or when both sides have a figure."""
    if place + 1 < line.end and message.tokens[place + 1].sense.verb is not None:
        return True
    return line.first_figure < place < line.last_figure
