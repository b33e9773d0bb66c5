"""Whatever the file: it is read, or refused in words that say what to do."""

from __future__ import annotations

import io
import json
import zipfile
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.importing import exports, files, sheets
from engine.importing.words import TableError
from store.base import first_id
from tests.importing.reading import WORDS, read

SALES = "date,kind,item,quantity,unit,unit price,amount\n"


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("", "no row names its columns"),
        ("a,b\n1,2\n", "the first row says: a, b"),
        ("date,amount\n2026-01-31,5\n", "--kind"),
        ("date,amount,amount,kind\n", "two columns are both read as amount"),
        (b"\x81\x8d\x8f", "this is no text"),
        (b"date,amount\0", "this is no text"),
    ],
)
def test_a_file_that_is_no_table_is_refused(content: str | bytes, what: str) -> None:
    with pytest.raises(TableError, match=what):
        read(content)


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("book.pdf", b"", "must end in"),
        ("book.xlsx", b"PK", "no .xlsx workbook"),
        ("book.json", b"{", "is it whole"),
        ("book.json", b"[]", "no export of Karani"),
        ("book.json", b'{"person": []}', "karani export SHOP"),
    ],
)
def test_another_kind_of_file_is_refused(name: str, content: bytes, what: str) -> None:
    with pytest.raises(TableError, match=what):
        read(content, name)


def test_a_workbook_that_unpacks_to_too_much_is_not_opened(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sheets, "MOST_UNPACKED", 1000)
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b" " * 1001)

    with pytest.raises(TableError, match="too large"):
        read(into.getvalue(), "book.xlsx")


def test_a_broken_workbook_is_refused() -> None:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as packed:
        packed.writestr("nothing", b"")

    with pytest.raises(TableError, match="cannot be read"):
        read(into.getvalue(), "book.xlsx")


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 2)

    with pytest.raises(TableError, match="more than 2 rows"):
        read(SALES + "2026-01-31,sale,bread,1,,,50\n" * 2)


def test_a_stray_quote_is_no_end_of_the_world() -> None:
    with pytest.raises(TableError, match="CSV cannot be read"):
        read('date,kind,amount\n"' + "x" * 200_000)


def test_a_file_that_is_too_large_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST_BYTES", 10)

    with pytest.raises(TableError, match="divide it"):
        read("date,kind,amount\n")


def exported(**tables: object) -> bytes:
    """An export of a shop with these rows."""
    return json.dumps({"shop": [], "entries": [], "stock_counts": [], **tables}).encode()


def test_an_export_is_checked_like_any_file(monkeypatch: pytest.MonkeyPatch) -> None:
    key = str(first_id(datetime(2026, 11, 1, tzinfo=UTC)))
    later = str(first_id(datetime(2030, 11, 1, tzinfo=UTC)))
    entry = {"business_date": "2026-11-01", "kind": "sale", "amount": 5}
    count = {"id": key, "item": "Sugar", "quantity": "4.0000"}

    rows, faults = read(
        exported(
            entries=[{**entry, "id": key}, {**entry, "id": later}],
            stock_counts=[{**count, "counted_at": "2026-11-01T08:00:00+00:00"}, count],
        ),
        "book.json",
    )

    assert [(row.kind, row.day.day) for row in rows] == [("sale", 1), ("stock_count", 1)]
    assert [(one.number, one.field) for one in faults] == [(3, "id"), (3, "date")]
    with pytest.raises(TableError, match="no id of Karani"):
        read(exported(entries=[entry]), "book.json")
    monkeypatch.setattr(exports, "MOST_ROWS", 1)
    with pytest.raises(TableError, match="more than 1 rows"):
        read(exported(entries=[entry, entry]), "book.json")


cells = st.one_of(
    st.text(max_size=12),
    st.sampled_from([
        "2026-01-31", "31/01/2026", "1,200", "1.200,50", "50", "sale", "debt", "credit", "Asha",
        "0744000004", "", "-5", "1e5", "NaN", "Total", "KES", "=1+1", '"',
    ]),
)  # fmt: skip
headers = st.lists(st.sampled_from([*WORDS.columns, "nothing", ""]), min_size=1, max_size=8)


@settings(max_examples=300, deadline=None)
@given(headers, st.lists(st.lists(cells, max_size=8), max_size=8), st.sampled_from(",;\t"))
def test_no_table_is_too_strange(header: list[str], body: list[list[str]], sign: str) -> None:
    content = "\n".join(sign.join(row) for row in [header, *body])

    try:
        rows, faults = read(content)
    except TableError:
        return
    assert all(row.amount >= 0 for row in rows)
    assert all(fault.field and fault.what for fault in faults)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.xlsx", "a.json"]))
def test_no_file_is_too_strange(content: bytes, name: str) -> None:
    with suppress(TableError):
        read(content, name)
