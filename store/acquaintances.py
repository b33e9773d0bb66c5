"""Which shops know a person: as their customer, or as one who works there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import bindparam, null, select

from store.customers import customers
from store.database import Transaction
from store.organizations import members, organizations

MOST = 9
"""As many as a question with digits can offer."""

_c, _o = customers.c, organizations.c
_OF = (
    select(
        _o.id.label("organization_id"),
        _o.name.label("shop"),
        _o.language,
        _o.timezone,
        _o.currency,
        _c.id.label("customer_id"),
        _c.name,
        (_c.owes_us - _c.we_owe).label("owes"),
        _c.reminded_at,
        _c.disputed_at,
    )
    .join(organizations, _o.id == _c.organization_id)
    .where(_c.person_id == bindparam("person"))
    .order_by(_c.reminded_at.desc().nulls_last(), _c.greeted_at.desc().nulls_last(), _c.id)
    .limit(MOST)
)
_SHOPS = (
    select(_c.organization_id, _c.id.label("customer_id"))
    .where(_c.person_id == bindparam("person"))
    .union_all(
        select(members.c.organization_id, null().label("customer_id")).where(
            members.c.person_id == bindparam("person"), members.c.removed_at.is_(None)
        )
    )
)


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """A shop that knows a person as its customer; `owes` is what they owe it, or less than 0.

    `reminded_at` is when it last reminded them of that, `disputed_at` when they answered.
    """

    organization_id: UUID
    shop: str
    language: str
    timezone: str
    currency: str
    customer_id: UUID
    name: str
    owes: Decimal
    reminded_at: datetime | None
    disputed_at: datetime | None


def of(tx: Transaction, person_id: UUID) -> Sequence[Acquaintance]:
    """Whose customer a person is, the last to remind them first; for the directory."""
    rows = tx.execute(_OF, {"person": person_id})
    return [Acquaintance(**row._mapping) for row in rows]


def shops(tx: Transaction, person_id: UUID) -> dict[UUID, UUID | None]:
    """Every shop that may write to a person, with the customer they are there, if any.

    For the directory.
    """
    found: dict[UUID, UUID | None] = {}
    for row in tx.execute(_SHOPS, {"person": person_id}):
        found[row.organization_id] = found.get(row.organization_id) or row.customer_id
    return found
