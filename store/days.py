"""What each day of a period brought."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import bindparam, select

from store.database import Transaction
from store.totals import day_totals

_t = day_totals.c
_DAYS = select(_t.business_date, _t.amount).where(
    _t.organization_id == bindparam("organization"),
    _t.business_date.between(bindparam("first"), bindparam("last")),
    _t.kind == bindparam("kind"),
)


def amounts(
    tx: Transaction, organization_id: UUID, kind: str, first: date, last: date
) -> Mapping[date, Decimal]:
    """The total of a kind by day, both ends included; days without an entry are left out."""
    key = {"organization": organization_id, "kind": kind, "first": first, "last": last}
    return {row.business_date: row.amount for row in tx.execute(_DAYS, key)}
