"""Statements on their way: what needs no answer travels with the next that does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from sqlalchemy import Connection, CursorResult

from store.prepared import ROWS, Prepared, Values

_PLANS = "karani.plans"
"""Where a connection keeps the names of what it has prepared."""


@dataclass
class _Plans:
    """What one connection has prepared, under which names; a plan depends on the role."""

    names: dict[tuple[str, Prepared], str] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))


@dataclass(frozen=True, slots=True)
class _Item:
    role: str
    statement: Prepared
    values: Values


class Batch:
    """What waits to be sent on one connection, in its order."""

    def __init__(self, connection: Connection, *, prepares: bool) -> None:
        self._connection = connection
        self._prepares = prepares
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

    def fetch(self, role: str, statement: Prepared, values: Values) -> CursorResult[Any]:
        """Send what waits and one statement more, in one message; the answer to the last."""
        self.add(role, statement, values)
        return self._send(self._take())

    def forget(self) -> None:
        """Drop what waits: it belongs to something that is taken back."""
        self._waiting, self._last = [], {}

    def _take(self) -> list[_Item]:
        taken, self._waiting = self._waiting, []
        return taken

    def _send(self, items: Sequence[_Item]) -> CursorResult[Any]:
        plans: _Plans = self._connection.info.setdefault(_PLANS, _Plans())
        fresh: dict[tuple[str, Prepared], str] = {}
        words: list[str] = []
        given: list[Any] = []
        for item in items:
            if self._prepares:
                words += self._called(item, plans, fresh)
            else:
                words.append(item.statement.plain)
            given += item.statement.values(item.values, plainly=not self._prepares)
        sent = self._connection.exec_driver_sql(";".join(words), tuple(given))
        # Only now: had it failed, nobody would know how far it came. A name is used once.
        plans.names.update(fresh)
        return sent

    def _called(
        self, item: _Item, plans: _Plans, fresh: dict[tuple[str, Prepared], str]
    ) -> Iterator[str]:
        key = item.role, item.statement
        name = plans.names.get(key) or fresh.get(key)
        if name is None:
            name = fresh[key] = f"karani_{next(plans.numbers)}"
            yield f"prepare {name} as {item.statement.numbered}"
        places = ",".join(["%s"] * len(item.statement.names))
        yield f"execute {name}({places})" if places else f"execute {name}"
