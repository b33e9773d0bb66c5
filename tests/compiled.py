"""Statements compiled once for all databases of a test process, and not for each anew."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.psycopg2 import PGDialect_psycopg2

_COMPILED: dict[Any, Any] = {}


class OneServersDialect(PGDialect_psycopg2):
    """The dialect of one server: what is compiled for one of its databases is for all."""

    supports_statement_cache = True

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self)

    def __hash__(self) -> int:
        return hash(type(self))

    @classmethod
    def engine_created(cls, engine: Engine) -> None:
        """Let every engine look where the others have."""
        engine.update_execution_options(compiled_cache=_COMPILED)


def share() -> None:
    """Let every engine that is made from here on take what others have compiled."""
    registry.register("postgresql.psycopg2", __name__, OneServersDialect.__name__)
