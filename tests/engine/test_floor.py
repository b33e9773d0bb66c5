"""A bare yes that two questions could mean is taken by neither."""

from __future__ import annotations

from dataclasses import replace

from engine.runtime import Languages
from karani import languages
from tests.engine.keeper import keeper
from tests.engine.rules_of_a_shop import STARTED, approval, publish, rule
from tests.engine.world import AMINA, World
from tests.reader import READER


def test_a_yes_to_a_fresh_approval_books_nothing_that_was_asked_about_before(
    world: World,
) -> None:
    owner = keeper(world)
    world.rt = replace(world.rt, languages=Languages(READER.read, languages.translations()))
    publish(world, owner, rule("Asks", STARTED, approval()))
    (asked,) = world.says(AMINA, "nimeuza mkate 50 kesho")
    assert asked.startswith("Have you sold it already")
    owner.raises(STARTED)
    world.works()

    world.says(AMINA, "ndiyo")

    assert world.rows("select kind, amount from entries") == []
