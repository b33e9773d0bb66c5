"""Nobody writes for hours: the service window closes, in the database as on the clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from engine.templates.template_drafts import drafts
from store import templates
from tests.engine.world import World
from tests.services import Cluster

MOMENTS = {
    "inbound_messages": ("received_at", "sent_at"),
    "conversations": ("heard_at",),
    "outbox": ("due_at",),
}


def passes(world: World, cluster: Cluster, **time: float) -> None:
    """Time goes by for everybody, without anything being worked."""
    span = timedelta(**time)
    world.now[0] += span
    name = str(world.rows("select current_database()")[0][0])
    with cluster.postgres.superuser(name) as rows:
        for table, columns in MOMENTS.items():
            sets = ", ".join(f"{column} = {column} - %(span)s" for column in columns)
            rows.execute(f"update {table} set {sets}", {"span": span})


def speaks_whatsapp_only(world: World) -> None:
    """The installation has no number for SMS."""
    world.post.sms_account = None


def approves(world: World, *names: str) -> None:
    """The provider has approved the shipped drafts of these names."""
    with world.rt.db.every_tenant() as tx:
        for draft in drafts("post"):
            if draft.name in names:
                reference = f"{draft.name}_{draft.language}"
                templates.keep(tx, replace(draft, state="approved", reference=reference))


def forms(world: World, more: str = "true") -> list[tuple[Any, ...]]:
    """Why messages went how they went, oldest first."""
    return world.rows(
        "select form, status::text, error_code, reason from outbound_messages"
        f" where {more} order by id"
    )
