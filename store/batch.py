"""Statements on their way: what needs no answer travels with the next that does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import NamedTuple

from sqlalchemy import Connection

from store import driver
from store.driver import Row
from store.prepared import ROWS, Prepared, Values

_PLANS = "karani.plans"
"""Where a connection keeps the names of what it has prepared."""


_Key = tuple[str, Prepared]


@dataclass
class _Plans:
    """How one connection calls what it has prepared; a plan depends on the role."""

    calls: dict[_Key, str] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))


class _Item(NamedTuple):
    role: str
    statement: Prepared
    values: Values


class Batch:
    """What waits to be sent on one connection, in its order."""

    def __init__(self, connection: Connection, *, prepares: bool) -> None:
        self._connection = connection
        self._prepares = prepares
        self._plans: _Plans = connection.info.setdefault(_PLANS, _Plans())
        self._waiting: list[_Item] = []
        self._last: dict[Prepared, _Item] = {}

    def add(self, role: str, statement: Prepared, values: Values) -> None:
        """Let a statement wait."""
        self._waiting.append(_Item(role, statement, values))

    def insert(
        self, role: str, statement: Prepared, rows: Sequence[Values], *, last: bool
    ) -> None:
        """Let rows wait, with those of the same kind before them; `last`, until all is sent."""
        if last:
            item = self._last.setdefault(statement, _Item(role, statement, {ROWS: []}))
        else:
            before = self._waiting[-1] if self._waiting else None
            if before is None or (before.role, before.statement) != (role, statement):
                self.add(role, statement, {ROWS: []})
            item = self._waiting[-1]
        item.values[ROWS].extend(rows)

    def rank(self) -> None:
        """Let nothing go last any more: what is added now goes behind all there is."""
        self._waiting += self._last.values()
        self._last = {}

    def send(self) -> None:
        """Send what waits, but for what goes last."""
        if self._waiting:
            self._send(self._take())

    def fetch(self, role: str, statement: Prepared, values: Values) -> list[Row]:
        """Send what waits and one statement more, in one message; the rows of the last."""
        self.add(role, statement, values)
        return self._send(self._take())

    def forget(self) -> None:
        """Drop what waits: it belongs to something that is taken back."""
        self._waiting, self._last = [], {}

    def _take(self) -> list[_Item]:
        taken, self._waiting = self._waiting, []
        return taken

    def _send(self, items: Sequence[_Item]) -> list[Row]:
        if not self._prepares:
            return self._say([item.statement.plain for item in items], items)
        calls = self._plans.calls
        words = [calls.get((item.role, item.statement), "") for item in items]
        if all(words):
            return self._say(words, items)
        # A connection meets a statement for the first time. It is prepared after what comes
        # before it, which may give the right to, and alone: its text is kept with its plan.
        rows: list[Row] = []
        for item in items:
            rows = self._say([self._call(item)], [item])
        return rows

    def _say(self, words: Sequence[str], items: Sequence[_Item]) -> list[Row]:
        plainly = not self._prepares
        given = [
            value
            for item in items
            for value in item.statement.values(item.values, plainly=plainly)
        ]
        return driver.say(self._connection, ";".join(words), given)

    def _call(self, item: _Item) -> str:
        key = item.role, item.statement
        if key not in self._plans.calls:
            # Had it failed before, nobody would know how far it came: a name is used once.
            name = f"karani_{next(self._plans.numbers)}"
            driver.say(self._connection, f"prepare {name} as {item.statement.numbered}", ())
            places = ",".join(["%s"] * len(item.statement.names))
            self._plans.calls[key] = (
                f"execute {name}({places})" if places else f"execute {name}"
            )
        return self._plans.calls[key]
