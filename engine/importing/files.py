"""Read a file of any kind that can be imported as a table."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from engine.importing import exports, lines, sheets
from engine.importing.dates import Order
from engine.importing.drafts import Said
from engine.importing.figures import Decimals
from engine.importing.lines import Table
from engine.importing.sheets import MOST_BYTES
from engine.importing.words import TableError, Words

TEXTS = (".csv", ".tsv", ".txt")


@dataclass(frozen=True, slots=True)
class Found:
    """What a file holds, and how it is to be read; `shop` is that of an export."""

    table: Table
    said: Said
    shop: str | None = None


def read(name: str, content: bytes, words: Words, said: Said) -> Found:
    """A file by its name's ending. Raises `TableError`."""
    if len(content) > MOST_BYTES:
        raise TableError(f"it is larger than {MOST_BYTES // 1_000_000} MB: divide it")
    ending = PurePath(name).suffix.casefold()
    if ending in TEXTS:
        return Found(lines.find(sheets.read_csv(content), words), said)
    if ending == ".json":
        return _export(exports.read_json(content))
    if ending != ".xlsx":
        raise TableError("its name must end in .csv, .xlsx or .json (an export of Karani's)")
    found = sheets.read_workbook(content)
    tables = exports.of_workbook(found)
    return _export(tables) if tables else Found(lines.find(found, words), said)


def _export(tables: exports.Tables) -> Found:
    said = Said(decimals=Decimals.POINT, order=Order.DAY_FIRST)
    return Found(exports.table(tables), said, exports.shop_of(tables))
