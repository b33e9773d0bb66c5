"""What a message costs at the database: the hot path stays lean."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import event

from store.database import Ring
from tests.engine.flows import emitted, happens, on, publish, statuses, told
from tests.engine.world import AMINA, World
from tests.messages import listen

COMMITS = 4  # Intake, turn, claim, outcome.
MESSAGES = 28
"""With two for the names that the shop uses and the item's place in the book, one for payments
that wait to be asked about, and one for the workflows that listen."""


FIVE_STEPS = on(
    "ORDERED",
    {"type": "update_record", "record": "organization", "set": {"day_ends_hour": 3}},
    told(text={"en": "Ordered.", "sw": "Oda."}),
    {"type": "branch", "cases": [{"if": "event.type == 'NONE'", "go": "end"}]},
    emitted("DONE"),
    {"type": "update_record", "record": "organization", "set": {"day_ends_hour": 4}},
)
MESSAGES_OF_A_RUN = 5
"""Four that ask (who listens; the shop and its team; the record; the ways to a person), and
the end; what needs no answer goes with them."""


def test_a_sale_costs_four_commits_and_few_messages(world: World) -> None:
    world.registers(AMINA, "Duka la Amina")
    world.hears(AMINA, "sold sugar 300")
    world.works()
    rings: list[Ring] = []
    world.rt.db._ring = rings.extend
    seen, commits = watched(world)

    world.hears(AMINA, "sold sugar 300")
    while rings:
        world.works_once(rings.pop(0).entry_id)

    assert len(commits) == COMMITS
    assert len(seen) <= MESSAGES, "\n".join(f"{n} {s}" for s, n in Counter(seen).items())


def test_a_run_of_five_steps_costs_one_commit_and_few_messages(world: World) -> None:
    shop = world.registers(AMINA, "Duka la Amina")
    publish(world, shop, FIVE_STEPS)
    happens(world, shop, "ORDERED")
    seen, commits = watched(world)

    happens(world, shop, "ORDERED")

    assert len(commits) == 1
    assert len(seen) <= MESSAGES_OF_A_RUN, "\n".join(seen)
    assert statuses(world) == ["COMPLETED"] * 2


def watched(world: World) -> tuple[list[str], list[object]]:
    """The messages and the commits from here on."""
    commits: list[object] = []
    event.listen(world.rt.db.engine, "commit", commits.append)
    return listen(world.rt.db), commits
