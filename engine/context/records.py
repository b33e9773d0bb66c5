"""The shop's records as steps see them, and how a change is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Table, bindparam, select, update

from engine.workflows.settable import SETTABLE
from store.appointments import appointments
from store.customers import customers
from store.database import Transaction
from store.entries import entries
from store.organizations import organizations
from store.prepared import Prepared

TABLES: Mapping[str, Table] = {
    "appointment": appointments,
    "customer": customers,
    "entry": entries,
    "organization": organizations,
}


class StoreRecords:
    """Records of one shop, read inside its transaction."""

    def __init__(self, tx: Transaction, organization_id: UUID, *, takes: bool = True) -> None:
        self._tx = tx
        self._find = _TAKE if takes else _LOOK
        self._organization_id = organization_id
        self._seen: dict[tuple[str, str], Mapping[str, Any]] = {}

    def find(self, record: str, record_id: str) -> Mapping[str, Any] | None:
        """How a record stands; looked up, and taken unless we only look, once."""
        key = _uuid(record_id)
        if key is None or (record == "organization" and key != self._organization_id):
            return None
        if (record, record_id) not in self._seen:
            values = {"organization": self._organization_id, "key": key}
            rows = self._tx.fetch(self._find[record], values)
            if not rows:
                return None
            self._seen[record, record_id] = rows[0]._asdict()
        return self._seen[record, record_id]

    def change(
        self, record: str, record_id: str, after: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        """Set values of a record that was found; what they were before."""
        seen = self._seen[record, record_id]
        key = {"organization": self._organization_id, "key": UUID(record_id)}
        fresh = {f"new_{name}": value for name, value in after.items()}
        self._tx.send(_change(record, tuple(sorted(after))), {**key, **fresh})
        self._seen[record, record_id] = {**seen, **after}
        return {name: seen[name] for name in after}


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _this(record: str) -> list[Any]:
    table = TABLES[record]
    if record == "organization":
        return [table.c.id == bindparam("key"), table.c.id == bindparam("organization")]
    here = table.c.organization_id == bindparam("organization")
    if record == "entry":  # An event's id stands for all its lines.
        return [here, (table.c.id == bindparam("key")) | (table.c.event_id == bindparam("key"))]
    return [here, table.c.id == bindparam("key")]


def _change(record: str, names: tuple[str, ...]) -> Prepared:
    if (record, names) not in _CHANGES:
        values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
        change = update(TABLES[record]).where(*_this(record)).values(values)
        _CHANGES[record, names] = Prepared(change)
    return _CHANGES[record, names]


_QUERIES = {
    record: select(*(TABLES[record].c[name] for name in settable)).where(*_this(record))
    for record, settable in SETTABLE.items()
}
_LOOK = {record: Prepared(query) for record, query in _QUERIES.items()}
_TAKE = {
    record: Prepared(query.with_for_update(key_share=True))
    for record, query in _QUERIES.items()
}
_CHANGES: dict[tuple[str, tuple[str, ...]], Prepared] = {}
"""Statements by what they set: there are few, and building one costs more than running it."""
