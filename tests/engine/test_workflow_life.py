"""The whole life of a run with every kind of wait, from a sale told in a chat to its end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from engine.automation import publishing
from engine.calling.caller import Caller
from engine.context.desk import Desk
from tests.engine.far_side import FarSide, document, far_side
from tests.engine.world import AMINA, World

BOTH = {"en": "Owner told: {{ steps.ask.answer }} left.", "sw": "Mwenye duka ameambiwa."}
QUESTION = {"en": "Sale of {{ event.payload.amount | money }}?", "sw": "Mauzo?"}
LEFT = {"en": "How many are left?", "sw": "Imebaki mingapi?"}


@pytest.fixture(name="receiver")
def _receiver() -> Iterator[FarSide]:
    with far_side(lambda _: document(b'{"booked": true}')) as side:
        yield side


def story(receiver: FarSide) -> dict[str, Any]:
    """Six steps that wait, one for each way of waiting, and three that do not."""
    steps = [
        {"id": "approve", "type": "approval", "of": "OWNER", "question": QUESTION,
         "self_approval": True},
        {"id": "rest", "type": "wait", "for": "PT1H"},
        {"id": "ask", "type": "ask", "who": "OWNER", "question": LEFT, "expect": "number"},
        {"id": "call", "type": "call", "url": receiver.url + "/sales",
         "body": {"amount": "{{ event.payload.amount }}"}},
        {"id": "think", "type": "ai_process", "request": "DECISION_SUGGESTION",
         "input": {"amount": "{{ event.payload.amount }}", "limit": "1000"}},
        {"id": "another", "type": "wait", "event": "SALE_RECORDED", "timeout": "P3D"},
        {"id": "note", "type": "update_record", "record": "entry",
         "record_id": "{{ event.id }}", "set": {"note": "{{ steps.approve.decision }}"}},
        {"id": "raise", "type": "emit_event", "event": "SALE_SETTLED",
         "payload": {"suggestion": "{{ steps.think.output.suggestion }}"}},
        {"id": "tell", "type": "send_message", "to": "{{ event.person }}", "text": BOTH},
    ]  # fmt: skip
    trigger = {"event": "SALE_RECORDED", "if": "money(event.payload.amount) < money('1000')"}
    return {"name": "A long story", "trigger": trigger, "steps": steps}


def passes(world: World, **time: float) -> None:
    """Time goes by: what was due then is due now."""
    world.now[0] += timedelta(**time)
    with world.rt.db.every_tenant() as tx:
        tx.execute(text("update outbox set due_at = due_at - :t"), {"t": timedelta(**time)})
    world.works()


def publish(world: World, shop: UUID, document: dict[str, Any]) -> None:
    with world.rt.db.tenant(shop) as tx:
        publishing.create(Desk(world.rt, tx, shop), document, by=None)


def test_a_sale_lives_through_every_kind_of_wait(world: World, receiver: FarSide) -> None:
    world.rt = replace(
        world.rt,
        caller=Caller(clock=world.rt.clock, allowed=frozenset({f"127.0.0.1:{receiver.port}"})),
        settings=world.rt.settings.model_copy(update={"secret_key": SecretStr("k" * 32)}),
    )
    shop = world.registers(AMINA, "Duka la Amina")
    publish(world, shop, story(receiver))

    question = "Sale of Ksh 300?\n1 Yes, 2 No. Or answer YES A1 or NO A1."
    assert question in world.says(AMINA, "sold sugar 300")
    assert world.says(AMINA, "yes A1") == ["A1 is approved."]
    before = len(world.post.sent)
    passes(world, hours=1)
    assert [letter.text for letter in world.post.sent[before:]] == ["How many are left?"]
    world.says(AMINA, "25")  # The call and the AI layer follow at once.
    assert len(receiver.asked) == 1
    said = world.says(AMINA, "sold bread 5000")

    assert "Owner told: 25 left." in said
    life = world.rows("select step, status, attempt from step_runs order by sequence")
    assert life == [(step["id"], "done", 1) for step in story(receiver)["steps"]]
    assert world.rows("select status from runs") == [("COMPLETED",)]
    assert world.rows("select note from entries order by id") == [("approved",), (None,)]
    assert world.rows("select payload from events where type = 'SALE_SETTLED'") == [
        ({"suggestion": "approve"},)
    ]


def test_its_life_can_be_read_from_its_step_runs_and_the_audit(
    world: World, receiver: FarSide
) -> None:
    shop = world.registers(AMINA, "Duka la Amina")
    publish(world, shop, story(receiver))
    world.says(AMINA, "sold sugar 300")
    world.says(AMINA, "yes A1")

    (approve, rest) = world.rows(
        "select step, input, output, started_at is not null, finished_at is not null"
        " from step_runs order by sequence"
    )
    assert approve[0:2] == ("approve", {"of": "OWNER", "question": {
        "en": "Sale of Ksh 300?", "sw": "Mauzo?"}})  # fmt: skip
    assert isinstance(approve[2], dict)
    assert approve[2]["decision"] == "approved"
    assert approve[3:] == (True, True)
    assert (rest[0], rest[3:]) == ("rest", (True, False))
    told = world.rows(
        "select action, before, after from audit_entries where entity in ('run', 'approval')"
        " order by id"
    )
    assert told == [
        ("EXECUTE", None, {"status": "WAITING_APPROVAL", "steps": ["approve"]}),
        ("APPROVE", {"status": "open"}, {"status": "approved"}),
        ("EXECUTE", {"status": "WAITING_APPROVAL"}, {"status": "WAITING", "steps": ["rest"]}),
    ]
