"""Make facts of a table's lines, or say what is wrong with each: pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from engine.importing import cells, dates, figures
from engine.importing.cells import MONEY, Reading, RowError, Shop
from engine.importing.dates import Order
from engine.importing.figures import Decimals
from engine.importing.lines import OTHER_PARTY, Line, Table
from engine.importing.words import KINDS, TableError, Words
from engine.workflows import told
from engine.workflows.told import ToldError

CENT = Decimal("0.01")
OLDEST = timedelta(days=20 * 366)
STOCK_COUNT = "stock_count"


@dataclass(frozen=True, slots=True)
class Said:
    """What is said beside the file, where it does not say it itself."""

    kind: str | None = None
    decimals: Decimals | None = None
    order: Order | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A row that can be recorded: the event's type and payload, its business date.

    `phone` is the customer's (E.164). `mark` and `at` are those of the line.
    """

    number: int
    kind: str
    day: date
    payload: Mapping[str, Any]
    phone: str | None = None
    note: str | None = None
    mark: str | None = None
    at: datetime | None = None

    @property
    def amount(self) -> Decimal:
        """How much money it is about."""
        return Decimal(self.payload.get("amount", 0))


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a row, by its number in the file and its field."""

    number: int
    field: str
    what: str


def read(
    table: Table, words: Words, shop: Shop, said: Said
) -> tuple[Sequence[Draft], Sequence[Fault]]:
    """The rows that can be recorded, and what is wrong with the others.

    Raises `TableError` for what is wrong with the whole file.
    """
    if "kind" not in table.fields and said.kind is None:
        raise TableError(
            "no column says what each row is: say it of all with --kind,"
            f" one of {', '.join(KINDS)}"
        )
    reading = _reading(table, words, shop, said)
    drafts: list[Draft] = []
    faults: list[Fault] = []
    for line in table.lines:
        try:
            drafts.append(_draft(line, reading))
        except RowError as error:
            faults.append(Fault(line.number, error.field, str(error)))
        except ToldError as error:
            faults += [Fault(line.number, *one) for one in _told(error)]
    return drafts, faults


def plain(figure: Decimal) -> str:
    """A figure as a payload has it: however it was written, the same text."""
    return f"{figure.normalize():f}"


def _reading(table: Table, words: Words, shop: Shop, said: Said) -> Reading:
    marks = words.money_marks(shop.currency)
    decimals, order = said.decimals, said.order
    if decimals is None:
        paid = (figures.bare(one, marks) for one in _texts(table, *MONEY))
        counted = (figures.bare(one, ()) for one in _texts(table, "quantity"))
        decimals = figures.convention(paid, counted)
    if order is None:
        order = dates.order(_texts(table, "date", "due"))
    return Reading(words, shop, said.kind, decimals, order, marks)


def _texts(table: Table, *fields: str) -> Iterator[str]:
    for line in table.lines:
        for field in fields:
            if isinstance(cell := line.cells.get(field), str):
                yield cell


def _draft(line: Line, reading: Reading) -> Draft:
    kind = cells.kind(line, reading)
    day = cells.day(line, "date", reading)
    if day is None:
        raise RowError("date", "is missing")
    if day > reading.shop.today:
        raise RowError("date", f"{day} has not come yet")
    if day < reading.shop.today - OLDEST:
        raise RowError("date", f"{day} is more than twenty years ago")
    if line.at is not None and line.at.date() > reading.shop.today:
        raise RowError("id", "is of a time that has not come yet")
    payload = _count(line, reading) if kind == STOCK_COUNT else _money(line, kind, reading)
    return Draft(
        number=line.number,
        kind=kind,
        day=day,
        payload=payload,
        phone=cells.phone(line, reading) if payload.get("name") else None,
        note=cells.text(line, "note"),
        mark=line.mark,
        at=line.at,
    )


def _money(line: Line, kind: str, reading: Reading) -> Mapping[str, Any]:
    if OTHER_PARTY in line.cells:
        raise RowError("customer", "and supplier are both named: leave the one who matters")
    amount, goods = _sums(line, reading)
    due, party = cells.day(line, "due", reading), cells.text(line, "party")
    told_of = {
        "amount": plain(amount),
        "currency": cells.currency(line, reading),
        "lines": [goods] if goods else None,
        "payment": cells.payment(line, kind, reading),
        "name": party,
        "due": due.isoformat() if due else None,
    }
    given = {field: value for field, value in told_of.items() if value is not None}
    return told.checked(KINDS[kind], given, reading.shop.currency)


def _sums(line: Line, reading: Reading) -> tuple[Decimal, Mapping[str, str] | None]:
    """The amount, told or worked out, and the goods that it was for, if any are named."""
    amount, price = (cells.figure(line, field, reading) for field in MONEY)
    quantity = cells.figure(line, "quantity", reading)
    worked_out = None
    if price is not None and quantity is not None:
        worked_out = (price * quantity).quantize(CENT, ROUND_HALF_UP)
    if amount is None:
        amount = worked_out
    if amount is None:
        raise RowError("amount", "is missing, and so is a quantity with its unit price")
    # What Karani has exported was right when it was written.
    if worked_out not in (None, amount) and line.mark is None:
        raise RowError(
            "amount",
            f"is {amount:f}, but {quantity} at {price} is {worked_out}:"
            " put one right, or leave the unit price out",
        )
    item = cells.text(line, "item")
    if item is None:
        return amount, None
    goods = {"quantity": quantity, "unit_price": price, "amount": amount}
    told_of = {field: plain(figure) for field, figure in goods.items() if figure is not None}
    unit = cells.text(line, "unit")
    return amount, {"item": item, **told_of, **({"unit": unit} if unit else {})}


def _count(line: Line, reading: Reading) -> Mapping[str, Any]:
    item = cells.text(line, "item")
    quantity = cells.figure(line, "quantity", reading)
    if item is None:
        raise RowError("item", "is missing: what was counted?")
    if quantity is None:
        raise RowError("quantity", "is missing: how many were there?")
    threshold = cells.figure(line, "threshold", reading)
    return {
        "item": item,
        "quantity": plain(quantity),
        "unit": cells.text(line, "unit"),
        **({} if threshold is None else {"threshold": plain(threshold)}),
    }


def _told(error: ToldError) -> Iterable[tuple[str, str]]:
    """What is wrong by field: what a line says of its amount, the whole says as well."""
    wrong: dict[str, str] = {}
    for place, what in error.fields.items():
        field = place.rpartition(".")[2]
        wrong.setdefault("customer or supplier" if field == "name" else field, what)
    return wrong.items()
