"""Read Karani's own export of a shop as a table: what stands in its book, in its order."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from engine.importing.lines import Line, Table
from engine.importing.sheets import MOST_ROWS, Cell, Sheet, plain
from engine.importing.words import TableError
from store.base import made_at

SHOP, ENTRIES, COUNTS = "shop", "entries", "stock_counts"
_ENTRY = {
    "business_date": "date",
    "kind": "kind",
    "item": "item",
    "quantity": "quantity",
    "unit": "unit",
    "unit_price": "unit_price",
    "amount": "amount",
    "currency": "currency",
    "payment": "payment",
    "customer": "party",
    "note": "note",
}
_COUNT = {"item": "item", "quantity": "quantity", "unit": "unit", "threshold": "threshold"}

Row = Mapping[str, Any]
Tables = Mapping[str, Sequence[Row]]


def read_json(content: bytes) -> Tables:
    """The tables of an export, by name. Raises `TableError` for any other JSON."""
    try:
        document = json.loads(content, parse_float=Decimal)
    except (ValueError, RecursionError):
        raise TableError("the JSON cannot be read: is it whole?") from None
    if not isinstance(document, dict) or not all(map(_is_table, document.values())):
        raise TableError("this JSON is no export of Karani's: save the table as CSV or .xlsx")
    return _whole(document)


def of_workbook(sheets: Sequence[Sheet]) -> Tables | None:
    """The tables of a workbook that is an export; None for any other."""
    named = {sheet.name: sheet.rows for sheet in sheets}
    if not {SHOP, ENTRIES, COUNTS} <= named.keys():
        return None
    return {name: list(_rows(rows)) for name, rows in named.items()}


def table(tables: Tables) -> Table:
    """What stands in an exported book: what was taken back, and what took it, is left out."""
    entries, counts = tables[ENTRIES], tables[COUNTS]
    if len(entries) + len(counts) > MOST_ROWS:
        raise TableError(f"there are more than {MOST_ROWS:,} rows")
    zone = _zone(tables)
    taken_back = {str(row["reverses"]) for row in entries if row.get("reverses")}
    lines = [
        _line(number, row, _ENTRY)
        for number, row in enumerate(entries, 2)
        if not row.get("reverses") and str(row.get("id")) not in taken_back
    ]
    lines += [
        _line(number, row, _COUNT, kind="stock_count", date=_day_of(row, zone))
        for number, row in enumerate(counts, 2)
        if not row.get("taken_back_by")
    ]
    return Table(lines, frozenset(_ENTRY.values()))


def shop_of(tables: Tables) -> str | None:
    """The id of the shop whose book it is."""
    return next((str(row.get("id")) for row in tables[SHOP]), None)


def _whole(document: Tables) -> Tables:
    if not {SHOP, ENTRIES, COUNTS} <= document.keys():
        raise TableError(
            "this is no export of a shop: `karani export SHOP`, with a shop's id, writes one"
        )
    return document


def _is_table(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(row, dict) for row in value)


def _rows(rows: Sequence[Sequence[Cell]]) -> Iterator[Row]:
    header = [str(name) for name in rows[0]] if rows else []
    for row in rows[1:]:
        yield dict(zip(header, row, strict=False))


def _line(number: int, row: Row, fields: Mapping[str, str], **more: Cell) -> Line:
    try:
        mark = UUID(str(row["id"]))
        at = made_at(mark)
    except (KeyError, ValueError, OverflowError):
        raise TableError(f"row {number} of the export has no id of Karani's") from None
    told = {field: _cell(row.get(name)) for name, field in fields.items()}
    given = {field: cell for field, cell in {**told, **more}.items() if cell is not None}
    return Line(number, given, str(mark), at)


def _cell(value: object) -> Cell:
    if value is None or isinstance(value, Decimal | date):
        return value
    return Decimal(value) if isinstance(value, int) else plain(str(value)) or None


def _zone(tables: Tables) -> tzinfo:
    try:
        return ZoneInfo(str(tables[SHOP][0]["timezone"]))
    except (LookupError, ValueError):  # An unknown zone is a `LookupError`.
        return UTC


def _day_of(row: Row, zone: tzinfo) -> date | None:
    """The day of a count on the shop's clock."""
    try:
        return datetime.fromisoformat(str(row.get("counted_at"))).astimezone(zone).date()
    except (ValueError, OverflowError):
        return None
