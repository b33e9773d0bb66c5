"""Templates inside documents: every text of a JSON value may have values to fill in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import field_validator

from engine.workflows import templating


def in_document(value: Any) -> Iterator[str]:
    """The texts of a JSON value, however deep."""
    match value:
        case str():
            yield value
        case Mapping():
            for inner in value.values():
                yield from in_document(inner)
        case list() | tuple():
            for inner in value:
                yield from in_document(inner)
        case _:
            return


def readable(*fields: str) -> Any:
    """A validator for fields whose texts must all be templates that can be read."""

    def check(value: Any) -> Any:
        for text in in_document(value):
            templating.compile(text)
        return value

    return field_validator(*fields)(check)
