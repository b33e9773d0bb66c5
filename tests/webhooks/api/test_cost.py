"""What a request costs at the database: one transaction, and few messages."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event

from tests.messages import listen
from tests.webhooks.api.shops import World

SALE = {"type": "SALE_RECORDED", "payload": {"amount": "12", "item": "sugar"}}
OWN = {"type": "DELIVERY_LEFT", "payload": {"truck": "KBX 1"}}


@pytest.mark.parametrize(("body", "messages"), [(SALE, 6), (OWN, 5)])
def test_a_fact_costs_one_transaction_and_few_messages(
    api: World, body: dict[str, Any], messages: int
) -> None:
    """The caller; the key; the shop; what is written; who listens; the end."""
    for key in ("one", "two"):
        api.post("/events", body, headers={"Idempotency-Key": key})
    commits: list[object] = []
    event.listen(api.rt.db.engine, "commit", commits.append)
    seen = listen(api.rt.db)

    api.post("/events", body, headers={"Idempotency-Key": "three"})

    assert len(commits) == 1
    assert len(seen) <= messages, "\n".join(seen)


@pytest.mark.parametrize(("body", "messages"), [(SALE, 6), (OWN, 5)])
def test_facts_that_are_told_together_cost_no_more_messages(
    api: World, body: dict[str, Any], messages: int
) -> None:
    for key in ("one", "two"):
        api.post("/events/batch", {"events": [body] * 10}, headers={"Idempotency-Key": key})
    seen = listen(api.rt.db)

    api.post("/events/batch", {"events": [body] * 20}, headers={"Idempotency-Key": "three"})

    assert len(seen) <= messages, "\n".join(seen)


def test_a_page_of_events_costs_three_messages(api: World) -> None:
    """The caller, what they are here, and the page."""
    for _ in range(2):
        api.get("/events?limit=50")
    seen = listen(api.rt.db)

    api.get("/events?limit=50")

    assert len(seen) <= 3, "\n".join(seen)
