"""Events: facts of the organization, as they were recorded."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import Field
from sqlalchemy.exc import NoResultFound

from engine.integrations import integrators
from engine.integrations.integrators import Telling
from engine.workflows.told import ToldError
from store import events
from store.base import made_at
from store.events import Event
from webhooks.api.route import Call, Route, Routes
from webhooks.api.shapes import Listed, Moment, Page, Payload, Shape
from webhooks.errors import ProblemError

EventType = Annotated[str, Field(pattern="^[A-Z][A-Z0-9_]{2,63}$")]


class EventShown(Shape):
    """A fact: what happened, when, and who told Karani by which way."""

    id: UUID
    type: str
    source: str
    person_id: UUID | None
    payload: Payload
    occurred_at: datetime
    recorded_at: datetime

    @classmethod
    def of(cls, event: Event, **more: Any) -> Self:
        """As the API shows it, with whatever else it tells."""
        return cls(
            id=event.id,
            type=event.type,
            source=event.source,
            person_id=event.person_id,
            payload=dict(event.payload),
            occurred_at=event.occurred_at,
            recorded_at=made_at(event.id),
            **more,
        )


class EventList(Listed[EventShown]):
    """A page of events."""


class EventPage(Page):
    """Which events are wanted; `since` and `until` are about when Karani heard of them."""

    type: EventType | None = None
    person: UUID | None = None
    since: Moment | None = None
    until: Moment | None = None


class EventNew(Shape):
    """A fact to record: what its payload must say depends on its type.

    `source` names the system that tells it: `api`, or `api.` and a name of yours.
    """

    type: EventType
    payload: Payload
    source: Annotated[str, Field(pattern=r"^api(\.[a-z0-9_-]{1,30})?$")] = "api"
    occurred_at: Moment | None = None


class EventRecorded(EventShown):
    """The fact as it stands, and the runs that it started at once."""

    runs: list[UUID]


def listing(call: Call, query: EventPage) -> EventList:
    """List the organization's events, newest first."""
    bounds = query.model_dump(include={"person", "since", "until"})
    asked = {"wanted": query.type, "before": query.before, **bounds}
    found = events.listed(call.tx, call.organization_id, query.limit + 1, asked)
    shown = [EventShown.of(event) for event in found]
    return EventList.page(shown, [event.id for event in found], query.limit)


def show(call: Call, event_id: UUID) -> EventShown:
    """Show one event."""
    try:
        return EventShown.of(events.get(call.tx, call.organization_id, event_id))
    except NoResultFound:
        raise ProblemError(404) from None


def record(call: Call, body: EventNew) -> EventRecorded:
    """Record a fact; the workflows that listen to it start.

    A type of your own may say anything. One about money says `amount`, and if you like `item`
    or `lines`, `payment` (`cash`, `mobile`, `credit`), `name` or `customer` (`supplier` where
    the shop buys or owes), and `due` where something is owed.
    """
    person_id = call.caller.person_id
    telling = Telling(body.type, body.payload, person_id, body.source, body.occurred_at)
    try:
        done = integrators.record(call.desk, telling)
    except ToldError as error:
        raise ProblemError(422, fields=error.fields) from None
    return EventRecorded.of(done.event, runs=list(done.runs))


SALE = {
    "type": "SALE_RECORDED",
    "payload": {"amount": "12000", "item": "cement", "payment": "mobile"},
}
ROUTES: Routes = (
    Route("GET", "/events", listing, EventList, query=EventPage),
    Route("GET", "/events/<uuid:event_id>", show, EventShown),
    Route(
        "POST",
        "/events",
        record,
        EventRecorded,
        201,
        body=EventNew,
        creates=True,
        starts_runs=True,
        examples={"A sale": SALE},
    ),
)
