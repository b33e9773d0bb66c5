"""Events: facts of the organization, as they were recorded."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field
from sqlalchemy.exc import NoResultFound

from store import events
from store.events import Event
from webhooks.api.route import Call, Route, Routes
from webhooks.api.shapes import Listed, Page, Payload, Shape
from webhooks.errors import ProblemError


class EventShown(Shape):
    """A fact: what happened, when, and who told Karani by which way."""

    id: UUID
    type: str
    source: str
    person_id: UUID | None
    payload: Payload
    occurred_at: datetime

    @classmethod
    def of(cls, event: Event) -> Self:
        """As the API shows it."""
        return cls(
            id=event.id,
            type=event.type,
            source=event.source,
            person_id=event.person_id,
            payload=dict(event.payload),
            occurred_at=event.occurred_at,
        )


class EventList(Listed[EventShown]):
    """A page of events."""


class EventPage(Page):
    """Which events are wanted."""

    type: Annotated[str | None, Field(pattern="^[A-Z][A-Z0-9_]{2,63}$")] = None


def listing(call: Call, query: EventPage) -> EventList:
    """List the organization's events, newest first."""
    found = events.listed(
        call.tx, call.organization_id, query.type, query.before, query.limit + 1
    )
    shown = [EventShown.of(event) for event in found]
    return EventList.page(shown, [event.id for event in found], query.limit)


def show(call: Call, event_id: UUID) -> EventShown:
    """Show one event."""
    try:
        return EventShown.of(events.get(call.tx, call.organization_id, event_id))
    except NoResultFound:
        raise ProblemError(404) from None


ROUTES: Routes = (
    Route("GET", "/events", listing, EventList, query=EventPage),
    Route("GET", "/events/<uuid:event_id>", show, EventShown),
)
