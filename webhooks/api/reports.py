"""Reports: what a period brought and took, by kind, item and person."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Self
from uuid import UUID

from pydantic import model_validator

from engine.facts import figures
from engine.facts.figures import Figures
from webhooks.api.entries import Kind
from webhooks.api.route import Call, Route, Routes
from webhooks.api.shapes import Shape
from webhooks.errors import ProblemError

LONGEST = timedelta(days=366)


class Period(Shape):
    """Business days, both included; without them, today; with one of them, that day."""

    first: date | None = None
    last: date | None = None

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        first, last = self.first or self.last, self.last or self.first
        if first and last and not timedelta(0) <= last - first <= LONGEST:
            raise ValueError(f"must be a period of at most {LONGEST.days + 1} days")
        return self


class ItemShown(Shape):
    """What an item brought; `quantity` is null where it was not always, or not alike, told."""

    item: str
    amount: Decimal
    quantity: Decimal | None


class PersonShown(Shape):
    """What a person sold, and the cash that passed through their hands."""

    person_id: UUID
    name: str | None
    amount: Decimal
    cash: Decimal


class SummaryShown(Shape):
    """A period's figures; what was taken back is counted off. Debts are those of now."""

    first: date
    last: date
    currency: str
    totals: dict[Kind, Decimal]
    items: list[ItemShown]
    people: list[PersonShown]
    owed_to_us: Decimal
    owed_by_us: Decimal

    @classmethod
    def of(cls, told: Figures) -> Self:
        """As the API shows it."""
        return cls.model_validate(told, from_attributes=True)


def summary(call: Call, query: Period) -> SummaryShown:
    """Sum a period up: totals by kind, the best-selling items, what each person sold."""
    try:
        return SummaryShown.of(figures.of_period(call.desk, query.first, query.last))
    except OverflowError:
        raise ProblemError(422, fields={"first": "is no day of a shop"}) from None


ROUTES: Routes = (Route("GET", "/reports/summary", summary, SummaryShown, query=Period),)
