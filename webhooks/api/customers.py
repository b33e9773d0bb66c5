"""Customers: the people in the shop's book, and who owes whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import StringConstraints

from engine.integrations import clientele
from engine.integrations.clientele import KnownError, PhoneError
from store import customer_lists
from store.base import columns_of
from store.customer_lists import Listed as Row
from webhooks.api.route import Call, Route, Routes
from webhooks.api.shapes import Listed, Moment, Page, Shape
from webhooks.errors import ProblemError

Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=r"\w")
]
Phone = Annotated[str, StringConstraints(strip_whitespace=True, min_length=5, max_length=30)]
Note = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


class CustomerShown(Shape):
    """A customer or supplier; `phone` is masked, a balance below zero is credit."""

    id: UUID
    name: str
    phone: str | None
    note: str | None
    owes_us: Decimal
    we_owe: Decimal
    owes_since: date | None
    created_at: datetime

    @classmethod
    def of(cls, row: Row) -> Self:
        """As the API shows it."""
        return cls(**columns_of(row))


class CustomerList(Listed[CustomerShown]):
    """A page of customers."""


class CustomerPage(Page):
    """Which customers are wanted: of a name, however it is spelled, or written in since."""

    name: Name | None = None
    since: Moment | None = None


class DebtPage(Page):
    """Whose debts are wanted: what customers owe the shop, or what it owes suppliers."""

    side: Literal["owes_us", "we_owe"] = "owes_us"


class CustomerNew(Shape):
    """A customer to write in."""

    name: Name
    phone: Phone | None = None
    note: Note | None = None


class CustomerChange(Shape):
    """What is to change: a note of null takes the note away."""

    phone: Phone | None = None
    note: Note | None = None


def listing(call: Call, query: CustomerPage) -> CustomerList:
    """List the customers, the newest first."""
    found = customer_lists.newest(
        call.tx,
        call.organization_id,
        query.limit + 1,
        before=query.before,
        name=query.name,
        since=query.since,
    )
    return _page(found, query.limit)


def show(call: Call, customer_id: UUID) -> CustomerShown:
    """Show one customer."""
    found = customer_lists.get(call.tx, call.organization_id, customer_id)
    if found is None:
        raise ProblemError(404)
    return CustomerShown.of(found)


def create(call: Call, body: CustomerNew) -> CustomerShown:
    """Write a customer in; one of the same name is not written twice."""
    try:
        made = clientele.create(call.desk, call.by, body.name, phone=body.phone, note=body.note)
    except KnownError as error:
        raise ProblemError(409, str(error), fields={"name": "is known already"}) from None
    except PhoneError as error:
        raise ProblemError(422, fields={"phone": str(error)}) from None
    return CustomerShown.of(made)


def change(call: Call, customer_id: UUID, body: CustomerChange) -> CustomerShown:
    """Give a customer another phone or note."""
    notes = {"note": body.note} if "note" in body.model_fields_set else {}
    try:
        changed = clientele.change(
            call.desk, call.by, customer_id, phone=body.phone, notes=notes
        )
    except LookupError:
        raise ProblemError(404) from None
    except PhoneError as error:
        raise ProblemError(422, fields={"phone": str(error)}) from None
    return CustomerShown.of(changed)


def debts(call: Call, query: DebtPage) -> CustomerList:
    """List who owes the shop, or whom it owes: the largest debt first."""
    found = customer_lists.owing(
        call.tx, call.organization_id, query.side, query.limit + 1, query.before
    )
    return _page(found, query.limit)


def _page(found: Sequence[Row], limit: int) -> CustomerList:
    shown = [CustomerShown.of(one) for one in found]
    return CustomerList.page(shown, [one.id for one in found], limit)


ROUTES: Routes = (
    Route("GET", "/customers", listing, CustomerList, query=CustomerPage),
    Route("GET", "/customers/<uuid:customer_id>", show, CustomerShown),
    Route(
        "POST",
        "/customers",
        create,
        CustomerShown,
        201,
        body=CustomerNew,
        creates=True,
        conflicts=True,
        examples={"A customer": {"name": "Mama Njeri", "phone": "+254722000002"}},
    ),
    Route(
        "PATCH",
        "/customers/<uuid:customer_id>",
        change,
        CustomerShown,
        body=CustomerChange,
        examples={"A note": {"note": "pays on Fridays"}},
    ),
    Route("GET", "/debts", debts, CustomerList, query=DebtPage),
)
