"""Read figures by the one convention that a whole file follows: pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from enum import Enum
from typing import NamedTuple

from engine.importing.words import TableError

_SPACES = re.compile(r"[\s'’\u00a0\u202f]")
_HOW = "say which with --decimal point (1,200.50) or --decimal comma (1.200,50)"


class Decimals(Enum):
    """The sign in front of the cents; the other one, if any, stands between thousands."""

    POINT = "point"
    COMMA = "comma"


class FigureError(ValueError):
    """What stands in a cell is no figure; the text says what it should be."""


class Signs(NamedTuple):
    """What a figure's signs say of the file's convention, if it was kept."""

    sure: Decimals | None = None
    likely: Decimals | None = None
    is_open: bool = False


_SHAPES = {
    sign: re.compile(
        rf"(?:\d{{1,3}}(?:{group}\d{{3}})+|\d+)(?:{point}(?P<parts>\d+))?|{point}(?P<only>\d+)"
    )
    for sign, point, group in ((Decimals.POINT, r"\.", ","), (Decimals.COMMA, ",", r"\."))
}


def bare(text: str, marks: Iterable[str]) -> str:
    """A figure without spaces and without the words and signs of a currency around it."""
    told = _SPACES.sub("", text).casefold()
    for mark in marks:  # The longest first.
        told = told.removeprefix(mark).removesuffix(mark)
    return told


def convention(money: Iterable[str], quantities: Iterable[str]) -> Decimals:
    """What a file's figures agree on. Raises `TableError` where they do not, or say nothing.

    Money has two decimals at most, so "1,200" is a thousand; a quantity may mean either, and
    so may "1.200" of a program that writes three.
    """
    paid, counted = [_signs(one) for one in money], [_signs(one) for one in quantities]
    every = [*paid, *counted]
    sure = {one.sure for one in every if one.sure}
    if len(sure) == 2:
        raise TableError(
            "figures are written in two ways, 1,200.50 and 1.200,50: write them in one"
        )
    if sure:
        return sure.pop()
    if any(one.likely for one in paid):
        if any(one.is_open for one in every):
            raise TableError(f"1,200 and 1.200 stand beside each other: {_HOW}")
        return Decimals.POINT
    if any(one.likely or one.is_open for one in every):
        raise TableError(f"1.200 may be a thousand or one and a bit: {_HOW}")
    return Decimals.POINT


def read(text: str, decimals: Decimals, places: int) -> Decimal:
    """A figure, exactly. Raises `FigureError`."""
    if text.startswith(("-", "(", "−")):
        raise FigureError("must not be below zero")
    shape = _SHAPES[decimals].fullmatch(text)
    if shape is None or not text.isascii():
        raise FigureError(f"is no figure that is written like {_like(decimals)}")
    if len(shape["parts"] or shape["only"] or "") > places:
        raise FigureError(f"has more than {places} decimals")
    group = "," if decimals is Decimals.POINT else "."
    return Decimal(text.replace(group, "").replace(",", "."))


def _like(decimals: Decimals) -> str:
    return "1,200.50" if decimals is Decimals.POINT else "1.200,50"


def _signs(text: str) -> Signs:
    """What one figure says: surely, likely (of money), or that it may be either."""
    points, commas = text.count("."), text.count(",")
    if points and commas:
        point_is_last = text.rindex(".") > text.rindex(",")
        return Signs(sure=Decimals.POINT if point_is_last else Decimals.COMMA)
    if points + commas == 0:
        return Signs()
    if points + commas > 1:  # Only thousands are parted more than once.
        return Signs(sure=Decimals.COMMA if points else Decimals.POINT)
    whole, _, parts = text.replace(",", ".").partition(".")
    if len(parts) == 3 and 1 <= len(whole) <= 3 and whole != "0":
        return Signs(is_open=True) if points else Signs(likely=Decimals.POINT)
    return Signs(sure=Decimals.POINT if points else Decimals.COMMA)
