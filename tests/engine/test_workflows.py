"""A workflow from the fact that starts it to its last message, on a real database."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from engine.automation import publishing
from engine.context.desk import Desk
from engine.workflows.definition import DefinitionError
from tests.engine.world import AMINA, World

BOTH = {"en": "Sold {{ event.payload.amount | money }}.", "sw": "Umeuza."}


def told(**step: Any) -> dict[str, Any]:
    """A step that tells the owner something."""
    return {"type": "send_message", "to": "OWNER", "text": BOTH, **step}


def on_sale(*steps: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A workflow that every sale starts."""
    trigger = {"event": "SALE_RECORDED", **more}
    return {"name": "On a sale", "trigger": trigger, "steps": list(steps)}


@pytest.fixture(name="shop")
def _shop(world: World) -> UUID:
    return world.registers(AMINA, "Duka la Amina")


def publish(world: World, shop: UUID, document: dict[str, Any]) -> UUID:
    with world.rt.db.tenant(shop) as tx:
        return publishing.create(Desk(world.rt, tx, shop), document, by=None).id


def steps(world: World) -> list[tuple[object, ...]]:
    return world.rows("select step, status from step_runs order by run_id, sequence")


def statuses(world: World) -> list[object]:
    return [row[0] for row in world.rows("select status from runs order by id")]


def passes(world: World, **time: float) -> None:
    """Time goes by: what was due then is due now."""
    world.now[0] += timedelta(**time)
    with world.rt.db.every_tenant() as tx:
        tx.execute(text("update outbox set due_at = due_at - :t"), {"t": timedelta(**time)})
    world.works()


def test_a_sale_starts_a_run_and_its_message_arrives(world: World, shop: UUID) -> None:
    publish(world, shop, on_sale(told(id="tell")))

    said = world.says(AMINA, "sold sugar 300")

    assert "Sold Ksh 300." in said
    assert len(said) == 2
    assert steps(world) == [("tell", "done")]
    assert statuses(world) == ["COMPLETED"]


def test_a_sale_below_the_limit_starts_nothing(world: World, shop: UUID) -> None:
    condition = "money(event.payload.amount) > money('10000')"
    publish(world, shop, on_sale(told(id="tell"), **{"if": condition}))

    assert len(world.says(AMINA, "sold sugar 300")) == 1
    assert statuses(world) == []


def test_an_approval_waits_and_the_owners_yes_completes_the_run(
    world: World, shop: UUID
) -> None:
    question = {"en": "Sale of {{ event.payload.amount | money }}. Approve?", "sw": "Sawa?"}
    ask = {"id": "ask", "type": "approval", "of": "OWNER", "question": question,
           "self_approval": True}  # fmt: skip
    approved = "steps.ask.decision == 'approved'"
    publish(world, shop, on_sale(ask, told(id="tell", **{"if": approved})))

    asked = world.says(AMINA, "sold sugar 300")
    put = "Sale of Ksh 300. Approve?\n1 Yes, 2 No. Or answer YES A1 or NO A1."
    assert put in asked
    assert statuses(world) == ["WAITING_APPROVAL"]
    answers = world.says(AMINA, "yes A1")

    assert set(answers) == {"A1 is approved.", "Sold Ksh 300."}
    assert statuses(world) == ["COMPLETED"]
    assert steps(world) == [("ask", "done"), ("tell", "done")]


def test_an_approval_that_nobody_answers_is_rejected_in_time(world: World, shop: UUID) -> None:
    question = {"en": "Sale?", "sw": "Mauzo?"}
    ask = {"id": "ask", "type": "approval", "of": "OWNER", "question": question,
           "timeout": "PT2H"}  # fmt: skip
    rejected = "steps.ask.decision == 'rejected'"
    publish(world, shop, on_sale(ask, told(id="tell", **{"if": rejected})))
    world.says(AMINA, "sold sugar 300")

    passes(world, hours=2)

    assert world.post.sent[-1].text == "Sold Ksh 300."
    assert world.rows("select status from approvals") == [("expired",)]
    assert statuses(world) == ["COMPLETED"]


def test_a_definition_that_could_not_run_is_refused_with_every_reason(
    world: World, shop: UUID
) -> None:
    document = on_sale(
        {"id": "a", "type": "send_message", "to": "OWNER", "text": {"en": "x"}},
        {"id": "b", "type": "branch", "cases": [{"if": "true", "go": "nowhere"}], "else": "a"},
    )

    with pytest.raises(DefinitionError) as refused:
        publish(world, shop, document)

    assert [str(problem) for problem in refused.value.problems] == [
        "Step 'b': cases.0.go: there is no step 'nowhere'",
        "Step 'a': text: has no text in 'sw'",
        "Step 'a': goes in a circle without a wait: put a wait into it",
    ]
