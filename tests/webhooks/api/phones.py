"""The phones of people who sign in: what they are sent, as their owners read it."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from sqlalchemy import text

from engine import duties
from engine.runtime import Runtime
from tests.webhooks.api.shops import World


def works(rt: Runtime) -> None:
    """Send the codes that were asked for."""
    with rt.db.every_tenant() as tx:
        waiting = tx.execute(text("select id from outbox where kind = 'code' order by id"))
        ids = list(waiting.scalars())
    for entry_id in ids:
        duties.start(rt, entry_id)


def codes(rt: Runtime, phone: str) -> list[str]:
    """The codes that a phone was sent, oldest first."""
    works(rt)
    query = text(
        "select body from outbound_messages"
        " where recipient = :to and reason = 'code' order by id"
    )
    with rt.db.every_tenant() as tx:
        bodies = list(tx.execute(query, {"to": phone}).scalars())
    return [found[0] for body in bodies if (found := re.search(r"\d{6}", body))]


def says(api: World, path: str, **body: Any) -> Any:
    """What an anonymous POST brings."""
    return api.client.post(f"/api/v1/auth/{path}", json=body)


def person_of(rt: Runtime, phone: str) -> UUID | None:
    """Whose phone it is."""
    query = text("select person_id from addresses where kind = 'phone' and value = :phone")
    with rt.db.every_tenant() as tx:
        found: UUID | None = tx.execute(query, {"phone": phone}).scalar_one_or_none()
    return found


def bearer(answer: Any) -> dict[str, str]:
    """The header that an answer's access token goes into."""
    return {"Authorization": f"Bearer {answer.get_json()['access_token']}"}
