"""What was made once at a provider is known to every process."""

from __future__ import annotations

from engine.contents import Contents
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
