"""Days on which an organization has written as much as it may; its owner is told once."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import Column, Date, Table
from sqlalchemy.dialects.postgresql import insert

from store.base import metadata, organization_column
from store.database import Transaction

full_days = Table(
    "full_days",
    metadata,
    organization_column(),
    Column("day", Date, primary_key=True),
)

_NOTE = insert(full_days).on_conflict_do_nothing()


def note(tx: Transaction, organization_id: UUID, day: date) -> bool:
    """The day is full; False where that is known."""
    values = {"organization_id": organization_id, "day": day}
    return tx.execute(_NOTE, values).rowcount == 1
