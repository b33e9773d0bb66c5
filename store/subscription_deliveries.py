"""Deliveries of facts to other systems: how often each was tried, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    Text,
    Uuid,
    bindparam,
    delete,
    func,
    null,
    select,
    update,
)

from store.base import columns_of, id_column, metadata, moment, organization_column
from store.database import Transaction
from store.events import events
from store.paging import Listing
from store.prepared import insertion

subscription_deliveries = Table(
    "subscription_deliveries",
    metadata,
    organization_column(implied=True),
    id_column(),
    Column("subscription_id", Uuid, nullable=False),
    Column("event_id", Uuid, nullable=False),
    Column("status", Text, nullable=False, server_default="pending"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("error", Text),
    moment("created_at", now=True),
    moment("tried_at", nullable=True),
    CheckConstraint("status in ('pending', 'delivered', 'failed')", name="status"),
    ForeignKeyConstraint(
        ["organization_id", "subscription_id"],
        ["subscriptions.organization_id", "subscriptions.id"],
        name="fk_subscription_deliveries_subscription",
        ondelete="CASCADE",
    ),
    Index(
        "ix_subscription_deliveries_subscription_id",
        "organization_id",
        "subscription_id",
        "id",
    ),
    Index("ix_subscription_deliveries_created_at", "created_at"),
)

_d = subscription_deliveries.c
_SHOP = _d.organization_id == bindparam("organization")
_THIS = (_SHOP, _d.id == bindparam("key"))
_SEEN = select(
    _d.organization_id, _d.id, _d.subscription_id, _d.event_id, events.c.type, _d.status,
    _d.attempts, _d.error, _d.created_at, _d.tried_at,
).join(
    events, (events.c.organization_id == _d.organization_id) & (events.c.id == _d.event_id)
)  # fmt: skip
_ADD = insertion(
    subscription_deliveries, "organization_id", "id", "subscription_id", "event_id"
)
_GET = _SEEN.where(*_THIS)
_LISTED = Listing(
    _SEEN.where(_SHOP),
    _d.id,
    subscription=_d.subscription_id == bindparam("subscription"),
    status=_d.status == bindparam("status"),
)
_CLAIM = (
    update(subscription_deliveries)
    .where(*_THIS, _d.status == "pending")
    .values(attempts=_d.attempts + 1, tried_at=func.now())
    .returning(_d.attempts)
)
_CLOSE = (
    update(subscription_deliveries)
    .where(*_THIS, _d.status == "pending", _d.attempts == bindparam("attempt"))
    .values(status=bindparam("new_status"), error=bindparam("trouble"))
)
_AGAIN = (
    update(subscription_deliveries)
    .where(*_THIS, _d.status != "pending")
    .values(status="pending", attempts=0, error=null())
)
_DROP = delete(subscription_deliveries).where(
    _d.created_at < bindparam("before"), _d.status != "pending"
)


@dataclass(frozen=True, slots=True)
class NewDelivery:
    """A fact that a subscription shall hear of."""

    organization_id: UUID
    id: UUID
    subscription_id: UUID
    event_id: UUID


@dataclass(frozen=True, slots=True)
class Delivery:
    """How far a delivery is: `attempts` made, the last of them `tried_at`, its `error`."""

    organization_id: UUID
    id: UUID
    subscription_id: UUID
    event_id: UUID
    type: str
    status: str
    attempts: int
    error: str | None
    created_at: datetime
    tried_at: datetime | None


def add(tx: Transaction, rows: Sequence[NewDelivery]) -> None:
    """Keep new ones."""
    tx.insert(_ADD, [columns_of(row) for row in rows])


def get(tx: Transaction, organization_id: UUID, delivery_id: UUID) -> Delivery | None:
    """One of this shop's."""
    row = tx.execute(_GET, _key(organization_id, delivery_id)).one_or_none()
    return Delivery(**row._mapping) if row else None


def listed(
    tx: Transaction,
    organization_id: UUID,
    most: int,
    *,
    subscription: UUID,
    before: UUID | None,
    status: str | None,
) -> Sequence[Delivery]:
    """Those of a subscription, newest first; `before` and `status` may be left open."""
    rows = _LISTED.rows(
        tx, organization_id, most, subscription=subscription, before=before, status=status
    )
    return [Delivery(*row) for row in rows]


def claim(tx: Transaction, organization_id: UUID, delivery_id: UUID) -> int | None:
    """Begin an attempt: its number, by which its end is told; None where none is wanted."""
    key = _key(organization_id, delivery_id)
    attempt: int | None = tx.execute(_CLAIM, key).scalar_one_or_none()
    return attempt


def close(tx: Transaction, delivery: Delivery, status: str, error: str | None) -> bool:
    """What became of attempt number `delivery.attempts`; False where another was begun since.

    With the status pending it will be tried again.
    """
    key = _key(delivery.organization_id, delivery.id)
    values = {"attempt": delivery.attempts, "new_status": status, "trouble": error}
    return tx.execute(_CLOSE, {**key, **values}).rowcount == 1


def again(tx: Transaction, organization_id: UUID, delivery_id: UUID) -> bool:
    """Let it begin anew; False where it is under way."""
    return tx.execute(_AGAIN, _key(organization_id, delivery_id)).rowcount == 1


def drop_old(tx: Transaction, before: datetime) -> int:
    """Forget what was settled and is older; how many. For upkeep."""
    return tx.execute(_DROP, {"before": before}).rowcount


def _key(organization_id: UUID, delivery_id: UUID) -> dict[str, UUID]:
    return {"organization": organization_id, "key": delivery_id}
