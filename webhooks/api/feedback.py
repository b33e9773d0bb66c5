"""Feedback: what people say of messages, runs, AI answers and entries."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import AfterValidator, Field, JsonValue, StringConstraints, model_validator

from engine.integrations.feedback import Opinion, give
from store import feedback
from store.feedback import About, Told
from webhooks.api.route import Call, Route, Routes
from webhooks.api.shapes import Listed, Page, Shape, storable
from webhooks.errors import ProblemError

Comment = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)
]
Correction = Annotated[JsonValue, AfterValidator(storable)]


class FeedbackNew(Shape):
    """What somebody says: a rating from 1 (wrong) to 5 (right), what is right, a comment."""

    about: About
    about_id: UUID
    rating: Annotated[int, Field(ge=1, le=5)] | None = None
    correction: Correction = None
    comment: Comment | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.rating is self.correction is self.comment is None:
            raise ValueError("say at least one of `rating`, `correction`, `comment`")
        return self


class FeedbackKept(Shape):
    """What somebody said; `id` is also that of the event `FEEDBACK_GIVEN`."""

    id: UUID
    about: About
    about_id: UUID
    person_id: UUID
    rating: int | None
    correction: JsonValue
    comment: str | None


class FeedbackShown(FeedbackKept):
    """What somebody said, beside what went in and what Karani made of it, as they stand now."""

    created_at: datetime
    input: JsonValue
    answer: JsonValue

    @classmethod
    def of(cls, told: Told) -> Self:
        """As the API shows it."""
        return cls.model_validate({name: getattr(told, name) for name in cls.model_fields})


class FeedbackList(Listed[FeedbackShown]):
    """A page of feedback."""


class FeedbackPage(Page):
    """Which feedback is wanted."""

    about: About | None = None
    about_id: UUID | None = None


def listing(call: Call, query: FeedbackPage) -> FeedbackList:
    """List what was said, newest first, each beside what it is about."""
    bounds = {"about": query.about, "about_id": query.about_id, "before": query.before}
    found = feedback.newest(call.tx, call.organization_id, query.limit + 1, bounds)
    shown = [FeedbackShown.of(one) for one in found]
    return FeedbackList.page(shown, [one.id for one in found], query.limit)


def create(call: Call, body: FeedbackNew) -> FeedbackKept:
    """Say whether something was right, and what would have been."""
    by = call.by
    said: dict[str, Any] = body.model_dump()
    try:
        kept = give(call.desk, by, Opinion(**said))
    except LookupError as error:
        raise ProblemError(422, fields={"about_id": str(error)}) from None
    return FeedbackKept(id=kept.id, person_id=kept.person_id, **said)


RIGHT = {
    "about": "entry",
    "about_id": "01900000-0000-7000-8000-000000000000",
    "rating": 2,
    "correction": {"amount": "1200"},
    "comment": "It was a thousand two hundred.",
}
ROUTES: Routes = (
    Route("GET", "/audit/feedback", listing, FeedbackList, query=FeedbackPage),
    Route(
        "POST",
        "/audit/feedback",
        create,
        FeedbackKept,
        201,
        body=FeedbackNew,
        creates=True,
        starts_runs=True,
        examples={"A correction": RIGHT},
    ),
)
