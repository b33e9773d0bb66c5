"""What a message costs at the database: the hot path stays lean."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import event

from store.database import Ring
from tests.engine.world import AMINA, World

COMMITS = 4  # Intake, turn, claim, outcome.
STATEMENTS = 37
"""With two for the names that the shop uses and the item's place in the book, one for payments
that wait to be asked about, and one for the workflows that listen."""


def test_a_sale_costs_four_commits_and_few_statements(world: World) -> None:
    world.registers(AMINA, "Duka la Amina")
    world.hears(AMINA, "sold sugar 300")
    world.works()
    seen: list[str] = []
    commits: list[object] = []
    engine = world.rt.db.engine
    event.listen(engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    event.listen(engine, "commit", commits.append)

    rings: list[Ring] = []
    world.rt.db._ring = rings.extend

    world.hears(AMINA, "sold sugar 300")
    while rings:
        world.works_once(rings.pop(0).entry_id)

    assert len(commits) == COMMITS
    assert len(seen) <= STATEMENTS, "\n".join(f"{n} {s}" for s, n in Counter(seen).items())
