"""Read the cells of a CSV file or a workbook, within bounds."""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from numbers import Real
from typing import Any

from engine.importing.words import TableError

MOST_BYTES = 50_000_000
MOST_UNPACKED = 500_000_000
MOST_ROWS = 200_000
LAST_ROW = 1_100_000
"""Rows may be empty to the end of a sheet."""
MOST_COLUMNS = 100
LONGEST_CELL = 5_000
DELIMITERS = (",", ";", "\t")
_UNICODE_MARKS = (b"\xff\xfe", b"\xfe\xff")
_UNSEEN = dict.fromkeys((*range(32), *range(127, 160)), " ")

Cell = str | Decimal | date | None
"""What stands in a cell: a text, a number or a day of a workbook, or nothing."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of cells under a name; the first has the number 1, as spreadsheets show it."""

    name: str
    rows: Sequence[Sequence[Cell]]


def read_csv(content: bytes) -> Sequence[Sheet]:
    """The table of a CSV file, once for each delimiter that may be its own."""
    text = _decoded(content)
    return [Sheet("", list(_rows(_parsed(text, sign)))) for sign in DELIMITERS]


def read_workbook(content: bytes) -> Sequence[Sheet]:
    """Every sheet of a workbook, formulas by the values that were last seen of them."""
    from openpyxl import load_workbook  # It takes long to load, and a CSV needs it not.

    _check_unpacked(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Of styles and extensions that say nothing here.
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            return [Sheet(one.title, list(_rows(_values(one)))) for one in book.worksheets]
    except TableError:
        raise
    except Exception as error:  # noqa: BLE001 -- Whatever a broken file makes of the library.
        raise TableError(
            f"the workbook cannot be read ({type(error).__name__}): save it again as .xlsx,"
            " or as CSV"
        ) from None


def _values(sheet: Any) -> Iterable[Sequence[Any]]:
    sheet.reset_dimensions()  # Some programs write down others than the sheet has.
    values: Iterable[Sequence[Any]] = sheet.iter_rows(values_only=True)
    return values


def _check_unpacked(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            size = sum(one.file_size for one in packed.infolist())
    except zipfile.BadZipFile:
        raise TableError("this is no .xlsx workbook: save it as one, or as CSV") from None
    if size > MOST_UNPACKED:
        raise TableError("the workbook is too large: divide it")


def _decoded(content: bytes) -> str:
    is_wide = content.startswith(_UNICODE_MARKS)
    for encoding in ["utf-16"] if is_wide else ["utf-8-sig", "cp1252"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise TableError("this is no text: save the table as CSV (UTF-8), or as .xlsx")


def _parsed(text: str, delimiter: str) -> Iterator[Sequence[str]]:
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise TableError(f"the CSV cannot be read: {error}") from None


def _rows(found: Iterable[Sequence[Any]]) -> Iterator[Sequence[Cell]]:
    filled = 0
    for number, row in enumerate(found, 1):
        cells = [_cell(value) for value in row[:MOST_COLUMNS]]
        filled += any(cells)
        if filled > MOST_ROWS or number > LAST_ROW:
            raise TableError(f"there are more than {MOST_ROWS:,} rows: divide the file")
        yield cells if any(cells) else ()


def _cell(value: object) -> Cell:
    match value:
        case None | bool():
            return None if value is None else str(value)
        case datetime():
            return value.date()
        case date():
            return value
        case Real():
            # A workbook counts in binary fractions, of which it shows fifteen digits.
            return Decimal(format(value, ".15g"))
        case _:
            return plain(str(value)) or None


def plain(text: str) -> str:
    """A text as it can be kept and shown: without what no page or terminal would print."""
    seen = text[:LONGEST_CELL].translate(_UNSEEN).strip()
    return seen if seen.isascii() else seen.encode("utf-8", "replace").decode()
