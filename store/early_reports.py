"""Status reports that came before we knew the message they are about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    Numeric,
    Row,
    Table,
    Text,
    Uuid,
    bindparam,
    delete,
    func,
    insert,
    select,
)

from store.base import columns_of, id_column, metadata, moment, new_id
from store.database import Transaction
from store.outbound import DELIVERY_STATUS, DeliveryStatus, outbound_messages
from store.reported import Report

KEPT_FOR = timedelta(days=1)
"""What nobody has claimed by then belongs to somebody else on the same account."""

early_reports = Table(
    "early_reports",
    metadata,
    id_column(),
    Column("provider", Text, nullable=False),
    Column("provider_reference", Text, nullable=False),
    Column("status", DELIVERY_STATUS, nullable=False),
    Column("error_code", Text),
    Column("trouble", Text),
    Column("message_id", Uuid),
    Column("price", Numeric(18, 6)),
    Column("price_currency", Text),
    Column("price_category", Text),
    moment("received_at", now=True),
)

_e, _o = early_reports.c, outbound_messages.c
_KEEP = insert(early_reports)
_CLAIMED = (
    select(_e.id, *(_e[field.name] for field in fields(Report)))
    .where(
        select(_o.id).where(_o.provider_reference == _e.provider_reference).exists()
        | select(_o.id)
        .where(_o.id == _e.message_id, _o.status == DeliveryStatus.UNKNOWN)
        .exists()
    )
    .order_by(_e.id)
    .limit(200)
)
_DROP = delete(early_reports).where(_e.id == func.any(bindparam("ids")))
_DROP_OLD = delete(early_reports).where(_e.received_at < func.now() - KEPT_FOR)


def keep(tx: Transaction, report: Report) -> None:
    """Keep a report until its message has its reference."""
    tx.execute(_KEEP, {"id": new_id(), **columns_of(report)})


def claimed(tx: Transaction) -> dict[UUID, Report]:
    """Reports whose message is known by now, in the order in which they came."""
    rows = tx.execute(_CLAIMED)
    return {row.id: Report(**_without_id(row)) for row in rows}


def drop(tx: Transaction, ids: Sequence[UUID]) -> None:
    """Forget what was taken, and what is too old to be ours."""
    if ids:
        tx.execute(_DROP, {"ids": list(ids)})
    tx.execute(_DROP_OLD)


def _without_id(row: Row[Any]) -> dict[str, Any]:
    return {name: value for name, value in row._mapping.items() if name != "id"}
