"""Find every figure in a message: digits and words, shorthand and currency."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from decimal import Decimal
from typing import NamedTuple

from bot.nlu.doubts import doubted
from bot.nlu.numbers import said
from bot.nlu.senses import Role
from bot.nlu.words import Token, decimal

THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?\Z")
PLAIN = re.compile(r"\d+(?:\.\d{1,2})?\Z")
SLIP = re.compile(r"\d{1,3}(?:\.\d{3})+\Z|\d+,\d{1,2}\Z")
"""4.500 and 1,5: thousands or a fraction? The keyboard's two keys lie side by side."""
PHONE = re.compile(r"0\d{8,9}\Z|(?:25[0-9]|211)\d{9}\Z")
FRACTIONS = {"1/2": Decimal("0.5"), "1/4": Decimal("0.25"), "3/4": Decimal("0.75")}
PARTS = frozenset({"half", "quarter"})
SHORTHAND = {"k": Decimal(1_000), "m": Decimal(1_000_000)}
FIRST_YEAR, LAST_YEAR = 1900, 2100
LONGEST_SUM = 10
"""More digits than this in a row are an account or a code, not money."""
MOST = Decimal(10) ** LONGEST_SUM
"""So much of anything is a slip of the finger; it is asked about, and no book need hold it."""


class Figure(NamedTuple):
    """A number in a message, from token `start` up to token `end`.

    `money` is set when it was written as money (currency, shorthand, /=); `unclear` when two
    readings remain; `counted` when its word can only count things.
    """

    value: Decimal
    start: int
    end: int
    money: bool = False
    currency: str | None = None
    unclear: bool = False
    counted: bool = False
    digits: bool = False


def figures(tokens: Sequence[Token], country: str, used: Container[int] = ()) -> list[Figure]:
    """Find the figures of `tokens` from left to right, leaving out what is `used` otherwise."""
    found: list[Figure] = []
    place = 0
    while place < len(tokens):
        figure = None if place in used else _figure(tokens, place, country)
        if figure is None:
            place += 1
            continue
        if _is_year(tokens, figure):
            place = figure.end
            continue
        figure = _with_currency(tokens, _and_a_half(tokens, figure))
        found.append(figure._replace(unclear=figure.unclear or figure.value >= MOST))
        place = figure.end
    return [each._replace(unclear=True) if doubted(tokens, each) else each for each in found]


def _is_year(tokens: Sequence[Token], figure: Figure) -> bool:
    """`mwaka 2015`, `mwaka wa elfu mbili na kumi`: the year it was, not a sum."""
    before = figure.start - 1
    before -= before >= 0 and tokens[before].has(Role.OF)
    named = before >= 0 and tokens[before].sense.span == "year"
    return named and FIRST_YEAR <= figure.value < LAST_YEAR


def _figure(tokens: Sequence[Token], place: int, country: str) -> Figure | None:
    token = tokens[place]
    if token.kind == "digits":
        if place + 1 < len(tokens) and tokens[place + 1].has(Role.ORDINAL):
            return None  # The 3rd is a day, not a sum.
        return _scaled(tokens, place, country) or _written(tokens, place)
    if token.sense.number is None:
        return None
    if token.sense.number.role in PARTS:
        return _part_of_unit(tokens, place) or _counted_part(tokens, place, country)
    number = said(tokens, place, country)
    if number is None:
        return None
    role = token.sense.number.role
    return Figure(
        number.value,
        place,
        number.end,
        unclear=number.unclear,
        money=role in {"note", "unclear"} or token.sense.number.country is not None,
        counted=role == "count",
    )


def _part_of_unit(tokens: Sequence[Token], place: int) -> Figure | None:
    """`nusu kilo`, `kilo nusu`, `half a kg`, `robo tatu kilo`: a part beside its unit."""
    number = tokens[place].sense.number
    value, end = (number.value if number else Decimal(0)), place + 1
    following = tokens[end].sense.number if end < len(tokens) else None
    if following is not None and value * following.value < 1 and following.role == "unit":
        value, end = value * following.value, end + 1
    article = tokens[end].sense.number if end < len(tokens) else None
    skip = article is not None and article.role == "article"
    beside = [each for each in (place - 1, end + skip) if 0 <= each < len(tokens)]
    if not any(tokens[each].sense.unit for each in beside):
        return None
    return Figure(value, place, end + skip, counted=True)


