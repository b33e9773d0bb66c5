"""Every column says whether names and words may stand in it: forgetting depends on it."""

from __future__ import annotations

from sqlalchemy import LargeBinary, Text
from sqlalchemy.dialects.postgresql import JSONB

from store import personal
from store.schema import metadata

KINDS = (personal.WORK, personal.BOOK, personal.OWN, personal.IMPERSONAL)


def test_every_column_that_could_name_somebody_is_classified() -> None:
    known = {f"{table}.{column}" for kind in KINDS for table in kind for column in kind[table]}
    columns = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.c
        if isinstance(column.type, Text | JSONB | LargeBinary)
    }

    assert columns - known == set(), "say in store/personal.py what it holds"
    assert {name for name in known - columns if "." not in name} == set()


def test_no_column_is_of_two_kinds() -> None:
    named = [f"{t}.{c}" for kind in KINDS for t in kind for c in kind[t]]

    assert sorted(named) == sorted(set(named))
