"""Write tables into a JSON file as they are read, for programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import IO
from uuid import UUID

from store.records_of import Table

Writer = Callable[[Iterable[Table], IO[bytes]], None]


def to_json(tables: Iterable[Table], into: IO[bytes]) -> None:
    """One object, a list of objects for each table; amounts as text, exactly."""
    into.write(b"{")
    for number, table in enumerate(tables):
        into.write(b"," if number else b"")
        into.write(f"\n{json.dumps(table.name)}: [".encode())
        for place, row in enumerate(table.rows):
            told = dict(zip(table.columns, map(plain, row), strict=True))
            line = json.dumps(told, ensure_ascii=False)
            into.write((",\n" if place else "\n").encode() + line.encode())
        into.write(b"]")
    into.write(b"\n}\n")


def plain(value: object) -> object:
    """A value as JSON takes it; what is more than that becomes text."""
    match value:
        case datetime() | date():
            return value.isoformat()
        case Enum():
            return value.value
        case Decimal() | UUID():
            return str(value)
        case _:
            return value
