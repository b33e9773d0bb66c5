"""What the bot may ask about the diary: who comes when, and what a person is reminded of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol
from uuid import UUID

Status = Literal["scheduled", "confirmed", "kept", "missed", "cancelled"]
LASTS = timedelta(minutes=30)
"""How long an appointment takes where nobody said."""


@dataclass(frozen=True, slots=True)
class Appointment:
    """Who comes when, on the shop's clock; `changed_by` is the event that changed it last."""

    id: UUID
    customer_id: UUID
    name: str
    at: datetime
    service: str | None = None
    status: Status = "scheduled"
    lasts: timedelta = LASTS
    changed_by: UUID | None = None

    @property
    def is_standing(self) -> bool:
        """Whether the customer is still expected."""
        return self.status in ("scheduled", "confirmed")

    def meets(self, at: datetime, lasts: timedelta = LASTS) -> bool:
        """Whether it takes some of the time from `at` on."""
        return self.at < at + lasts and at < self.at + self.lasts


@dataclass(frozen=True, slots=True)
class Change:
    """What the speaker did last to an appointment, as it stands since; still to be undone."""

    event_id: UUID
    type: str
    appointment: Appointment
    previous_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reminder:
    """What the speaker asked to be told and when."""

    id: UUID
    text: str
    at: datetime


class Diary(Protocol):
    """Answers as of now, inside the turn's transaction."""

    def between(self, first: datetime, last: datetime | None = None) -> Sequence[Appointment]:
        """Who comes from `first` to before `last`, in order; the cancelled ones left out."""

    def last_change(self) -> Change | None:
        """What the speaker did last, unless somebody has changed that appointment since."""

    def quoted_change(self, reference: str) -> Change | None:
        """What the message with this provider reference told of, unless changed since."""

    def reminders(self) -> Sequence[Reminder]:
        """What the speaker is still to be told, the next first: places are numbers."""
