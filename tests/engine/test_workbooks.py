"""What people wrote comes out of an export as they wrote it, and never as a formula."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from engine.files import export_files, workbooks
from store.records_of import Table

DANGEROUS = (
    "=1+1", "+254711000001", "-5", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "＋1", "－1", "＠A",
    "#REF!", "#N/A", '=HYPERLINK("http://x","y")', "'=1", " =1", "%0A=1", "_x003D_1",
    "=cmd|' /C calc'!A0", "1E5", "TRUE", "2026-11-27",
)  # fmt: skip
WORDS = st.one_of(
    st.sampled_from(DANGEROUS),
    st.text(max_size=30),
    st.builds("{}{}".format, st.sampled_from("=+-@\t\r＝＋－＠#'"), st.text(max_size=10)),
)
CELLS = st.one_of(
    WORDS,
    st.none(),
    st.integers(-(10**12), 10**12),
    st.decimals(-(10**12), 10**12, places=2),
    st.dates(date(1900, 3, 1), date(2100, 1, 1)),
)


def table(rows: Sequence[Sequence[Any]]) -> Iterator[Table]:
    yield Table("said", ("one", "two"), iter(rows))


def cells(rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
    file = io.BytesIO()
    workbooks.write(table(rows), file)
    file.seek(0)
    sheet = load_workbook(file)["said"]
    return [list(row) for row in sheet.iter_rows(2, 1 + len(rows), 1, 2)]


def as_kept(word: str) -> str:
    """A workbook knows one kind of line's end, and no control characters."""
    plain = ILLEGAL_CHARACTERS_RE.sub("", word)
    return plain.replace("\r\n", "\n").replace("\r", "\n")


@pytest.mark.parametrize("word", DANGEROUS)
def test_what_looks_like_a_formula_is_a_text(word: str) -> None:
    cell = cells([[word, None]])[0][0]

    assert (cell.data_type, cell.value) == ("s", as_kept(word))


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=5))
def test_no_words_become_a_formula_and_all_come_back(rows: list[tuple[str, str]]) -> None:
    for row, read in zip(rows, cells(rows), strict=True):
        for word, cell in zip(row, read, strict=True):
            assert cell.data_type not in {"f", "e"}
            assert (cell.value or "") == as_kept(word)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=5))
def test_json_says_exactly_what_was_there(rows: list[tuple[Any, Any]]) -> None:
    file = io.BytesIO()
    export_files.to_json(table(rows), file)

    told = json.loads(file.getvalue())["said"]
    for row, read in zip(rows, told, strict=True):
        for value, got in zip(row, read.values(), strict=True):
            assert got == (str(value) if isinstance(value, Decimal | date) else value)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=5))
def test_numbers_and_days_stay_numbers_and_days(rows: list[tuple[Any, Any]]) -> None:
    for row, read in zip(rows, cells(rows), strict=True):
        for value, cell in zip(row, read, strict=True):
            if isinstance(value, int | Decimal):
                assert Decimal(str(cell.value)) == value
            if isinstance(value, date):
                assert cell.value.date() == value
