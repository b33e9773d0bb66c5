"""Read one cell of a line as what its field means: pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot import phones
from engine.importing import dates, figures
from engine.importing.dates import DayError, Order
from engine.importing.figures import Decimals, FigureError
from engine.importing.lines import Line
from engine.importing.sheets import Cell
from engine.importing.words import KINDS, Words, key
from engine.workflows.facts import LARGEST
from engine.workflows.told import LARGEST_QUANTITY

MONEY = ("amount", "unit_price")
PLACES = {"amount": 2, "unit_price": 2, "quantity": 4, "threshold": 4}
MOST = dict.fromkeys(MONEY, LARGEST) | dict.fromkeys(
    ("quantity", "threshold"), LARGEST_QUANTITY
)
LONGEST = {"note": 500}
LONGEST_NAME = 100
_TEN_DIGITS = 10**9


@dataclass(frozen=True, slots=True)
class Shop:
    """What must be known of the shop: its currency, its country, its business date now."""

    currency: str
    country: str
    today: date


class RowError(ValueError):
    """A row cannot be recorded; `field` is what is wrong with it, the text says why."""

    def __init__(self, field: str, what: str) -> None:
        super().__init__(what)
        self.field = field


@dataclass(frozen=True, slots=True)
class Reading:
    """How this file is read."""

    words: Words
    shop: Shop
    kind: str | None
    decimals: Decimals
    order: Order
    marks: Sequence[str]


def kind(line: Line, reading: Reading) -> str:
    """What kind of fact a line is. This and all below raise `RowError`."""
    said = line.cells.get("kind")
    if said is None:
        if reading.kind is None:
            raise RowError("kind", "is missing")
        return reading.kind
    meant = reading.words.kinds.get(key(said))
    if meant is None:
        raise RowError("kind", f'"{said}" is unknown: say one of {", ".join(KINDS)}')
    return meant


def day(line: Line, field: str, reading: Reading) -> date | None:
    """A day, None where none is said."""
    match line.cells.get(field):
        case None:
            return None
        case date() as written:
            return written
        case str() as said:
            try:
                return dates.read(said, reading.order, reading.words.months)
            except DayError as error:
                raise RowError(field, f'"{said}" {error}') from None
        case number:
            raise RowError(field, f"{number} is a number: format the column as dates")


def figure(line: Line, field: str, reading: Reading) -> Decimal | None:
    """A figure, exactly, none below nought; None where none is said."""
    places = PLACES[field]
    match line.cells.get(field):
        case None:
            return None
        case Decimal() as number:
            _check(number, field, places)
        case str() as said:
            plain = figures.bare(said, reading.marks if field in MONEY else ())
            try:
                number = figures.read(plain, reading.decimals, places)
            except FigureError as error:
                raise RowError(field, f'"{said}" {error}') from None
        case other:
            raise RowError(field, f"{other} is a day: format the column as numbers")
    if number > MOST[field]:
        raise RowError(field, f"must be at most {MOST[field]}")
    return number


def _check(number: Decimal, field: str, places: int) -> None:
    if number < 0:
        raise RowError(field, f"{number} must not be below zero")
    # What is larger is refused for that.
    if number <= MOST[field] and number != round(number, places):
        raise RowError(field, f"{number} has more than {places} decimals")


def payment(line: Line, of_kind: str, reading: Reading) -> str | None:
    """How it was paid; None where that is not said, or said by its kind."""
    said = line.cells.get("payment")
    if said is None:
        return None
    meant = reading.words.payments.get(key(said))
    if meant is None:
        raise RowError("payment", f'"{said}" is unknown: say cash, mobile or credit')
    return None if meant == "credit" and of_kind in ("debt", "payable") else meant


def phone(line: Line, reading: Reading) -> str | None:
    """The customer's number (E.164)."""
    said = line.cells.get("phone")
    if said is None:
        return None
    told = str(said)
    if isinstance(said, Decimal):  # A workbook takes the nought or the plus off a number.
        told = f"0{said:f}" if said < _TEN_DIGITS else f"+{said:f}"
    found = phones.found(told, reading.shop.country)
    if found is None:
        raise RowError("phone", f'"{said}" is no phone number')
    return found.number


def currency(line: Line, reading: Reading) -> str:
    """The row's currency, the shop's own where it says none."""
    said = text(line, "currency")
    if said is None or said.casefold() in reading.marks:
        return reading.shop.currency
    return said.upper()


def text(line: Line, field: str) -> str | None:
    """Words, or None."""
    cell: Cell = line.cells.get(field)
    if cell is None:
        return None
    said = f"{cell:f}" if isinstance(cell, Decimal) else str(cell).strip()
    longest = LONGEST.get(field, LONGEST_NAME)
    if len(said) > longest:
        raise RowError(field, f"has more than {longest} signs")
    return said or None
