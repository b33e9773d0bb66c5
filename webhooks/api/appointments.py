"""Appointments: who comes when, and what became of it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from engine.integrations import visits
from engine.integrations.visits import Outcome, TooLateError, Visit
from engine.workflows.told import ToldError
from store import appointments, diary_lists
from store.appointments import Appointment
from webhooks.api.customers import Name
from webhooks.api.route import Call, Route, Routes
from webhooks.api.shapes import Listed, Moment, Page, Shape
from webhooks.errors import ProblemError

Status = Literal["scheduled", "confirmed", "kept", "missed", "cancelled"]
Service = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]


class AppointmentShown(Shape):
    """Who comes when, and how it stands."""

    id: UUID
    customer_id: UUID
    name: str
    at: datetime
    minutes: int
    service: str | None
    status: Status
    booked_by: UUID | None
    note: str | None

    @classmethod
    def of(cls, row: Appointment) -> Self:
        """As the API shows it."""
        return cls.model_validate({name: getattr(row, name) for name in cls.model_fields})


class AppointmentBooked(AppointmentShown):
    """The appointment, and the runs that it started at once."""

    runs: list[UUID]


class AppointmentList(Listed[AppointmentShown]):
    """A page of appointments."""


class AppointmentPage(Page):
    """Which appointments are wanted: those that begin from `since` to before `until`."""

    status: Status | None = None
    customer: UUID | None = None
    since: Moment | None = None
    until: Moment | None = None


class AppointmentNew(Shape):
    """An appointment to book: of a customer by id, or by a name, which is written in."""

    at: Moment
    customer: UUID | None = None
    name: Name | None = None
    service: Service | None = None
    minutes: Annotated[int, Field(ge=1, le=1440)] | None = None

    @model_validator(mode="after")
    def _is_somebodys(self) -> Self:
        if (self.customer is None) == (self.name is None):
            raise ValueError("say who comes: either `customer`, an id, or `name`")
        return self


class AppointmentChange(Shape):
    """Another time, or what became of it."""

    at: Moment | None = None
    status: Outcome | None = None

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        if (self.at is None) == (self.status is None):
            raise ValueError("say one of `at` and `status`")
        return self


def listing(call: Call, query: AppointmentPage) -> AppointmentList:
    """List appointments, the latest first."""
    bounds = query.model_dump(include={"status", "customer", "since", "until"})
    found = diary_lists.latest(
        call.tx, call.organization_id, query.limit + 1, {**bounds, "before": query.before}
    )
    shown = [AppointmentShown.of(one) for one in found]
    return AppointmentList.page(shown, [one.id for one in found], query.limit)


def show(call: Call, appointment_id: UUID) -> AppointmentShown:
    """Show one appointment."""
    found = appointments.get(call.tx, call.organization_id, appointment_id)
    if found is None:
        raise ProblemError(404)
    return AppointmentShown.of(found)


def book(call: Call, body: AppointmentNew) -> AppointmentBooked:
    """Book an appointment; reminders follow as the shop's workflows say."""
    visit = Visit(body.at, body.customer, body.name, body.service, body.minutes)
    try:
        made, done = visits.book(call.desk, call.by, visit)
    except ToldError as error:
        raise ProblemError(422, fields=error.fields) from None
    return AppointmentBooked(**AppointmentShown.of(made).model_dump(), runs=list(done.runs))


def change(call: Call, appointment_id: UUID, body: AppointmentChange) -> AppointmentShown:
    """Move an appointment, or say what became of it."""
    desk, by = call.desk, call.by
    try:
        if body.at is not None:
            return AppointmentShown.of(visits.move(desk, by, appointment_id, body.at))
        assert body.status is not None  # noqa: S101 -- The shape has seen to it.
        return AppointmentShown.of(visits.settle(desk, by, appointment_id, body.status))
    except LookupError:
        raise ProblemError(404) from None
    except TooLateError as error:
        raise ProblemError(409, str(error).capitalize() + ".") from None
    except ToldError as error:
        raise ProblemError(422, fields=error.fields) from None


ROUTES: Routes = (
    Route("GET", "/appointments", listing, AppointmentList, query=AppointmentPage),
    Route("GET", "/appointments/<uuid:appointment_id>", show, AppointmentShown),
    Route(
        "POST",
        "/appointments",
        book,
        AppointmentBooked,
        201,
        body=AppointmentNew,
        creates=True,
        starts_runs=True,
        examples={"By name": {"name": "Mama Njeri", "at": "2026-12-01T15:00:00+03:00"}},
    ),
    Route(
        "PATCH",
        "/appointments/<uuid:appointment_id>",
        change,
        AppointmentShown,
        body=AppointmentChange,
        conflicts=True,
        starts_runs=True,
        examples={"She came": {"status": "kept"}},
    ),
)
