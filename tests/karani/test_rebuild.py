"""What `karani rebuild` says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from karani import rebuilding
from karani.__main__ import main
from karani.errors import NotAsItShouldBeError
from tests.engine.world import AMINA, World, world
from tests.services import Cluster


@pytest.fixture(name="shop")
def _shop(database_url: str, redis_url: str) -> Iterator[World]:
    with world(database_url, redis_url) as made:
        made.registers(AMINA, "Duka la Amina")
        made.says(AMINA, "sold sugar 300")
        yield made


def test_a_book_that_follows_from_its_events_is_said_to(
    shop: World, capsys: pytest.CaptureFixture[str]
) -> None:
    rebuilding.run(shop.rt, repair=False)

    assert "Every book follows from its events." in capsys.readouterr().out


def test_a_difference_is_named_and_can_be_put_right(
    shop: World, cluster: Cluster, capsys: pytest.CaptureFixture[str]
) -> None:
    name = str(shop.rows("select current_database()")[0][0])
    with cluster.postgres.superuser(name) as cursor:
        cursor.execute("update day_totals set amount = 1")

    with pytest.raises(NotAsItShouldBeError, match="differences found: 1"):
        rebuilding.run(shop.rt, repair=False)
    assert "amount is 1.00 and should be 300.00" in capsys.readouterr().out
    rebuilding.run(shop.rt, repair=True)
    assert "Put right: 1." in capsys.readouterr().out
    rebuilding.run(shop.rt, repair=False)


def test_a_long_list_of_differences_is_cut(
    shop: World, cluster: Cluster, capsys: pytest.CaptureFixture[str]
) -> None:
    name = str(shop.rows("select current_database()")[0][0])
    with cluster.postgres.superuser(name) as cursor:
        cursor.execute(
            "insert into day_totals select id, '2020-01-01'::date + n, 'sale', 1, 1"
            " from organizations, generate_series(1, 30) n"
        )

    with pytest.raises(NotAsItShouldBeError, match="differences found: 30"):
        rebuilding.run(shop.rt, repair=False)
    assert "and 10 more" in capsys.readouterr().out


def test_the_command_says_where_it_looked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)

    assert main(["rebuild", "--data", str(tmp_path)]) == 2
    assert str(tmp_path) in capsys.readouterr().err
