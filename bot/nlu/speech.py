"""Step through a number said in words, one word at a time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from bot.nlu.senses import NumberWord, Role
from bot.nlu.words import Token

FIGURE = re.compile(r"\d{1,3}(?:\.\d{1,2})?\Z")
TEN = Decimal(10)
HUNDRED = Decimal(100)
THOUSAND = Decimal(1_000)
LAKH = Decimal(100_000)


class Speech:
    """A run of tokens being read as a number from left to right."""

    def __init__(self, tokens: Sequence[Token], place: int, country: str) -> None:
        self.tokens = tokens
        self.place = place
        self.country = country
        self.unclear = False

    def word(self, ahead: int = 0) -> NumberWord | None:
        """Look at the number word `ahead` of here; slang of another country is none."""
        place = self.place + ahead
        if place >= len(self.tokens):
            return None
        number = self.tokens[place].sense.number or _figure_beside_scale(self.tokens, place)
        if number is None or number.country not in {None, self.country}:
            return None
        return number

    def joint(self, ahead: int = 0) -> bool:
        """Tell whether an "and" stands here with a number word behind it."""
        place = self.place + ahead
        return (
            place < len(self.tokens)
            and self.tokens[place].has(Role.AND)
            and self.word(ahead + 1) is not None
        )

    def take(self, *roles: str, below: Decimal | None = None) -> NumberWord | None:
        """Step over the next word if it has one of `roles` and is smaller than `below`."""
        word = self.word()
        if (
            word is None
            or word.role not in roles
            or (below is not None and word.value >= below)
        ):
            return None
        self.place += 1
        return word

    def take_joined(self, *roles: str, below: Decimal | None = None) -> NumberWord | None:
        """Step over "and" and a word of `roles` smaller than `below`, or over nothing."""
        if not self.joint():
            return None
        self.place += 1
        word = self.take(*roles, below=below)
        if word is None:
            self.place -= 1
        return word

    def doubt_digits(self) -> None:
        """Figures read out one by one (nne tano sifuri) could be a code as well as a sum."""
        while self.take("unit", "tens") is not None:
            self.unclear = True


def _figure_beside_scale(tokens: Sequence[Token], place: int) -> NumberWord | None:
    """`elfu 3`, `3 elfu`: a short figure beside a scale counts like a word."""
    token = tokens[place]
    if token.kind != "digits" or not FIGURE.match(token.word):
        return None
    for beside in (place - 1, place + 1):
        scale = tokens[beside].sense.number if 0 <= beside < len(tokens) else None
        if scale is not None and scale.role == "scale":
            value = Decimal(token.word)
            return NumberWord(value, "unit" if value < TEN else "tens", scale.order)
    return None
