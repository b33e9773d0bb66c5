"""The audit as it is looked through: newest first, by what, who and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from store.audit import audit_entries
from store.base import first_id
from store.database import Transaction
from store.prepared import Prepared

_a = audit_entries.c
_COLUMNS = (
    _a.id, _a.action, _a.entity, _a.entity_id, _a.person_id, _a.via, _a.before, _a.after,
    _a.at, _a.sequence, _a.erased_at,
)  # fmt: skip
_BOUNDS = {
    "before": _a.id < bindparam("before"),
    "deed": _a.action == bindparam("deed"),
    "entity": _a.entity == bindparam("entity"),
    "entity_id": _a.entity_id == bindparam("entity_id"),
    "person": _a.person_id == bindparam("person"),
    "since": _a.id >= bindparam("since"),
    "until": _a.id < bindparam("until"),
}


@dataclass(frozen=True, slots=True)
class LogEntry:
    """Who did what to what, by which way; `sequence` is its place in the chain.

    `before` and `after` are None where nothing is told, and once it is `erased_at`.
    """

    id: UUID
    action: str
    entity: str
    entity_id: UUID
    person_id: UUID | None
    via: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    at: datetime
    sequence: int | None
    erased_at: datetime | None


def listed(
    tx: Transaction, organization_id: UUID, most: int, bounds: Mapping[str, Any]
) -> Sequence[LogEntry]:
    """Entries, newest first, within `bounds`: none, or some of these.

    `deed` an action, `entity`, `entity_id`, `person`, `before` another entry's id, `since`
    and `until` the first moment when it may have been written and the first when it may not.
    """
    given = {name: value for name, value in bounds.items() if value is not None}
    key: dict[str, Any] = {"organization": organization_id, "most": most, **given}
    for name in given.keys() & {"since", "until"}:
        key[name] = first_id(key[name])
    return [LogEntry(*row) for row in tx.fetch(_listing(frozenset(given)), key)]


@cache
def _listing(bounds: frozenset[str]) -> Prepared:
    """One statement for each way of asking: each finds its index, whatever is left out."""
    return Prepared(
        select(*_COLUMNS)
        .where(
            _a.organization_id == bindparam("organization"),
            *(_BOUNDS[name] for name in sorted(bounds)),
        )
        .order_by(_a.id.desc())
        .limit(bindparam("most"))
    )
