"""Rows that were looked up for many runs at once, so that each run need not look for itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from store import appointments, events, step_runs
from store.appointments import Appointment
from store.database import Transaction
from store.events import Event
from store.runs import RunRow
from store.step_runs import StepRunRow

Outputs = Mapping[str, Mapping[str, Any]]


@dataclass
class Shelf:
    """What stands here counts for one sprint of each run; what is missing is looked up."""

    steps: dict[UUID, StepRunRow] = field(default_factory=dict)
    outputs: dict[UUID, dict[str, dict[str, Any]]] = field(default_factory=dict)
    events: dict[UUID, Event] = field(default_factory=dict)
    appointments: dict[UUID, Appointment] = field(default_factory=dict)

    def fill(self, tx: Transaction, shop: UUID, rows: Sequence[RunRow]) -> None:
        """Look up what the next sprints of these runs, which are locked, will ask for."""
        self.outputs = step_runs.outputs_of_many(tx, shop, [row.id for row in rows])
        told = [row.event_id for row in rows if row.event_id is not None]
        self.events = {one.id: one for one in events.many(tx, shop, told)}
        visits = {one.payload.get("appointment") for one in self.events.values()}
        keys = [UUID(one) for one in visits if _is_id(one)]
        found = appointments.many(tx, shop, keys) if keys else ()
        self.appointments = {one.id: one for one in found}


def _is_id(text: object) -> bool:
    try:
        return bool(text) and UUID(str(text)).version is not None
    except ValueError:
        return False
