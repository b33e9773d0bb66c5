"""A shop with rules: publish them, let time pass, take people on and let them go."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from pydantic import SecretStr
from sqlalchemy import text

from bot.effects import ChangeMember, Effect, Invite, Raise
from engine.automation import publishing
from engine.calling.caller import Caller
from engine.context.desk import Desk
from tests.engine.far_side import FarSide
from tests.engine.keeper import DAY, Keeper
from tests.engine.world import World

BOTH = {"en": "Told.", "sw": "Imesemwa."}
ASKED = {"en": "Approve?", "sw": "Unakubali?"}
STARTED = "DAY_STARTED"
JUNK: dict[str, Any] = {"type": "emit_event", "event": "SALE_RECORDED", "payload": {}}
"""A step whose event the book cannot take."""


def tells(**step: Any) -> dict[str, Any]:
    """A step that tells the owner something."""
    return {"id": "tell", "type": "send_message", "to": "OWNER", "text": BOTH, **step}


def approval(**step: Any) -> dict[str, Any]:
    """A step that asks the owner for approval, also of what she did herself."""
    asked = {"id": "approve", "type": "approval", "of": "OWNER", "question": ASKED}
    return {**asked, "self_approval": True, **step}


def asks(question: str, **step: Any) -> dict[str, Any]:
    """A step that asks the owner a question."""
    texts = {"en": question, "sw": question}
    return {"id": "ask", "type": "ask", "who": "OWNER", "question": texts, **step}


def rule(name: str, event: str, *steps: dict[str, Any], **trigger: Any) -> dict[str, Any]:
    """A workflow that an event starts."""
    return {"name": name, "trigger": {"event": event, **trigger}, "steps": list(steps)}


def daily(*steps: dict[str, Any]) -> dict[str, Any]:
    """A workflow that starts every evening at eight."""
    trigger = {"schedule": "RRULE:FREQ=DAILY;BYHOUR=20"}
    return {"name": "Every evening", "trigger": trigger, "steps": list(steps)}


def publish(world: World, owner: Keeper, document: dict[str, Any]) -> UUID:
    """Keep it and switch it on."""
    shop = owner.scene.shop_id
    with world.rt.db.tenant(shop) as tx:
        desk = Desk(world.rt, tx, shop)
        return publishing.create(desk, document, by=owner.scene.person_id).id


def everything_is_due(world: World) -> None:
    """What waits is due now, and worked."""
    with world.rt.db.every_tenant() as tx:
        tx.execute(text("update outbox set due_at = now()"))
    world.works()


def passes(world: World, **time: float) -> None:
    """Time goes by: what was due then is due now."""
    world.now[0] += timedelta(**time)
    with world.rt.db.every_tenant() as tx:
        tx.execute(text("update outbox set due_at = due_at - :t"), {"t": timedelta(**time)})
    world.works()


def statuses(world: World) -> list[object]:
    """How the runs stand, oldest first."""
    return [row[0] for row in world.rows("select status from runs order by id")]


def sale(amount: str) -> Effect:
    """A sale of sugar for cash."""
    line = {"item": "sugar", "quantity": None, "amount": amount}
    told: dict[str, Any] = {"amount": amount, "currency": "KES", "lines": [line]}
    return Raise("SALE_RECORDED", {**told, "payment": "cash", "business_date": DAY})


def takes_on(world: World, owner: Keeper, phone: str) -> UUID:
    """Somebody joins the staff; their person."""
    owner.wishes(Invite(phone, "Baraka", "STAFF"))
    world.says(phone, "hello")
    world.says(phone, "yes")
    shop = owner.scene.shop_id
    staff = "select person_id from members where role = 'STAFF' and organization_id"
    return world.ids(f"{staff} = '{shop}'")[0]


def changes(owner: Keeper, person: UUID, role: str | None) -> None:
    """Somebody is given another role, or leaves."""
    owner.wishes(ChangeMember(person, role))


def may_call(world: World, side: FarSide) -> None:
    """Steps may call this other system."""
    secret = {"secret_key": SecretStr("k" * 32)}
    world.rt = replace(
        world.rt,
        caller=Caller(clock=world.rt.clock, allowed=side.allowed),
        settings=world.rt.settings.model_copy(update=secret),
    )
