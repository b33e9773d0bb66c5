"""A table as somebody would keep it, read as the product reads it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook

from engine.importing import drafts, files
from engine.importing.cells import Shop
from engine.importing.drafts import Draft, Fault, Said
from karani.tables import load_words

WORDS = load_words()
SHOP = Shop("KES", "KE", date(2026, 11, 23))


def read(
    content: str | bytes, name: str = "book.csv", said: Said | None = None
) -> tuple[Sequence[Draft], Sequence[Fault]]:
    """The rows of a file, and what is wrong with it."""
    written = content.encode() if isinstance(content, str) else content
    found = files.read(name, written, WORDS, said or Said())
    return drafts.read(found.table, WORDS, SHOP, found.said)


def workbook(*rows: Sequence[Any], title: str = "Sheet") -> bytes:
    """A workbook of one sheet."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()
