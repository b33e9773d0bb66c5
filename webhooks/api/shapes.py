"""What shapes of the API share: strict fields, pages, values that the database can keep."""

from __future__ import annotations

import base64
import math
from datetime import UTC, datetime
from typing import Annotated, Any, Generic, Self, TypeVar
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, JsonValue

Item = TypeVar("Item", bound=BaseModel)

DEEPEST = 20
LONGEST_PAGE = 200


class Shape(BaseModel):
    """A body or an answer: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ErrorField(Shape):
    """A field that is wrong, and what to do."""

    field: str
    detail: str


class Problem(BaseModel):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[ErrorField] | None = None


def _cursor(text: str | None) -> str | None:
    if text is not None:
        read_cursor(text)
    return text


def read_cursor(text: str) -> UUID:
    """The id at which a page went out. Raises `ValueError`."""
    try:
        return UUID(bytes=base64.urlsafe_b64decode(text + "=="))
    except ValueError:
        raise ValueError("is none of ours: take next_cursor of the page before") from None


def cursor_of(row_id: UUID) -> str:
    """Where the next page begins: behind this row."""
    return base64.urlsafe_b64encode(row_id.bytes).decode().rstrip("=")


class Page(Shape):
    """Which part of a list is wanted, newest first."""

    limit: Annotated[int, Field(ge=1, le=LONGEST_PAGE)] = 50
    cursor: Annotated[str | None, AfterValidator(_cursor)] = None

    @property
    def before(self) -> UUID | None:
        """Rows behind this id are wanted; None for the first page."""
        return read_cursor(self.cursor) if self.cursor else None


class Listed(Shape, Generic[Item]):
    """A page of a list; `next_cursor` is null on the last one."""

    items: list[Item]
    next_cursor: str | None

    @classmethod
    def page(cls, items: list[Item], ids: list[UUID], limit: int) -> Self:
        """A page of rows, which were asked for with one more than the page holds."""
        more = len(items) > limit
        return cls(items=items[:limit], next_cursor=cursor_of(ids[limit - 1]) if more else None)


def storable(value: Any) -> Any:
    """JSON that the database can keep. Raises `ValueError`."""
    _look(value, 0)
    return value


def _look(value: object, depth: int) -> None:
    if depth > DEEPEST:
        raise ValueError(f"is nested deeper than {DEEPEST} levels")
    if value != value or value in (math.inf, -math.inf):
        raise ValueError("holds a number that is none")
    if isinstance(value, dict):
        for part in value.values():
            _look(part, depth + 1)
    elif isinstance(value, list):
        for part in value:
            _look(part, depth + 1)


Payload = Annotated[dict[str, JsonValue], AfterValidator(storable)]
"""Any JSON object of bounded depth; the bound of the body bounds its size."""

Document = dict[str, JsonValue]
"""A JSON object as it was kept."""


def _in_utc(at: datetime) -> datetime:
    try:
        return at.astimezone(UTC)
    except OverflowError:
        raise ValueError("is too far away") from None


Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]
"""A point in time with whatever offset; databases take fewer offsets than ISO 8601 allows."""
