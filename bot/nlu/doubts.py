"""Tell figures that are no sum for certain: ranges, shares, parts, second thoughts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.nlu.senses import Role
from bot.nlu.words import Token

DASHES = frozenset("-–—~")
SHARE = "%"
NEAR = 6
"""Tokens that may stand between a sum and its part."""


class Placed(Protocol):
    """Anything found in tokens `[start:end]`."""

    @property
    def start(self) -> int:
        """Its first token."""

    @property
    def end(self) -> int:
        """The token behind it."""


def doubted(tokens: Sequence[Token], figure: Placed) -> bool:
    """`50-60`, `10%`, `500 no 600`, `-500`, `about 500`: another sum may be meant."""
    before, behind = _at(tokens, figure.start - 1), _at(tokens, figure.end)
    if behind is not None and behind.word == SHARE:
        return True
    if before is not None and before.has(Role.LIMIT):
        return True
    if before is not None and before.has(Role.ABOUT) and figure.start > 1:
        return True  # Alone, "roughly 150" is as good an answer as there will be.
    if before is not None and _is_negative(tokens, figure.start):
        return True
    return (
        _is_part(tokens, figure.start - 1)
        or _is_second_thought(tokens, figure.start - 1)
        or _is_range(tokens, figure)
    )


def _is_part(tokens: Sequence[Token], place: int) -> bool:
    """`phone 12000 deposit 5000`: a part of the sum before it; alone it is what was paid."""
    part = _at(tokens, place)
    if part is None or not part.has(Role.DEPOSIT):
        return False
    return any(token.kind == "digits" for token in tokens[max(0, place - NEAR) : place])


def _is_range(tokens: Sequence[Token], figure: Placed) -> bool:
    return _dash_between(tokens, figure.start - 1) or _dash_between(tokens, figure.end)


def _dash_between(tokens: Sequence[Token], place: int) -> bool:
    """A dash with a figure close on both sides; with spaces it parts a thing and its price."""
    dash, before, behind = (_at(tokens, each) for each in (place, place - 1, place + 1))
    if dash is None or before is None or behind is None or dash.word not in DASHES:
        return False
    glued = before.end == dash.start and dash.end == behind.start
    return glued and before.kind == behind.kind == "digits"


def _is_negative(tokens: Sequence[Token], place: int) -> bool:
    """`nimeuza -500`: behind a verb, or nothing, a dash takes away."""
    dash, before = _at(tokens, place - 1), _at(tokens, place - 2)
    if dash is None or dash.word not in DASHES or dash.end != tokens[place].start:
        return False
    return before is None or before.sense.verb is not None


def _is_second_thought(tokens: Sequence[Token], place: int) -> bool:
    """`nimeuza 500 hapana 600`: a plain no takes back the figure before it."""
    no, before = _at(tokens, place), _at(tokens, place - 1)
    return no is not None and no.has(Role.NO) and before is not None and before.kind == "digits"


def _at(tokens: Sequence[Token], place: int) -> Token | None:
    return tokens[place] if 0 <= place < len(tokens) else None
