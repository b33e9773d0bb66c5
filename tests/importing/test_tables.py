"""What people keep in tables is read as they meant it, or named by its row and field."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from engine.importing import sheets
from engine.importing.dates import Order
from engine.importing.drafts import Said
from engine.importing.words import KINDS
from karani import words
from tests.importing.reading import WORDS, read, workbook

FIELDS = (
    "date", "kind", "item", "quantity", "unit", "unit_price", "amount", "party", "phone",
    "payment", "note", "due", "currency",
)  # fmt: skip
"""What a row may say; `party` is the customer or the supplier."""

SALES = "date,kind,item,quantity,unit,unit price,amount\n"


def test_a_row_says_all_that_it_may() -> None:
    rows, faults = read(
        "Date,Type,Item,Qty,Unit,Price,Total,Customer,Phone,Payment,Notes\n"
        '2026-01-31,Sale,Sugar,2,kg,150,"300",Asha,0744 000 004,M-Pesa,for the wedding\n'
    )

    assert faults == []
    assert rows[0].kind == "sale"
    assert rows[0].day == date(2026, 1, 31)
    assert rows[0].phone == "+254744000004"
    assert rows[0].note == "for the wedding"
    assert rows[0].payload == {
        "amount": "300",
        "currency": "KES",
        "lines": [
            {
                "item": "Sugar",
                "quantity": "2",
                "unit_price": "150",
                "amount": "300",
                "unit": "kg",
            }
        ],
        "payment": "mobile",
        "name": "Asha",
        "customer": None,
    }


def test_swahili_headers_and_words_say_the_same() -> None:
    rows, faults = read(
        "Tarehe;Aina;Bidhaa;Idadi;Kipimo;Bei;Jumla;Mteja;Simu;Malipo;Maoni\n"
        "31/01/2026;Mauzo;Sukari;2;kilo;150;300;Asha;0744000004;Taslimu;harusi\n"
        "1/2/2026;Malipo ya deni;;;;;1.200,50;Asha;;;\n"
    )

    assert faults == []
    assert [(row.kind, row.day, row.amount) for row in rows] == [
        ("sale", date(2026, 1, 31), Decimal(300)),
        ("debt_paid", date(2026, 2, 1), Decimal("1200.50")),
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_words(kind: str) -> None:
    assert WORDS.kinds[kind.replace("_", " ")] == kind


def test_every_language_has_a_word_for_every_column() -> None:
    assert set(WORDS.columns.values()) == set(FIELDS)
    assert tuple(KINDS) == words.KINDS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_any_way_of_saving_a_csv_is_read(encoding: str, sign: str) -> None:
    text = f"date{sign}item{sign}amount{sign}kind\n2026-01-31{sign}café{sign}300{sign}sale\n"

    rows, _ = read(text.encode(encoding))

    assert rows[0].payload["lines"][0]["item"] == "café"


def test_a_title_above_and_totals_below_are_no_rows() -> None:
    rows, faults = read("Duka la Amina\n\ndate,kind,amount\n2026-01-31,sale,300\n,Total,300\n")

    assert [row.number for row in rows] == [4]
    assert faults == []


def test_a_workbook_has_days_and_numbers() -> None:
    content = workbook(
        ["Date", "Amount (KES)", "Kind", "Phone", "Name"],
        [datetime(2026, 1, 31, 9), 0.1 + 0.2, "sale", 744000004, "Asha"],  # noqa: DTZ001 -- A workbook knows no zones.
        [date(2026, 2, 1), 1200, "expense", None, None],
    )

    rows, faults = read(content, "book.xlsx")

    assert faults == []
    assert [row.amount for row in rows] == [Decimal("0.3"), Decimal(1200)]
    assert [row.day.day for row in rows] == [31, 1]
    assert rows[0].phone == "+254744000004"


@pytest.mark.parametrize(
    ("amount", "what"),
    [
        (1e300, "at most"),
        (-5, "below zero"),
        (1.005, "more than 2 decimals"),
        (date(2026, 1, 1), "is a day"),
    ],
)
def test_a_number_of_a_workbook_is_checked_like_any(amount: object, what: str) -> None:
    rows, faults = read(
        workbook(["Date", "Amount", "Kind"], ["2026-01-31", amount, "sale"]), "book.xlsx"
    )

    assert rows == []
    assert what in faults[0].what


def test_a_number_is_no_day() -> None:
    _, faults = read(workbook(["Date", "Amount", "Kind"], [46053, 5, "sale"]), "book.xlsx")

    assert "format the column as dates" in faults[0].what


def test_empty_rows_to_the_end_of_a_sheet_are_no_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 2)
    content = workbook(["Date", "Amount", "Kind"], *[[None]] * 50, ["2026-01-31", 5, "sale"])

    rows, _ = read(content, "book.xlsx")

    assert [row.number for row in rows] == [52]


def test_what_cannot_be_printed_is_left_out() -> None:
    rows, _ = read(f"{SALES}2026-01-31,sale,\x1b[31mbread\x7f,1,,,50\n")

    assert rows[0].payload["lines"][0]["item"] == "[31mbread"


def test_a_missing_amount_follows_from_quantity_and_price() -> None:
    rows, _ = read(f"{SALES}2026-01-31,sale,bread,3,,50,\n")

    assert rows[0].amount == 150


@pytest.mark.parametrize(
    ("row", "field", "what"),
    [
        (",sale,bread,1,,,50", "date", "is missing"),
        ("2026-02-30,sale,bread,1,,,50", "date", "2026-01-31"),
        ("2026-11-24,sale,bread,1,,,50", "date", "has not come yet"),
        ("1999-11-24,sale,bread,1,,,50", "date", "twenty years"),
        ("2026-01-31,gift,bread,1,,,50", "kind", "say one of sale"),
        ("2026-01-31,,bread,1,,,50", "kind", "is missing"),
        ("2026-01-31,sale,bread,1,,,", "amount", "is missing"),
        ("2026-01-31,sale,bread,3,,50,140", "amount", "3 at 50 is 150.00"),
        ("2026-01-31,sale,bread,1,,,0", "amount", "above zero"),
        ("2026-01-31,sale,bread,1,,,-50", "amount", "below zero"),
        ("2026-01-31,sale,bread,1,,,fifty", "amount", "is no figure"),
        ("2026-01-31,sale,bread,1,,,USD 50", "amount", "is no figure"),
        ("2026-01-31,sale,bread,x,,,50", "quantity", "is no figure"),
        ("2026-01-31,debt,bread,1,,,50", "customer or supplier", "says who"),
        ("2026-01-31,stock count,,4,,,", "item", "is missing"),
        ("2026-01-31,stock count,bread,,,,", "quantity", "is missing"),
        (f"2026-01-31,sale,{'x' * 101},1,,,50", "item", "100 signs"),
        (f"2026-01-31,sale,bread,1,,{'9' * 40},", "unit_price", "at most"),
        (f"2026-01-31,stock count,bread,{'9' * 40},,,", "quantity", "at most"),
    ],
)
def test_a_bad_row_is_named_by_its_number_and_field(row: str, field: str, what: str) -> None:
    rows, faults = read(f"{SALES}2026-01-30,sale,bread,1,,,50\n{row}\n")

    assert [row.number for row in rows] == [2]
    assert [(fault.number, fault.field) for fault in faults] == [(3, field)]
    assert what in faults[0].what


def test_what_is_said_beside_the_file_decides_what_it_leaves_open() -> None:
    said = Said(kind="expense", order=Order.MONTH_FIRST)

    rows, _ = read("date,amount\n02/03/2026,5\n", said=said)

    assert (rows[0].kind, rows[0].day) == ("expense", date(2026, 2, 3))


def test_customer_and_supplier_may_have_a_column_each() -> None:
    header = "date,kind,amount,customer,supplier,payment\n"

    rows, faults = read(
        f"{header}2026-01-31,sale,5,Asha,,credit\n2026-01-31,purchase,5,,Juma,credit\n"
        "2026-01-31,purchase,5,Asha,Juma,credit\n"
    )

    assert [row.payload["name"] for row in rows] == ["Asha", "Juma"]
    assert [fault.field for fault in faults] == ["customer"]


@pytest.mark.parametrize(
    ("column", "cell", "what"),
    [
        ("payment", "barter", "say cash, mobile or credit"),
        ("phone", "12", "no phone number"),
        ("currency", "usd", "must be KES"),
        ("note", "x" * 501, "500 signs"),
    ],
)
def test_other_columns_are_checked_as_well(column: str, cell: str, what: str) -> None:
    _, faults = read(f"date,kind,amount,name,{column}\n2026-01-31,sale,5,Asha,{cell}\n")

    assert what in faults[0].what


def test_a_currency_of_the_shop_goes_by_any_of_its_names() -> None:
    rows, faults = read("date,kind,amount,currency\n2026-01-31,sale,5,Ksh\n")

    assert (len(rows), faults) == (1, [])
