"""Fill in what a step's template names, in every language that people may read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, StringConstraints

from engine.workflows.fields import Text
from engine.workflows.step import Context
from engine.workflows.wishes import Wanted

MOST_VARIABLES = 100

TemplateName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,511}$")]
"""The name of a template, as providers take it."""
Variable = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,29}$")]
Variables = Annotated[dict[Variable, Text], Field(max_length=MOST_VARIABLES)]
"""What stands in the places of a template: a text with values, by variable."""


def wanted(context: Context, name: str, variables: Mapping[str, str]) -> Wanted:
    """The template with its values as each reader writes them. Raises `TemplateError`."""
    values = {
        language: {key: context.text(text, language) for key, text in variables.items()}
        for language in context.place.languages
    }
    return Wanted(name, values)


def empty(form: Wanted) -> str | None:
    """A variable that comes out empty, if there is one."""
    for values in form.values.values():
        for key, value in values.items():
            if not value.strip():
                return key
    return None
