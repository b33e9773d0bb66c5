"""Write tables into a workbook as they are read, for people."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from engine.files.export_files import plain
from store.records_of import Table

MOST_ROWS = 1_000_000
"""A sheet takes a few more; what is left goes to a sheet of its own."""
LONGEST_CELL = 32_000
LONGEST_NUMBER = 15
"""Digits that a workbook keeps exactly; a longer number is written as text."""


def write(tables: Iterable[Table], into: IO[bytes]) -> None:
    """A workbook with a sheet for each table; its rows go to the disk as they are written."""
    book = Workbook(write_only=True)
    for table in tables:
        for name, rows in _sheets(table):
            sheet = book.create_sheet(name)
            sheet.append(table.columns)
            for row in rows:
                sheet.append([_cell(sheet, value) for value in row])
    book.save(into)


def _sheets(table: Table) -> Iterator[tuple[str, Iterator[Sequence[Any]]]]:
    yield table.name, islice(table.rows, MOST_ROWS)
    number = 2
    while (first := next(table.rows, None)) is not None:
        yield f"{table.name} {number}", _with(first, islice(table.rows, MOST_ROWS - 1))
        number += 1


def _with(first: Sequence[Any], others: Iterator[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    yield first
    yield from others


def _cell(sheet: Any, value: object) -> object:
    if value is None or (
        isinstance(value, bool | int | date) and not isinstance(value, datetime)
    ):
        return value
    if isinstance(value, Decimal) and len(value.as_tuple().digits) <= LONGEST_NUMBER:
        return value
    told = plain(value)
    text = told if isinstance(told, str) else json.dumps(told, ensure_ascii=False)
    text = ILLEGAL_CHARACTERS_RE.sub("", text)[:LONGEST_CELL]
    if not text.startswith(("=", "#")):
        return text
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"  # "=1+1" and "#N/A" are what somebody wrote: no formula, no error.
    return cell
