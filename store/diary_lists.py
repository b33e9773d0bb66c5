"""Appointments as they are listed: the latest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, select, tuple_

from store.appointments import SEEN, Appointment, appointments
from store.database import Transaction
from store.prepared import Prepared

_a = appointments.c
_last = appointments.alias("last")
_BEHIND = tuple_(_a.at, _a.id) < (
    select(_last.c.at, _last.c.id)
    .where(
        _last.c.organization_id == bindparam("organization"), _last.c.id == bindparam("before")
    )
    .scalar_subquery()
)
_BOUNDS: Mapping[str, ColumnElement[bool]] = {
    "before": _BEHIND,
    "status": _a.status == bindparam("status"),
    "customer": _a.customer_id == bindparam("customer"),
    "since": _a.at >= bindparam("since"),
    "until": _a.at < bindparam("until"),
}


def latest(
    tx: Transaction, organization_id: UUID, most: int, bounds: Mapping[str, Any]
) -> Sequence[Appointment]:
    """Appointments, the latest first, the cancelled ones too, within some of these bounds.

    `before` another's id, `status`, `customer`, `since` and `until` the first moment when they
    may begin and the first when they may not.
    """
    given = {name: value for name, value in bounds.items() if value is not None}
    values = {"organization": organization_id, "most": most, **given}
    rows = tx.fetch(_latest(frozenset(given)), values)
    return [Appointment(*row) for row in rows]


@cache
def _latest(bounds: frozenset[str]) -> Prepared:
    return Prepared(
        SEEN.where(
            _a.organization_id == bindparam("organization"),
            *(_BOUNDS[name] for name in sorted(bounds)),
        )
        .order_by(_a.at.desc(), _a.id.desc())
        .limit(bindparam("most"))
    )
