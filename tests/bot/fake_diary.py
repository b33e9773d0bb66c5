"""A diary in memory: it follows from what is raised, as the engine's does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from bot.diary import Appointment, Change, Reminder, Status
from bot.effects import CancelReminder, Effect, Raise, SetReminder

ENDS: dict[str, Status] = {
    "APPOINTMENT_CONFIRMED": "confirmed",
    "APPOINTMENT_CANCELLED": "cancelled",
    "APPOINTMENT_KEPT": "kept",
    "APPOINTMENT_MISSED": "missed",
}


@dataclass
class FakeDiary:
    """Appointments and reminders of one shop; `last` is the newest change."""

    appointments: list[Appointment] = field(default_factory=list)
    kept: list[Reminder] = field(default_factory=list)
    last: Change | None = None
    receipt: str | None = None

    def between(self, first: datetime, last: datetime | None = None) -> Sequence[Appointment]:
        """By their time."""
        found = [one for one in self.appointments if one.status != "cancelled"]
        within = [one for one in found if one.at >= first and (last is None or one.at < last)]
        return sorted(within, key=lambda one: one.at)

    def last_change(self) -> Change | None:
        """The newest."""
        return self.last

    def quoted_change(self, reference: str) -> Change | None:
        """The newest, by the name that a test gives to its receipt."""
        return self.last if reference == self.receipt else None

    def reminders(self) -> Sequence[Reminder]:
        """The next first."""
        return sorted(self.kept, key=lambda one: one.at)

    def settle(self, effect: Effect) -> None:
        """Carry out a wish about reminders."""
        match effect:
            case SetReminder(text, at):
                self.kept.append(Reminder(UUID(int=700 + len(self.kept)), text, at))
            case CancelReminder(reminder_id):
                self.kept = [one for one in self.kept if one.id != reminder_id]
            case _:
                pass

    def record(self, event: Raise, people: dict[str, UUID], event_id: UUID) -> None:
        """Carry a fact into the diary; `people` are the customers by name."""
        payload: Any = event.payload
        before: str | None = None
        if event.type == "APPOINTMENT_SCHEDULED":
            key = people.setdefault(payload["name"], UUID(int=500 + len(people)))
            at = datetime.fromisoformat(payload["at"])
            new = Appointment(event_id, key, payload["name"], at, payload.get("service"))
            self.appointments.append(new)
        else:
            new = next(a for a in self.appointments if str(a.id) == payload["appointment"])
            self.appointments.remove(new)
            before = payload.get("previous_at")
            if event.type == "APPOINTMENT_RESCHEDULED":
                new = replace(new, at=datetime.fromisoformat(payload["at"]), status="scheduled")
            else:
                new = replace(new, status=ENDS[event.type])
            self.appointments.append(new)
        previous = datetime.fromisoformat(before) if before else None
        self.last = Change(event_id, event.type, new, previous)


@dataclass
class WithDiary:
    """A shop that keeps a diary."""

    diary: FakeDiary = field(default_factory=FakeDiary)
