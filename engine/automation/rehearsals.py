"""Rehearse a new version beside the one that is on, over the shop's own past events."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError

from engine.automation.publishing import read
from engine.context import appointments
from engine.context.desk import Desk
from engine.context.records import StoreRecords
from engine.workflows import rehearsal
from engine.workflows.definition import Definition
from engine.workflows.interpreter import Scene
from engine.workflows.names import event_names
from engine.workflows.rehearsal import Rehearsed
from store import events
from store.base import new_id
from store.events import Event
from store.workflows import Workflow

MOST = 200


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the new version would have done, and for which events that is news."""

    after: Sequence[Rehearsed]
    before: Sequence[Rehearsed]
    changed: Sequence[str]


def compare(
    desk: Desk, document: Mapping[str, Any], *, last: int, current: Workflow | None = None
) -> Comparison:
    """Rehearse a document over the newest events of its type. Raises `DefinitionError`.

    Beside none that is on, each event that starts it is news. Nothing is sent and nothing
    written; records are seen as they stand now.
    """
    fresh = read(desk, document)
    after = _rehearse(desk, fresh, last)
    if current is None:
        return Comparison(after, (), [one.event_id for one in after if one.starts])
    published = desk.rt.library.get(desk.tx, desk.organization_id, current.version_id)
    before = _rehearse(desk, published, last)
    return Comparison(after, before, rehearsal.differences(before, after))


def _rehearse(desk: Desk, definition: Definition, last: int) -> Sequence[Rehearsed]:
    if definition.trigger.event is None:
        scenes = [_scene(desk, _nothing_but_time(desk), desk.now)]
    else:
        most = min(last, MOST)
        types = (definition.trigger.event, *definition.trigger.others)
        past = events.newest(desk.tx, desk.organization_id, types, most)
        scenes = [_scene(desk, event_names(event), event.occurred_at) for event in past]
    return rehearsal.rehearse(definition, scenes)


def _scene(desk: Desk, event: Mapping[str, Any], now: datetime) -> Scene:
    run = {"id": "", "workflow": "", "started_at": now}
    return Scene(
        names={
            "event": desk.seen(event),
            "run": run,
            "organization": desk.names,
            **appointments.names(desk, event),
        },
        place=desk.place,
        now=now,
        records=StoreRecords(desk.tx, desk.organization_id, takes=False),
        new_id=new_id,
        chance=random.random,
        passes=(SQLAlchemyError,),
    )


def _nothing_but_time(desk: Desk) -> Mapping[str, Any]:
    event = Event(
        organization_id=desk.organization_id,
        type="SCHEDULE",
        source="schedule",
        person_id=None,
        message_id=None,
        payload={},
        occurred_at=desk.now,
        id=UUID(int=0),
    )
    return event_names(event)
