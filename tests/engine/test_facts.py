"""Facts that start and wake workflows are recorded, whatever the workflows make of them."""

from __future__ import annotations

from typing import Any

import pytest

from engine.channels.base import ChannelError, Letter
from engine.runs.runs import DEEPEST
from tests.engine.keeper import keeper
from tests.engine.rules_of_a_shop import (
    JUNK,
    STARTED,
    everything_is_due,
    publish,
    rule,
    sale,
    statuses,
    tells,
)
from tests.engine.world import AMINA, World

FROM_THE_CHAT = {"if": "event.source == 'chat'"}
SOLD = "select amount from entries where amount = 300"


def test_two_facts_of_one_message_wake_a_waiting_run_once(world: World) -> None:
    owner = keeper(world)
    rest = {"id": "rest", "type": "wait", "event": "SALE_RECORDED"}
    publish(world, owner, rule("Waits", STARTED, rest, tells()))
    owner.raises(STARTED)

    owner.wishes(sale("100"), sale("200"))
    world.works()

    assert len(owner.told("SALE_RECORDED")) == 2
    assert statuses(world) == ["COMPLETED"]
    assert [letter.text for letter in world.post.sent].count("Told.") == 1


@pytest.mark.parametrize(
    ("event", "payload"),
    [
        ("SALE_RECORDED", {"amount": "100", "customer": "nobody"}),
        ("SALE_RECORDED", {"amount": "100", "customer": "0" * 32}),
        ("SALE_RECORDED", {"amount": "100", "business_date": "tomorrow"}),
        ("SALE_RECORDED", {"amount": "100", "lines": "bread"}),
        ("SALE_RECORDED", {"amount": "100", "lines": [{"item": "a"}, {"item": "b"}]}),
    ],
)
def test_an_event_that_the_book_cannot_take_fails_its_step_and_not_the_sale(
    world: World, event: str, payload: dict[str, Any]
) -> None:
    owner = keeper(world)
    step = {"id": "raise", "type": "emit_event", "event": event, "payload": payload}
    publish(world, owner, rule("Raises", "SALE_RECORDED", step, **FROM_THE_CHAT))

    world.says(AMINA, "sold sugar 300")
    everything_is_due(world)

    assert len(world.rows(SOLD)) == 1
    assert statuses(world) == ["FAILED"]


def test_a_workflow_writes_no_money_in_another_currency_and_no_lines_that_differ(
    world: World,
) -> None:
    owner = keeper(world)
    lines = [{"item": "a", "amount": "-5000"}, {"item": "b", "amount": "7"}]
    payload = {"amount": "100", "currency": "USD", "lines": lines}
    step = {**JUNK, "id": "raise", "event": "SALE_RECORDED", "payload": payload}
    publish(world, owner, rule("Forges", STARTED, step))

    owner.raises(STARTED)

    assert world.rows("select amount, currency from entries") == []


def test_a_field_with_a_sign_that_cannot_be_stored_fails_its_step_and_not_the_sale(
    world: World,
) -> None:
    owner = keeper(world)
    texts = {"en": '{{ event.payload["\\u0000"] }}', "sw": "x"}
    publish(world, owner, rule("Shows", "SALE_RECORDED", tells(text=texts)))

    world.says(AMINA, "sold sugar 300")
    everything_is_due(world)

    assert len(world.rows(SOLD)) == 1


def test_an_event_without_the_field_that_is_asked_for_is_not_the_one_a_run_waits_for(
    world: World,
) -> None:
    owner = keeper(world)
    meant = "arrived.payload.customer == 'x'"
    rest = {"id": "rest", "type": "wait", "event": "SALE_RECORDED", "if": meant}
    publish(world, owner, rule("Waits", STARTED, rest, tells()))
    owner.raises(STARTED)

    owner.sells("sugar", None, "100")

    assert statuses(world) == ["WAITING"]


def test_a_rule_about_failed_messages_does_not_feed_itself(world: World) -> None:
    owner = keeper(world)
    publish(world, owner, rule("Alert", "MESSAGE_FAILED", tells()))

    def refuse(_: Letter) -> None:
        raise ChannelError("blocked", "the number is blocked")

    world.post.answer = refuse

    world.says(AMINA, "sold sugar 300")

    assert len(statuses(world)) <= DEEPEST + 1


def test_a_run_that_wakes_itself_stops_as_soon_as_workflows_that_start_one_another(
    world: World,
) -> None:
    owner = keeper(world)
    steps = (
        {"id": "ping", "type": "emit_event", "event": "PING_SENT"},
        {"id": "rest", "type": "wait", "event": "PING_SENT"},
        {"id": "again", "type": "branch", "cases": [{"if": "true", "go": "ping"}]},
    )
    publish(world, owner, rule("Circles", STARTED, *steps))

    owner.raises(STARTED)

    assert len(owner.told("PING_SENT")) <= 8
