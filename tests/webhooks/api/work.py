"""Workflows, runs and approvals of the two shops, made through the API where it can."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from engine import consequences
from engine.consequences import Fact
from engine.context.desk import Desk
from store.events import Event
from tests.webhooks.api.shops import Someone, World

QUESTION = {"en": "Sale?", "sw": "Mauzo?"}
ASK: dict[str, Any] = {
    "id": "ask", "type": "approval", "of": "OWNER", "question": QUESTION, "timeout": "PT2H",
    "self_approval": True,
}  # fmt: skip
NOTE = {"id": "note", "type": "emit_event", "event": "NOTED", "payload": {}}
CALL = {"id": "call", "type": "call", "url": "https://shop.example/x",
        "headers": {"Authorization": "Bearer hush"}}  # fmt: skip


def on_sale(*steps: dict[str, Any], name: str = "Rule") -> dict[str, Any]:
    """A workflow that every sale starts."""
    return {"name": name, "trigger": {"event": "SALE_RECORDED"}, "steps": list(steps)}


def publish(api: World, document: dict[str, Any], by: Someone | None = None) -> str:
    """A new workflow that listens; its id."""
    made = api.post("/workflows", document, by).get_json()
    api.post(f"/workflows/{made['id']}/activate", None, by)
    return str(made["id"])


def sells(api: World, shop: UUID | None = None, by: UUID | None = None) -> UUID:
    """A sale, with everything it leads to; its event's id."""
    here = shop or api.shop
    seller = by or (api.owner.person_id if here == api.shop else api.stranger.person_id)
    sale = Event(
        organization_id=here,
        type="SALE_RECORDED",
        source="test",
        person_id=seller,
        message_id=None,
        payload={"amount": "300", "item": "mkate", "payment": "cash"},
        occurred_at=api.rt.clock(),
    )
    with api.rt.db.tenant(here, seller) as tx:
        consequences.follow(Desk(api.rt, tx, here), [Fact(sale)])
    return sale.id


def asked(api: World, step: dict[str, Any] = ASK) -> dict[str, Any]:
    """An approval that waits."""
    publish(api, on_sale(step))
    sells(api)
    return dict(api.get("/approvals").get_json()["items"][0])
