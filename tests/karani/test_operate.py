"""What an operator asks of an installation, and what the answer looks like."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy.exc import SQLAlchemyError

from engine.channels.base import Unreadable
from engine.inbound import intake
from engine.settings import SettingsError, load
from karani import limits, operate, reach
from karani.__main__ import main
from karani.errors import NotAsItShouldBeError
from store import organizations
from tests.engine.world import AMINA, World, world
from tests.services import Cluster


@pytest.fixture(name="shop")
def _shop(database_url: str, redis_url: str) -> Iterator[World]:
    with world(database_url, redis_url) as made:
        made.registers(AMINA, "Duka la Amina")
        made.says(AMINA, "sold sugar 300")
        yield made


def test_nothing_parked_is_said_plainly(
    shop: World, capsys: pytest.CaptureFixture[str]
) -> None:
    operate.list_parked(shop.rt)

    assert capsys.readouterr().out == "Nothing is parked.\n"


def test_what_is_parked_is_listed_with_its_reason(
    shop: World, capsys: pytest.CaptureFixture[str]
) -> None:
    intake.take(shop.rt, [Unreadable("post", "without sender", b"a secret text")])

    operate.list_parked(shop.rt)

    said = capsys.readouterr().out
    assert "without sender" in said
    assert "a secret text" not in said


def test_a_retry_of_nothing_says_so(shop: World) -> None:
    with pytest.raises(NotAsItShouldBeError, match="nothing with this id"):
        operate.retry_parked(shop.rt, str(uuid4()))
    with pytest.raises(NotAsItShouldBeError, match="nothing with this id"):
        operate.retry_parked(shop.rt, "not an id")


def test_a_whole_audit_is_said_to_be(shop: World, capsys: pytest.CaptureFixture[str]) -> None:
    operate.verify_audit(shop.rt)

    assert capsys.readouterr().out == "Every audit entry is as it was written.\n"


def test_a_changed_audit_is_named_by_its_number(
    shop: World, cluster: Cluster, capsys: pytest.CaptureFixture[str]
) -> None:
    operate.verify_audit(shop.rt)
    name = str(shop.rows("select current_database()")[0][0])
    with cluster.postgres.superuser(name) as cursor:
        cursor.execute("update audit_entries set via = 'nowhere' where sequence = 2")

    with pytest.raises(NotAsItShouldBeError, match="found: 1"):
        operate.verify_audit(shop.rt)
    assert "entry 2 was changed" in capsys.readouterr().out


def test_a_running_installation_is_found_by_its_folder(tmp_path: Path) -> None:
    there = load(database_url="postgresql://here/karani", redis_url="redis://here", port=8123)

    with reach.reachable(tmp_path, there):
        found = reach.find(data_dir=tmp_path)
        note = next(tmp_path.glob("*.json"))
        assert stat.S_IMODE(note.stat().st_mode) == 0o600
        told = {"database_url", "redis_url", "host", "port"}
        assert set(json.loads(note.read_text())) == told

    assert found.database_url == there.database_url
    assert (found.base_url, found.simulator_on) == ("http://127.0.0.1:8123", True)
    with pytest.raises(SettingsError, match="karani up"):
        reach.find(data_dir=tmp_path)


def test_a_simulator_that_is_off_there_is_off_for_commands(tmp_path: Path) -> None:
    there = load(
        database_url="postgresql://here/karani",
        redis_url="redis://here",
        public_url="https://karani.example.com",
    )

    with reach.reachable(tmp_path, there):
        found = reach.find(data_dir=tmp_path)

    assert (found.base_url, found.simulator_on) == ("https://karani.example.com", False)


def test_the_command_says_where_it_looked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)

    assert main(["audit", "verify", "--data", str(tmp_path)]) == 2
    assert main(["parked", "--data", str(tmp_path)]) == 2
    assert main(["parked", "retry", str(uuid4()), "--data", str(tmp_path)]) == 2
    assert str(tmp_path) in capsys.readouterr().err


def test_an_operator_lists_tiers_and_gives_a_shop_another(
    shop: World, capsys: pytest.CaptureFixture[str]
) -> None:
    (shop_id,) = shop.ids("select id from organizations")

    limits.run(shop.rt, str(shop_id), "free")
    limits.run(shop.rt, None, None)

    said = capsys.readouterr().out
    assert said.startswith("Its tier is free (it was standard).")
    assert "Duka la Amina" in said
    told = "select via, before, after from audit_entries where entity = 'organization'"
    assert ("operator", {"tier": "standard"}, {"tier": "free"}) in shop.rows(told)


def test_an_unknown_shop_or_tier_is_named(shop: World) -> None:
    (shop_id,) = shop.ids("select id from organizations")
    wrong = {
        (str(uuid4()), "free"): "there is no such shop",
        (str(shop_id), "gold"): "there are free, standard",
        (str(shop_id), None): "name the tier as well",
        ("Amina", "free"): "is no id",
    }

    for (whose, tier), said in wrong.items():
        with pytest.raises(NotAsItShouldBeError, match=said):
            limits.run(shop.rt, whose, tier)


def test_no_shop_can_raise_its_own_tier(shop: World) -> None:
    (shop_id,) = shop.ids("select id from organizations")

    with pytest.raises(SQLAlchemyError), shop.rt.db.tenant(shop_id) as tx:
        organizations.change(tx, shop_id, {"tier": "free"})
