"""At somebody's word an operator takes out their data, or forgets them."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from karani import private
from karani.__main__ import main
from karani.errors import NotAsItShouldBeError
from tests.engine.world import AMINA, World, world


@pytest.fixture(name="shop")
def _shop(database_url: str, redis_url: str) -> Iterator[World]:
    with world(database_url, redis_url) as made:
        made.registers(AMINA, "Duka la Amina")
        made.says(AMINA, "sold sugar 300")
        yield made


def test_a_persons_data_is_written_for_the_operator_alone(shop: World, tmp_path: Path) -> None:
    to = tmp_path / "amina.json"

    private.export(shop.rt, "+254 711-000 001", to)

    assert json.loads(to.read_text("utf-8"))["person"][0]["name"] == "Amina"
    assert stat.S_IMODE(to.stat().st_mode) == 0o600
    told = shop.rows("select via, person_id from audit_entries where action = 'EXPORT'")
    assert told == [("operator", None)]


def test_a_shops_book_is_written_by_its_id(shop: World, tmp_path: Path) -> None:
    to = tmp_path / "duka.xlsx"

    private.export(shop.rt, str(shop.ids("select id from organizations")[0]), to)

    assert to.read_bytes().startswith(b"PK")


@pytest.mark.parametrize("whose", ["+254700000000", "nobody", "0" * 32])
def test_what_is_not_known_is_not_exported(shop: World, tmp_path: Path, whose: str) -> None:
    with pytest.raises(NotAsItShouldBeError, match="known"):
        private.export(shop.rt, whose, tmp_path / "x.json")

    assert list(tmp_path.iterdir()) == []


def test_another_kind_of_file_is_refused(shop: World, tmp_path: Path) -> None:
    with pytest.raises(NotAsItShouldBeError, match=r"\.json or \.xlsx"):
        private.export(shop.rt, AMINA, tmp_path / "x.csv")


def test_a_last_owner_is_forgotten_only_with_their_shop(shop: World) -> None:
    with pytest.raises(NotAsItShouldBeError, match="--close-shops"):
        private.erase(shop.rt, AMINA, closes=False)

    private.erase(shop.rt, AMINA, closes=True)

    assert shop.rows("select 1 from addresses") == []
    assert shop.rows("select amount::int from entries") == [(300,)]


def test_nobody_is_forgotten_by_a_number_that_nobody_has(shop: World) -> None:
    with pytest.raises(NotAsItShouldBeError, match="nobody"):
        private.erase(shop.rt, "+254700000000", closes=True)


@pytest.mark.parametrize("command", ["export", "erase"])
def test_both_are_commands(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])

    assert ended.value.code == 0
    assert "--data" in capsys.readouterr().out
