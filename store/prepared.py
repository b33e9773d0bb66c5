"""Statements that a connection plans once, written in SQLAlchemy Core."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

from psycopg2.extensions import adapt
from pydantic_core import PydanticSerializationError, to_json
from sqlalchemy import (
    ColumnCollection,
    ColumnElement,
    Executable,
    LargeBinary,
    Table,
    Text,
    bindparam,
    column,
    func,
    insert,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB, psycopg2
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

Values = Mapping[str, Any]
Columns = ColumnCollection[str, Any]

_DIALECT = psycopg2.dialect()  # type: ignore[no-untyped-call]
_PLACE = re.compile(r"%\((\w+)\)s")
ROWS = "rows"
"""The one parameter of a statement that takes rows."""


class Prepared:
    """A Core statement for `Transaction.fetch`, `send` and `insert`.

    Its constants stay constants, so that partial indexes are found; its parameters are the
    values of each execution.
    """

    def __init__(self, statement: Executable) -> None:
        self._statement = statement

    @cached_property
    def numbered(self) -> str:
        """As PREPARE takes it: `$1` for the first of `names`."""
        numbers = {name: f"${place}" for place, name in enumerate(self.names, start=1)}
        return _PLACE.sub(lambda place: numbers[place[1]], self._text)

    @cached_property
    def plain(self) -> str:
        """As it is executed without being prepared."""
        return _PLACE.sub("%s", self._text)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Its parameters, each once."""
        return tuple(dict.fromkeys(self._places))

    def values(self, given: Values, *, plainly: bool) -> list[Any]:
        """The parameters in their order, as the driver takes them."""
        names = self._places if plainly else self.names
        write = self._writers
        return [write[name](given[name]) if name in write else given[name] for name in names]

    @cached_property
    def _compiled(self) -> SQLCompiler:
        compiled = self._statement.compile(dialect=_DIALECT)  # type: ignore[attr-defined]
        assert isinstance(compiled, SQLCompiler)  # noqa: S101 -- Only tables compile otherwise.
        return compiled

    @cached_property
    def _text(self) -> str:
        """With places for parameters only: what the statement knows itself is written in."""
        binds = self._compiled.binds

        def write(place: re.Match[str]) -> str:
            bind = binds[place[1]]
            return place[0] if bind.required else adapt(bind.value).getquoted().decode()

        return _PLACE.sub(write, self._compiled.string)

    @cached_property
    def _places(self) -> tuple[str, ...]:
        return tuple(_PLACE.findall(self._text))

    @cached_property
    def _writers(self) -> Mapping[str, Callable[[Any], Any]]:
        processors: Mapping[str, Any] = self._compiled._bind_processors
        known = {name: processors[name] for name in self.names if name in processors}
        return {**known, ROWS: _json} if ROWS in self.names else known


def insertion(
    table: Table,
    *names: str,
    given: Mapping[str, TypeEngine[Any]] | None = None,
    **computed: Callable[[Columns], ColumnElement[Any]],
) -> Prepared:
    """Add rows with these columns; what is not named has its default.

    Other columns are `computed` from the row, and from what is `given` with it. The rows are
    one parameter: it is the same statement for any number of them.
    """
    types = {**{name: table.c[name].type for name in names}, **(given or {})}
    document = func.jsonb_to_recordset(bindparam(ROWS, type_=JSONB))
    new = document.table_valued(*(column(name, _sent(type_)) for name, type_ in types.items()))
    c: Columns = new.render_derived(name="new", with_types=True).c
    source = select(
        *(_arrived(c[name], types[name]) for name in names),
        *(make(c) for make in computed.values()),
    )
    return Prepared(insert(table).from_select([*names, *computed], source))


def _sent(type_: TypeEngine[Any]) -> TypeEngine[Any]:
    """What a value is in the document: JSON has no bytes, so they go as hexadecimal text."""
    return Text() if isinstance(type_, LargeBinary) else type_


def _arrived(value: ColumnElement[Any], type_: TypeEngine[Any]) -> ColumnElement[Any]:
    return func.decode(value, "hex") if isinstance(type_, LargeBinary) else value


def _json(given: Sequence[Values]) -> str:
    # It takes a third of the time of the standard library's, and knows what columns hold.
    try:
        return to_json(given, bytes_mode="hex").decode()
    except PydanticSerializationError:
        return _REFUSED


_REFUSED = "half a character"
"""What PostgreSQL refuses as JSON: so the whole transaction fails, as with any value that no
column holds, and does not go on without the rows."""