def _counted_part(tokens: Sequence[Token], place: int, country: str) -> Figure | None:
    """`half a million`: a part of a scale."""
    number = said(tokens, place, country)
    if number is None or not any(_is_scale(token) for token in tokens[place : number.end]):
        return None
    return Figure(number.value, place, number.end, unclear=number.unclear)


def _is_scale(token: Token) -> bool:
    return token.sense.number is not None and token.sense.number.role == "scale"


def _and_a_half(tokens: Sequence[Token], figure: Figure) -> Figure:
    """`kilo moja na nusu`: a half that is added to a small count."""
    if figure.end + 1 >= len(tokens) or not tokens[figure.end].has(Role.AND) or figure.money:
        return figure
    part = tokens[figure.end + 1].sense.number
    if part is None or part.role not in PARTS or figure.value >= 100:
        return figure
    return figure._replace(value=figure.value + part.value, end=figure.end + 2)


def _scaled(tokens: Sequence[Token], place: int, country: str) -> Figure | None:
    """`3 elfu`, `2 hundred`: a figure that counts the scale behind it."""
    if place + 1 >= len(tokens) or not PLAIN.match(tokens[place].word):
        return None
    scale = tokens[place + 1].sense.number
    if scale is None or scale.role != "scale":
        return None
    number = said(tokens, place, country)
    if number is None or number.end == place + 1:
        return None
    return Figure(number.value, place, number.end, unclear=number.unclear)


def _written(tokens: Sequence[Token], place: int) -> Figure | None:
    text = tokens[place].word
    if text in FRACTIONS:
        return Figure(FRACTIONS[text], place, place + 1, counted=True)
    if SLIP.match(text):
        return _shortened(tokens, place, _slipped(text), unclear=True)
    if PHONE.match(text) or (len(text) > LONGEST_SUM and "," not in text):
        return None
    if not (PLAIN.match(text) or THOUSANDS.match(text)):
        return None
    return _parted(tokens, place) or _shortened(tokens, place, decimal(text), unclear=False)


def _slipped(text: str) -> Decimal:
    """The likelier value of 4.500 or 1,5; with two stops (1.500.000) they part thousands."""
    return Decimal(text.replace(".", "") if text.count(".") > 1 else text.replace(",", "."))


def _parted(tokens: Sequence[Token], place: int) -> Figure | None:
    """`12 000`: a group of three noughts is never a price of its own."""
    text, end = tokens[place].word, place + 1
    while end < len(tokens) and tokens[end].word == "000" and tokens[end].kind == "digits":
        text, end = text + "000", end + 1
    if end == place + 1 or "." in text or "," in text:
        return None
    return Figure(Decimal(text), place, end, digits=True)


def _shortened(
    tokens: Sequence[Token], place: int, value: Decimal, *, unclear: bool
) -> Figure | None:
    """`2k`, `1.5m`; behind a space the k may be a slip, and an m counts metres."""
    following = tokens[place + 1] if place + 1 < len(tokens) else None
    times = SHORTHAND.get(following.word) if following is not None else None
    if following is not None and times is not None:
        apart = following.start != tokens[place].end
        if not apart:
            return Figure(value * times, place, place + 2, money=True, digits=True)
        unclear = unclear or following.word == "k"
    return Figure(value, place, place + 1, unclear=unclear, digits=True)


def _with_currency(tokens: Sequence[Token], figure: Figure) -> Figure:
    before = tokens[figure.start - 1] if figure.start else None
    after = tokens[figure.end] if figure.end < len(tokens) else None
    if before is not None and before.sense.currency is not None:
        tail = after is not None and after.kind == "tail"
        return figure._replace(
            start=figure.start - 1,
            end=figure.end + tail,
            money=True,
            currency=before.sense.currency,
        )
    if after is not None and (_is_behind(tokens, figure) or after.kind == "tail"):
        start = figure.start - (before is not None and before.word == "=")
        return figure._replace(
            start=start, end=figure.end + 1, money=True, currency=after.sense.currency
        )
    return figure


def _is_behind(tokens: Sequence[Token], figure: Figure) -> bool:
    """Between two figures a currency goes with the second: lita kumi shilingi sitini."""
    if tokens[figure.end].sense.currency is None:
        return False
    following = tokens[figure.end + 1] if figure.end + 1 < len(tokens) else None
    return following is None or (following.kind != "digits" and following.sense.number is None)


def is_phone(token: Token) -> bool:
    """Tell whether a token is a telephone number: those are never money."""
    return token.kind == "phone" or (token.kind == "digits" and bool(PHONE.match(token.word)))
