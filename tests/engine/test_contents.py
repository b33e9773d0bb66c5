"""What was made once at a provider is known to every process."""

from __future__ import annotations

import pytest

from engine.tools.contents import Contents
from store.database import Database
from tests.engine.world import World


def test_what_one_process_made_another_finds(world: World) -> None:
    assert Contents(world.rt.db, "twilio:AC1").setdefault("shape", "HX1") == "HX1"

    assert Contents(world.rt.db, "twilio:AC1").get("shape") == "HX1"


def test_whoever_was_first_counts(world: World) -> None:
    one, other = (Contents(world.rt.db, "twilio:AC1") for _ in range(2))
    one.setdefault("shape", "HX1")

    assert other.setdefault("shape", "HX2") == "HX1"


def test_another_account_has_contents_of_its_own(world: World) -> None:
    Contents(world.rt.db, "twilio:AC1").setdefault("shape", "HX1")

    assert Contents(world.rt.db, "twilio:AC2").get("shape") is None


def test_what_is_gone_is_forgotten(world: World) -> None:
    contents = Contents(world.rt.db, "twilio:AC1")
    contents.setdefault("shape", "HX1")

    contents.pop("shape", "HX1")

    assert contents.get("shape") is None
    assert Contents(world.rt.db, "twilio:AC1").get("shape") is None


def test_without_a_database_it_says_so_and_forgets_nothing() -> None:
    away = Contents(Database("postgresql+psycopg2://nobody@127.0.0.1:1/none"), "twilio:AC1")

    with pytest.raises(LookupError):
        away.get("shape")
    assert away.setdefault("shape", "HX1") == "HX1"
    assert away.pop("shape", "HX1") == "HX1"
