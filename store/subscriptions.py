"""Subscriptions: addresses of other systems, and which facts of a shop they hear of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Table,
    Text,
    Uuid,
    bindparam,
    delete,
    func,
    insert,
    null,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY

from store.base import id_column, metadata, moment, organization_column
from store.database import Transaction
from store.paging import Listing

EVERYTHING = "*"
"""In place of types of events: all of them."""

subscriptions = Table(
    "subscriptions",
    metadata,
    organization_column(),
    id_column(),
    Column("url", Text, nullable=False),
    Column("events", ARRAY(Text), nullable=False),
    Column("status", Text, nullable=False, server_default="active"),
    Column("created_by", Uuid, ForeignKey("people.id"), nullable=False),
    moment("failing_since", nullable=True),
    moment("created_at", now=True),
    CheckConstraint("status in ('active', 'disabled')", name="status"),
)

_s = subscriptions.c
_SHOP = _s.organization_id == bindparam("organization")
_THIS = (_SHOP, _s.id == bindparam("key"))
_ADD = insert(subscriptions)
_GET = select(subscriptions).where(*_THIS)
_LOCK = _GET.with_for_update()
_LISTED = Listing(select(subscriptions).where(_SHOP), _s.id)
_COUNT = select(func.count()).select_from(subscriptions).where(_SHOP)
_REMOVE = delete(subscriptions).where(*_THIS)
_FAILING = (
    update(subscriptions)
    .where(*_THIS)
    .values(failing_since=func.coalesce(_s.failing_since, bindparam("since")))
    .returning(_s.failing_since)
)
_WELL = (
    update(subscriptions)
    .where(*_THIS, _s.failing_since.is_not(None))
    .values(failing_since=null())
)
_SWITCH = (
    update(subscriptions)
    .where(*_THIS, _s.status != bindparam("new_status"))
    .values(status=bindparam("new_status"), failing_since=null())
)


@dataclass(frozen=True, slots=True)
class Subscription:
    """Where facts are told; `failing_since` is when the first of a row of failures was."""

    organization_id: UUID
    id: UUID
    url: str
    events: Sequence[str]
    status: str
    created_by: UUID
    failing_since: datetime | None
    created_at: datetime

    def wants(self, event_type: str) -> bool:
        """Whether it hears of such facts."""
        return EVERYTHING in self.events or event_type in self.events


def add(tx: Transaction, **values: Any) -> None:
    """Keep a new one; `values` are the columns that have no default."""
    tx.execute(_ADD, values)


def get(tx: Transaction, organization_id: UUID, subscription_id: UUID) -> Subscription | None:
    """One of this shop's."""
    return _one(tx, _GET, organization_id, subscription_id)


def lock(tx: Transaction, organization_id: UUID, subscription_id: UUID) -> Subscription | None:
    """The same, held until the end."""
    return _one(tx, _LOCK, organization_id, subscription_id)


def listed(
    tx: Transaction, organization_id: UUID, most: int, before: UUID | None
) -> Sequence[Subscription]:
    """The shop's, newest first."""
    rows = _LISTED.rows(tx, organization_id, most, before=before)
    return [Subscription(**row._asdict()) for row in rows]


def count(tx: Transaction, organization_id: UUID) -> int:
    """How many the shop has."""
    return int(tx.execute(_COUNT, {"organization": organization_id}).scalar_one())


def remove(tx: Transaction, organization_id: UUID, subscription_id: UUID) -> bool:
    """Forget one with its deliveries; False where there is none."""
    return tx.execute(_REMOVE, _key(organization_id, subscription_id)).rowcount == 1


def failing(
    tx: Transaction, organization_id: UUID, subscription_id: UUID, now: datetime
) -> datetime | None:
    """It has failed; since when it does. None where it is gone."""
    key = _key(organization_id, subscription_id)
    since: datetime | None = tx.execute(_FAILING, {**key, "since": now}).scalar_one_or_none()
    return since


def well(tx: Transaction, organization_id: UUID, subscription_id: UUID) -> None:
    """It has taken a delivery: what failed before is over."""
    tx.execute(_WELL, _key(organization_id, subscription_id))


def switch(tx: Transaction, organization_id: UUID, subscription_id: UUID, status: str) -> bool:
    """Make it active or disabled; False where it is already."""
    key = _key(organization_id, subscription_id)
    return tx.execute(_SWITCH, {**key, "new_status": status}).rowcount == 1


def _one(
    tx: Transaction, query: Any, organization_id: UUID, subscription_id: UUID
) -> Subscription | None:
    row = tx.execute(query, _key(organization_id, subscription_id)).one_or_none()
    return Subscription(**row._mapping) if row else None


def _key(organization_id: UUID, subscription_id: UUID) -> dict[str, UUID]:
    return {"organization": organization_id, "key": subscription_id}
