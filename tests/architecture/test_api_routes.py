"""Every route of the API has its line in the table of roles, and stands in the description."""

from __future__ import annotations

import re

from webhooks.api import ROUTES, openapi
from webhooks.api.access import TABLE

DESCRIPTION = openapi.describe(ROUTES, "0", "http://localhost")


def test_each_route_has_one_line_in_the_table_of_roles() -> None:
    assert sorted(route.name for route in ROUTES) == sorted(TABLE)


def test_each_route_is_described() -> None:
    described = {
        f"{method.upper()} {path}"
        for path, operations in DESCRIPTION["paths"].items()
        for method in operations
    }

    plain = re.compile(r"<(?:[a-z]+:)?([a-z_]+)>")
    assert described == {
        f"{route.method} {openapi.PREFIX}" + plain.sub(r"{\1}", route.path) for route in ROUTES
    }


def test_names_of_operations_are_unique() -> None:
    names = [
        operation["operationId"]
        for operations in DESCRIPTION["paths"].values()
        for operation in operations.values()
    ]

    assert len(names) == len(set(names))


def test_every_operation_says_in_a_sentence_what_it_does() -> None:
    for operations in DESCRIPTION["paths"].values():
        for operation in operations.values():
            assert operation["summary"]
