"""A shop goes into a file and comes back: its book, its audit, its roles and their limits."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Timer

import psycopg2
import pytest
from sqlalchemy import make_url, text

from engine.audit import sealing
from karani import client_programs, copies
from karani.__main__ import main
from karani.errors import NotAsItShouldBeError
from karani.folder import ServiceError
from store import migrate
from store.database import Database
from tests.engine.world import AMINA, World, world
from tests.services import Cluster, swift_folder

TABLES = (
    "select table_name from information_schema.tables where table_schema = 'public' order by 1"
)


@pytest.fixture(name="shop")
def _shop(database_url: str, redis_url: str) -> Iterator[World]:
    """A shop with a sale, sealed."""
    with world(database_url, redis_url) as made:
        made.registers(AMINA, "Duka la Amina")
        made.says(AMINA, "sold sugar 300")
        sealing.seal(made.rt)
        yield made


@pytest.fixture(name="backup")
def _backup(shop: World, database_url: str, tmp_path: Path) -> Path:
    """The file it went into."""
    file = tmp_path / "shop.backup"
    copies.back_up(database_url, file)
    return file


@pytest.fixture(name="elsewhere")
def _elsewhere(cluster: Cluster, _template: None) -> Iterator[str]:
    """Another database, with nobody in it."""
    with cluster.database() as url:
        yield url


def rows_of_all(cluster: Cluster, url: str) -> dict[str, list[tuple[object, ...]]]:
    """Everything in every table, as a superuser sees it."""
    with cluster.postgres.superuser(str(make_url(url).database)) as cursor:
        cursor.execute(TABLES)
        names = [row[0] for row in cursor.fetchall()]
        found = {}
        for name in names:
            cursor.execute(f"select to_jsonb(t)::text from {name} t order by 1")
            found[name] = cursor.fetchall()
        return found


def test_all_that_was_there_comes_back(
    cluster: Cluster, database_url: str, backup: Path, elsewhere: str,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    copies.restore(elsewhere, backup, overwrites=False)

    assert rows_of_all(cluster, elsewhere) == rows_of_all(cluster, database_url)
    assert "Every audit entry is as it was written." in capsys.readouterr().out
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert list(backup.parent.iterdir()) == [backup]


def test_what_came_back_is_guarded_as_before(shop: World, backup: Path, elsewhere: str) -> None:
    copies.restore(elsewhere, backup, overwrites=False)

    db = Database(elsewhere)
    organization = shop.ids("select id from organizations")[0]
    with db.tenant(organization) as tx:
        assert tx.execute(text("select count(*) from entries")).scalar_one() == 1
    with db.tenant(None) as tx:
        assert tx.execute(text("select count(*) from entries")).scalar_one() == 0
    assert migrate.is_current(db)
    db.close()
    with closing(psycopg2.connect(elsewhere.replace("+psycopg2", ""))) as connection:
        cursor = connection.cursor()
        cursor.execute("select current_user")
        assert cursor.fetchone() == ("karani_nobody",)


def test_a_database_with_people_is_replaced_only_when_told(
    cluster: Cluster, backup: Path, elsewhere: str
) -> None:
    copies.restore(elsewhere, backup, overwrites=False)
    with cluster.postgres.superuser(str(make_url(elsewhere).database)) as cursor:
        cursor.execute("update people set name = 'Somebody'")

    with pytest.raises(NotAsItShouldBeError, match="--overwrite"):
        copies.restore(elsewhere, backup, overwrites=False)
    copies.restore(elsewhere, backup, overwrites=True)

    assert "Somebody" not in str(rows_of_all(cluster, elsewhere)["people"])


def test_a_file_that_is_no_backup_changes_nothing(
    cluster: Cluster, backup: Path, elsewhere: str
) -> None:
    copies.restore(elsewhere, backup, overwrites=False)
    before = rows_of_all(cluster, elsewhere)
    whole = backup.read_bytes()
    backup.write_bytes(whole[: len(whole) // 2])

    with pytest.raises(NotAsItShouldBeError, match="pg_restore failed"):
        copies.restore(elsewhere, backup, overwrites=True)

    assert rows_of_all(cluster, elsewhere) == before
    with pytest.raises(NotAsItShouldBeError, match="no such file"):
        copies.restore(elsewhere, backup.with_name("other"), overwrites=True)


def test_a_restore_that_was_interrupted_is_taken_back(
    cluster: Cluster, backup: Path, elsewhere: str
) -> None:
    copies.restore(elsewhere, backup, overwrites=False)
    before = rows_of_all(cluster, elsewhere)
    with cluster.postgres.superuser(str(make_url(elsewhere).database)) as cursor:
        cursor.execute(f"alter schema public rename to {copies.ASIDE}")
        cursor.execute("create schema public authorization karani")

    with pytest.raises(NotAsItShouldBeError, match="--overwrite"):
        copies.restore(elsewhere, backup, overwrites=False)
    copies.restore(elsewhere, backup, overwrites=True)

    assert rows_of_all(cluster, elsewhere) == before


def test_a_database_in_use_is_left_alone(shop: World, database_url: str, backup: Path) -> None:
    with pytest.raises(NotAsItShouldBeError, match="stop Karani first"):
        copies.restore(database_url, backup, overwrites=True)


def test_whoever_is_just_hanging_up_is_waited_for(backup: Path, elsewhere: str) -> None:
    leaving = psycopg2.connect(elsewhere.replace("+psycopg2", ""))
    Timer(0.3, leaving.close).start()

    copies.restore(elsewhere, backup, overwrites=False)


def test_a_backup_is_not_written_over(database_url: str, backup: Path) -> None:
    with pytest.raises(NotAsItShouldBeError, match="is there already"):
        copies.back_up(database_url, backup)


def test_a_copy_that_was_tampered_with_is_said_to_be(
    cluster: Cluster, shop: World, database_url: str, elsewhere: str, tmp_path: Path
) -> None:
    with cluster.postgres.superuser(str(make_url(database_url).database)) as cursor:
        cursor.execute("update audit_entries set via = 'nowhere' where sequence = 2")
    copies.back_up(database_url, tmp_path / "b")

    with pytest.raises(NotAsItShouldBeError, match="entry 2 was changed"):
        copies.restore(elsewhere, tmp_path / "b", overwrites=False)


def test_programs_that_are_missing_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ServiceError, match="pg_nothing is not here"):
        client_programs.find("pg_nothing")


def test_the_command_copies_by_its_settings(
    cluster: Cluster, shop: World, database_url: str, elsewhere: str, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    file = str(tmp_path / "by-command")
    monkeypatch.setenv("DATABASE_URL", database_url)
    assert main(["backup", file]) == 0
    assert main(["backup", file]) == 1
    monkeypatch.setenv("DATABASE_URL", elsewhere)

    assert main(["restore", file]) == 0
    assert rows_of_all(cluster, elsewhere) == rows_of_all(cluster, database_url)


def test_a_folder_that_does_not_run_is_copied_as_well(
    cluster: Cluster, database_url: str, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with swift_folder() as fresh:
        data, again = str(fresh / "data"), backup.with_name("again.backup")

        assert main(["restore", str(backup), "--data", data]) == 0
        assert main(["backup", str(again), "--data", data]) == 0

    assert again.stat().st_size > 0
    with cluster.database() as third:
        copies.restore(third, again, overwrites=False)
        assert rows_of_all(cluster, third) == rows_of_all(cluster, database_url)
