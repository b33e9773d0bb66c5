"""What the fields of a definition are made of; each refuses what could not run."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, StringConstraints

from engine.workflows import conditions, templating

LONGEST_WAIT = timedelta(days=400)

EVENT_TYPE = r"^[A-Z][A-Z0-9_]{2,63}$"


def _expression(source: str) -> str:
    conditions.compile(source)
    return source


def _template(source: str) -> str:
    templating.compile(source)
    return source


def _is_written(value: object) -> object:
    if not isinstance(value, (str, timedelta)):
        raise ValueError("must be an ISO 8601 duration, such as PT2H or P3D")
    return value


def _is_bearable(value: timedelta) -> timedelta:
    if not timedelta(0) < value <= LONGEST_WAIT:
        raise ValueError(f"must be more than nothing and at most {LONGEST_WAIT.days} days")
    return value


StepId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
EventType = Annotated[str, StringConstraints(pattern=EVENT_TYPE)]
Expression = Annotated[str, AfterValidator(_expression)]
"""A condition or value in CEL."""
Text = Annotated[str, AfterValidator(_template)]
"""A template."""
LocalTexts = dict[str, Text]
"""A template for each language."""
Duration = Annotated[timedelta, BeforeValidator(_is_written), AfterValidator(_is_bearable)]
"""ISO 8601."""
