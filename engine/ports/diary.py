"""The shop's diary as the bot's port; looked up when it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID
from zoneinfo import ZoneInfo

from bot import diary as port
from bot.shop import Organization
from store import appointments, events, reminders
from store.appointments import Appointment
from store.database import Transaction


class StoreDiary:
    """Who comes when, on the shop's clock; without an organization it is empty."""

    def __init__(
        self, tx: Transaction, organization: Organization | None, person_id: UUID
    ) -> None:
        self._tx = tx
        self._shop = organization.id if organization else None
        self._person_id = person_id
        self._zone = ZoneInfo(organization.timezone if organization else "UTC")

    def between(
        self, first: datetime, last: datetime | None = None
    ) -> Sequence[port.Appointment]:
        """Who comes from `first` to before `last`, in order; the cancelled ones left out."""
        if self._shop is None:
            return ()
        found = appointments.between(self._tx, self._shop, first, last)
        return [self._seen(one) for one in found]

    def last_change(self) -> port.Change | None:
        """What the speaker did last, unless somebody has changed that appointment since."""
        shop = self._shop
        found = appointments.last_changed(self._tx, shop, self._person_id) if shop else None
        return self._change(shop, found)

    def quoted_change(self, reference: str) -> port.Change | None:
        """What the message with this provider reference told of, unless changed since."""
        shop = self._shop
        found = appointments.quoted(self._tx, shop, reference) if shop else None
        return self._change(shop, found)

    def _change(self, shop: UUID | None, found: Appointment | None) -> port.Change | None:
        if shop is None or found is None:
            return None
        event = events.get(self._tx, shop, found.changed_event_id)
        before = event.payload.get("previous_at")
        return port.Change(
            event.id, event.type, self._seen(found), self._local(before) if before else None
        )

    def reminders(self) -> Sequence[port.Reminder]:
        """What the speaker is still to be told, the next first."""
        if self._shop is None:
            return ()
        found = reminders.open_for(self._tx, self._shop, self._person_id)
        return [port.Reminder(one.id, one.text, one.at.astimezone(self._zone)) for one in found]

    def _seen(self, row: Appointment) -> port.Appointment:
        return port.Appointment(
            id=row.id,
            customer_id=row.customer_id,
            name=row.name,
            at=row.at.astimezone(self._zone),
            service=row.service,
            status=cast("port.Status", row.status),
            lasts=timedelta(minutes=row.minutes),
            changed_by=row.changed_event_id,
        )

    def _local(self, text: str) -> datetime:
        return datetime.fromisoformat(text).astimezone(self._zone)
