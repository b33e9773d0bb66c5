"""What a log says of an error."""

from __future__ import annotations

from psycopg2.errors import UniqueViolation
from sqlalchemy.exc import IntegrityError

from engine.tools import telling

SAID = "nimeuza sukari kwa +254711000001"


def fails(words: str) -> None:
    raise RuntimeError(words)


def caught() -> Exception:
    try:
        fails(SAID)
    except RuntimeError as error:
        return error
    raise AssertionError


def test_an_error_has_the_name_of_its_class() -> None:
    assert telling.name(RuntimeError(SAID)) == "RuntimeError"


def test_a_databases_error_has_the_name_that_its_driver_gave_it() -> None:
    assert telling.name(IntegrityError(SAID, {}, UniqueViolation(SAID))) == "UniqueViolation"


def test_the_places_are_named_and_nothing_that_was_said() -> None:
    outer, inner = telling.where(caught()).splitlines()

    assert outer.endswith("in caught")
    assert inner.endswith("in fails")
    assert __file__ in inner
    assert SAID not in outer + inner


def test_an_error_that_was_never_raised_has_no_place() -> None:
    assert telling.where(RuntimeError(SAID)) == ""
