"""Events: facts of the organization, as they were recorded."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import Field
from sqlalchemy.exc import NoResultFound

from engine.integrations import integrators
from engine.integrations.integrators import Recorded, Telling
from engine.workflows.told import ToldError
from store import events
from store.base import made_at
from store.events import Event
from webhooks.api.route import Call, Route, Routes
from webhooks.api.shapes import Listed, Moment, Page, Payload, Shape
from webhooks.errors import ProblemError

TOGETHER = 100
"""As many facts may be told at once."""

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


class EventsNew(Shape):
    """Facts to record together, in their order."""

    events: Annotated[list[EventNew], Field(min_length=1, max_length=TOGETHER)]


class EventsRecorded(Shape):
    """The facts as they stand, in the order in which they were told."""

    items: list[EventRecorded]


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
    try:
        done = integrators.record(call.desk, _telling(call, body))
    except ToldError as error:
        raise ProblemError(422, fields=error.fields) from None
    return _shown(done)


def record_all(call: Call, body: EventsNew) -> EventsRecorded:
    """Record up to 100 facts in their order: all of them, or none where one cannot be.

    The workflows that listen start when all are recorded. What is wrong is named with the
    place of its fact, counted from 0: `events.3.payload.amount`.
    """
    try:
        done = integrators.record_all(call.desk, [_telling(call, one) for one in body.events])
    except ToldError as error:
        fields = {f"events.{name}": what for name, what in error.fields.items()}
        raise ProblemError(422, fields=fields) from None
    return EventsRecorded(items=[_shown(one) for one in done])


def _telling(call: Call, told: EventNew) -> Telling:
    person_id = call.caller.person_id
    return Telling(told.type, told.payload, person_id, told.source, told.occurred_at)


def _shown(done: Recorded) -> EventRecorded:
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
    Route(
        "POST",
        "/events/batch",
        record_all,
        EventsRecorded,
        201,
        body=EventsNew,
        creates=True,
        starts_runs=True,
        examples={"An evening's sales": {"events": [SALE, SALE]}},
    ),
)
