"""Workflows in a test: published, begun by a fact, and looked at afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any
from uuid import UUID

from sqlalchemy import text

from engine import consequences
from engine.approvals import approvals
from engine.approvals.approvals import Verdict
from engine.automation import publishing
from engine.consequences import Fact
from engine.context.desk import Desk
from store import members
from store.events import Event
from store.members import Member
from tests.engine.world import World

BOTH = {"en": "Sold {{ event.payload.amount | money }}.", "sw": "Umeuza."}
QUESTION = {"en": "Sale?", "sw": "Mauzo?"}


def told(**step: Any) -> dict[str, Any]:
    """A step that tells the owner something."""
    return {"type": "send_message", "to": "OWNER", "text": BOTH, **step}


def asked(**step: Any) -> dict[str, Any]:
    """A step that asks the owner, who may answer for herself."""
    return {"type": "approval", "of": "OWNER", "question": QUESTION, "self_approval": True,
            **step}  # fmt: skip


def emitted(event: str, **step: Any) -> dict[str, Any]:
    """A step that records a fact."""
    return {"type": "emit_event", "event": event, "payload": {}, **step}


def noted(**step: Any) -> dict[str, Any]:
    """A step that writes a note beside the entry of the event."""
    return {"type": "update_record", "record": "entry", "record_id": "{{ event.id }}",
            "set": {"note": "seen"}, **step}  # fmt: skip


def on(event: str, *steps: dict[str, Any], name: str = "Rule", **more: Any) -> dict[str, Any]:
    """A workflow that an event starts; its steps are named by their places."""
    named = [{"id": f"s{place}", **step} for place, step in enumerate(steps, 1)]
    return {"name": name, "trigger": {"event": event, **more}, "steps": named}


def on_sale(*steps: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A workflow that every sale starts."""
    return on("SALE_RECORDED", *steps, **more)


def publish(world: World, shop: UUID, document: dict[str, Any]) -> UUID:
    """A new workflow, listening."""
    with world.rt.db.tenant(shop) as tx:
        return publishing.create(Desk(world.rt, tx, shop), document, by=None).id


def happens(world: World, shop: UUID, *types: str) -> None:
    """Facts, in one transaction."""
    with world.rt.db.tenant(shop) as tx:
        desk = Desk(world.rt, tx, shop)
        consequences.follow(desk, [Fact(_event(desk, one)) for one in types])


def decides(world: World, shop: UUID, approval: UUID, by: UUID, *, yes: bool = True) -> Verdict:
    """Somebody answers, not in a chat."""
    with world.rt.db.tenant(shop, by) as tx:
        desk = Desk(world.rt, tx, shop)
        return approvals.decide(desk, approval, approved=yes, by=by, via="api").verdict


def joins(world: World, shop: UUID, phone: str) -> UUID:
    """Somebody who has a shop of their own works in this one too; their id."""
    world.registers(phone, f"Duka {phone}")
    person = person_of(world, phone)
    with world.rt.db.tenant(shop) as tx:
        members.join(tx, Member(shop, person, "STAFF", phone[-2:], "…"))
    return person


def person_of(world: World, phone: str) -> UUID:
    """Whose phone it is."""
    return world.ids(f"select person_id from addresses where value = '{phone}'")[0]


def statuses(world: World) -> list[object]:
    """Of the runs, oldest first."""
    return [row[0] for row in world.rows("select status from runs order by id")]


def codes(world: World) -> list[object]:
    """Why the failed runs failed."""
    query = "select error ->> 'code' from runs where status = 'FAILED' order by id"
    return [row[0] for row in world.rows(query)]


def steps(world: World) -> list[tuple[object, ...]]:
    """What became of each attempt."""
    return world.rows("select step, status from step_runs order by run_id, sequence")


def passes(world: World, **time: float) -> None:
    """Time goes by: what was due then is due now."""
    world.now[0] += timedelta(**time)
    with world.rt.db.every_tenant() as tx:
        tx.execute(text("update outbox set due_at = due_at - :t"), {"t": timedelta(**time)})
    world.works()


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """Each on a thread of its own, all beginning at one moment; what each led to."""
    start = Barrier(len(deeds))

    def do(deed: Callable[[], Any]) -> Any:
        start.wait(10)
        return deed()

    with ThreadPoolExecutor(len(deeds)) as hands:
        return [done.result() for done in [hands.submit(do, deed) for deed in deeds]]


def faults(world: World) -> Iterable[tuple[object, ...]]:
    """Runs whose steps have a gap or are done twice: there may be none."""
    return world.rows("""
        select run_id, step, count(*) from step_runs where status = 'done'
        group by 1, 2 having count(*) > 1
        union all
        select run_id, '', count(*) from step_runs group by run_id
        having count(*) <> max(sequence) or min(sequence) <> 1
        union all
        select id, status, sequence from runs r where sequence <> (
          select count(*) from step_runs s where s.run_id = r.id
        )""")


def _event(desk: Desk, event_type: str) -> Event:
    return Event(
        organization_id=desk.organization_id,
        type=event_type,
        source="chat",
        person_id=desk.team[0].person_id,
        message_id=None,
        payload={},
        occurred_at=desk.now,
    )
