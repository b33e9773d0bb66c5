"""Find the table in a sheet: its header, and its lines by the fields they fill: pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.importing.sheets import Cell, Sheet
from engine.importing.words import TableError, Words, key

HEADER_WITHIN = 20
"""Rows above a header may hold a title."""
SHOWN = 12
PARTY = "party"
OTHER_PARTY = "other party"


@dataclass(frozen=True, slots=True)
class Line:
    """One row that says something: its number in the file, and what it says by field.

    `mark` tells a line that has a name of its own from those like it, `at` when it was
    written; both are of Karani's own exports alone.
    """

    number: int
    cells: Mapping[str, Cell]
    mark: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """The lines of a table; what it has that is not read, and the rows of its totals."""

    lines: Sequence[Line]
    fields: frozenset[str]
    unread: Sequence[str] = ()
    totals: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class _Header:
    row: int
    places: Sequence[tuple[int, str]]
    unread: Sequence[str]

    @property
    def fields(self) -> frozenset[str]:
        return frozenset(field for _, field in self.places)

    @property
    def worth(self) -> int:
        return len(self.fields)


def find(sheets: Sequence[Sheet], words: Words) -> Table:
    """The table of a file: of several that could be one, that which is understood best.

    Raises `TableError` where none has a date with an amount, a quantity or a price.
    """
    found = [(sheet, head) for sheet in sheets if (head := _header(sheet, words))]
    if not found:
        raise TableError(_nothing(sheets))
    sheet, header = max(found, key=lambda one: one[1].worth)
    doubled = sorted(_doubled(header))
    if doubled:
        raise TableError(f"two columns are both read as {doubled[0]}: rename or remove one")
    return _table(sheet, header, words)


def _header(sheet: Sheet, words: Words) -> _Header | None:
    for place, row in enumerate(sheet.rows[:HEADER_WITHIN]):
        read = [(column, words.column(cell)) for column, cell in enumerate(row) if cell]
        header = _Header(
            place,
            [(column, field) for column, field in read if field],
            [str(row[column]) for column, field in read if not field],
        )
        if "date" in header.fields and header.fields & {"amount", "quantity", "unit_price"}:
            return header
    return None


def _doubled(header: _Header) -> set[str]:
    named = [field for _, field in header.places if field != PARTY]
    return {field for field in named if named.count(field) > 1}


def _table(sheet: Sheet, header: _Header, words: Words) -> Table:
    lines: list[Line] = []
    totals: list[int] = []
    for number, row in enumerate(sheet.rows[header.row + 1 :], header.row + 2):
        if not any(row):
            continue
        cells = _cells(row, header)
        if cells.get("date") is None and _is_total(row, words):
            totals.append(number)
        else:
            lines.append(Line(number, cells))
    return Table(lines, header.fields, header.unread, totals)


def _cells(row: Sequence[Cell], header: _Header) -> Mapping[str, Cell]:
    cells: dict[str, Cell] = {}
    for column, field in header.places:
        value = row[column] if column < len(row) else None
        if value is None:
            continue
        # A customer and a supplier may have a column each: one of them is to be filled.
        is_other = cells.get(field, value) != value
        cells[OTHER_PARTY if is_other else field] = value
    return cells


def _is_total(row: Sequence[Cell], words: Words) -> bool:
    return any(isinstance(cell, str) and key(cell) in words.totals for cell in row)


def _nothing(sheets: Sequence[Sheet]) -> str:
    first = next((row for sheet in sheets for row in sheet.rows if any(row)), ())
    seen = ", ".join(str(cell) for cell in first[:SHOWN] if cell)
    return (
        "no row names its columns, a date and an amount at least"
        f" (such as date, item, quantity, amount); the first row says: {seen or 'nothing'}"
    )
