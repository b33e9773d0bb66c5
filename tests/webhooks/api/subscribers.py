"""Another system that subscribes to a shop's events, in a test."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import text

from engine import duties
from engine.calling.caller import Caller
from tests.engine.far_side import FarSide
from tests.webhooks.api.shops import World
from webhooks import create_app


def reaching(api: World, *sides: FarSide) -> World:
    """The same world, whose operator lets these be called."""
    allowed = frozenset(one for side in sides for one in side.allowed)
    settings = api.rt.settings.model_copy(update={"call_hosts": allowed})
    caller = Caller(clock=api.rt.clock, allowed=allowed, timeout_s=5)
    rt = replace(api.rt, settings=settings, caller=caller)
    return replace(api, rt=rt, client=create_app(rt).test_client())


def later(api: World, **time: float) -> World:
    """The same world, some time later: what was due then is due now."""
    gone = timedelta(**time)
    with api.rt.db.every_tenant() as tx:
        tx.execute(text("update outbox set due_at = due_at - :gone"), {"gone": gone})
    now = api.rt.clock() + gone
    return replace(api, rt=replace(api.rt, clock=lambda: now))


def subscribe(api: World, url: str, *events: str) -> tuple[str, str]:
    """A subscription's id, and its secret."""
    made = api.post("/webhooks", {"url": url, "events": list(events) or ["*"]}).get_json()
    return made["webhook"]["id"], made["secret"]


def works(api: World) -> int:
    """Whatever deliveries are due are tried once; how many."""
    query = "select id from outbox where kind = 'subscription' and due_at <= now() order by id"
    with api.rt.db.every_tenant() as tx:
        due: Sequence[Any] = tx.execute(text(query)).scalars().all()
    for entry in due:
        duties.start(api.rt, entry)
    return len(due)


def deliveries(api: World, webhook: str) -> list[tuple[str, int, str | None]]:
    """How far each is, newest first."""
    items = api.get(f"/webhooks/{webhook}/deliveries").get_json()["items"]
    return [(one["status"], one["attempts"], one["error"]) for one in items]


def is_signed(side: FarSide, secret: str) -> bool:
    """Whether the last request bears the signature of its body."""
    header = side.header("karani-signature") or ""
    told = dict(part.split("=", 1) for part in header.split(","))
    signed = f"{told['t']}.".encode() + side.body
    expected = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected, told["v1"])
