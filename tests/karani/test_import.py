"""`karani import`: a book kept elsewhere comes into the book, all of it, once."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from engine.audit import sealing
from karani import importing
from karani.__main__ import main
from karani.errors import NotAsItShouldBeError
from karani.importing import Asked
from tests.engine.world import AMINA, World
from tests.karani.bringing import BOOK, HEADER, brings, organization

BALANCES = "select name, owes_us::int, we_owe::int from customers order by name"
TOTALS = "select kind, sum(amount)::int from day_totals group by kind order by kind"


def test_a_book_comes_into_the_book(shop: World, tmp_path: Path) -> None:
    brings(shop, tmp_path / "book.csv")

    assert shop.rows(TOTALS) == [
        ("debt_paid", 500), ("drawing", 700), ("expense", 5000), ("purchase", 2400),
        ("sale", 1920),
    ]  # fmt: skip
    assert shop.rows(BALANCES) == [("Asha", 1000, 0), ("Juma", 0, 2400)]
    assert shop.rows("select name, quantity::int, unit_price::int from items order by key") == [
        ("Bread", None, 60), ("Rent", None, None), ("Sugar", 48, 150),
    ]  # fmt: skip
    assert shop.rows("select note from entries where note is not null") == [("wedding",)]
    assert shop.rows("select phone from customers where phone is not null") == [
        ("+254744***004",)
    ]


def test_it_is_of_its_days_and_told_to_the_audit(shop: World, tmp_path: Path) -> None:
    brings(shop, tmp_path / "book.csv")

    days = shop.rows("select min(business_date), max(business_date) from entries")
    assert days == [(date(2026, 9, 2), date(2026, 10, 4))]
    assert shop.rows(
        "select count(*) from events where source = 'import' and person_id is not null"
        " and occurred_at < '2026-10-05'"
    ) == [(9,)]
    sealing.seal(shop.rt)
    assert list(sealing.verify(shop.rt)) == []
    assert shop.rows(
        "select after ->> 'rows', via, person_id is null from audit_entries"
        " where entity = 'import'"
    ) == [("9", "import", False)]


def test_the_same_file_books_nothing_twice(
    shop: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    brings(shop, tmp_path / "book.csv")
    before = shop.rows("select count(*), sum(amount) from entries")
    brings(shop, tmp_path / "again.csv", BOOK.replace("wedding", "a wedding"))

    assert shop.rows("select count(*), sum(amount) from entries") == before
    assert "Booked: 0. In the book before: 9." in capsys.readouterr().out


def test_a_longer_file_books_what_is_new(shop: World, tmp_path: Path) -> None:
    brings(shop, tmp_path / "book.csv")
    brings(shop, tmp_path / "longer.csv", f"{BOOK}2026-10-05,sale,Bread,1,,60,60,,,,\n")

    assert shop.rows("select count(*) from events where source = 'import'") == [(10,)]


def test_a_book_of_its_own_is_no_repetition(shop: World, tmp_path: Path) -> None:
    brings(shop, tmp_path / "book.csv")
    brings(shop, tmp_path / "book.csv", book="second till")

    assert shop.rows("select count(*) from events where source = 'import'") == [(18,)]


def test_with_a_bad_row_nothing_is_booked(
    shop: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(NotAsItShouldBeError, match="nothing is booked"):
        brings(shop, tmp_path / "book.csv", f"{BOOK}2026-10-05,sale,Bread,1,,60,sixty,,,,\n")

    assert 'row 11, amount: "sixty" is no figure' in capsys.readouterr().out
    assert shop.rows("select 1 from events where source = 'import'") == []


def test_a_dry_run_shows_and_writes_nothing(
    shop: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    brings(shop, tmp_path / "book.csv", f"{BOOK},,Total,,,,9960,,,,\n", dry=True)

    said = capsys.readouterr().out
    assert "2026-09  sale            4  1,920.00" in said
    assert "Asha  owes us  1,000.00" in said
    assert "Rows of totals, left out: 11." in said
    assert "Nothing is booked yet. Without --dry-run it would be: 9." in said
    assert shop.rows("select 1 from events where source = 'import'") == []


def test_an_operator_brings_it_for_her(shop: World, tmp_path: Path) -> None:
    brings(shop, tmp_path / "book.csv", phone=None, shop=str(organization(shop)))

    assert shop.rows(
        "select distinct person_id, source from events where source = 'import'"
    ) == [(None, "import")]


def test_what_the_book_knows_of_a_customer_is_newer(shop: World, tmp_path: Path) -> None:
    brings(shop, tmp_path / "book.csv")
    brings(
        shop,
        tmp_path / "other.csv",
        f"{HEADER}2026-10-05,debt,,,,,60,Asha,,0755000005,\n"
        "2026-10-05,debt,,,,,60,Neema,,0744000004,\n",
    )

    assert shop.rows("select name, phone from customers order by name") == [
        ("Asha", "+254744***004"), ("Juma", None), ("Neema", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("who", "what"),
    [
        ({}, "into whose book"),
        ({"phone": "+254700000000"}, "nobody is known"),
        ({"phone": AMINA, "shop": str(UUID(int=7))}, "no such shop"),
        ({"shop": "x"}, "no shop's id"),
        ({"shop": str(UUID(int=7))}, "no open shop"),
    ],
)
def test_it_must_be_said_into_whose_book(
    shop: World, tmp_path: Path, who: dict[str, str], what: str
) -> None:
    (tmp_path / "book.csv").write_text(BOOK)

    with pytest.raises(NotAsItShouldBeError, match=what):
        importing.run(shop.rt, Asked(tmp_path / "book.csv", **who))  # type: ignore[arg-type]


def test_a_file_that_is_not_there_is_said_to_be(shop: World, tmp_path: Path) -> None:
    with pytest.raises(NotAsItShouldBeError, match="No such file"):
        importing.run(shop.rt, Asked(tmp_path / "none.csv", phone=AMINA))


def test_the_command_brings_it_all_the_way(
    shop: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", str(shop.rt.settings.database_url))
    monkeypatch.setenv("REDIS_URL", str(shop.rt.settings.redis_url))
    path = tmp_path / "days.csv"
    path.write_text("date,amount,shelf\n03/09/2025,1.200\n", "utf-8")
    said = ["--dates", "day-first", "--decimal", "comma"]

    assert main(["import", str(path), "--as", AMINA, "--kind", "expense"]) == 1
    assert main(["import", str(path), "--as", AMINA, "--kind", "expense", *said]) == 0

    assert shop.rows("select kind, amount::int, business_date from entries") == [
        ("expense", 1200, date(2025, 9, 3))
    ]


def test_it_is_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["import", "--help"])

    assert ended.value.code == 0
    assert "--dry-run" in capsys.readouterr().out
