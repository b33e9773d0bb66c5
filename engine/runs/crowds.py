"""More runs wait for one event than one transaction wakes: some now, the others after it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from engine.context.desk import Desk
from store import outbox, wakes
from store.base import new_id
from store.events import Event
from store.listeners import Listener
from store.outbox import NewEntry
from store.wakes import Wake

MOST = 200
"""As many runs as one transaction wakes for one type of event."""

Rest = Mapping[str, UUID]
"""By type of event, behind which run the others hear of it later."""


def part(listening: Sequence[Listener]) -> tuple[Sequence[Listener], Rest]:
    """Who hears now, and behind whom the rest; workflows that an event starts always do."""
    now: list[Listener] = []
    heard: dict[str, int] = {}
    last: dict[str, UUID] = {}
    rest: dict[str, UUID] = {}
    for listener in listening:
        if listener.run_id is None:
            now.append(listener)
            continue
        heard[listener.event] = heard.get(listener.event, 0) + 1
        if heard[listener.event] <= MOST:
            now.append(listener)
            last[listener.event] = listener.run_id
        else:
            rest[listener.event] = last[listener.event]
    return now, rest


def leave(desk: Desk, facts: Sequence[tuple[Event, int]], rest: Rest) -> None:
    """Leave the events, each with its depth, for those who hear of them after the commit."""
    entries: list[NewEntry] = []
    for event, depth in facts:
        if event.type not in rest:
            continue
        shop, after = desk.organization_id, rest[event.type]
        wake = Wake(shop, new_id(), event.id, after, depth, desk.now)
        wakes.add(desk.tx, wake)
        entries.append(NewEntry("wake", wake.id, shop))
    outbox.add_all(desk.tx, entries)
