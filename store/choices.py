"""Choices: what a shop once answered, so that it is never asked again."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Column, Table, Text, Uuid, bindparam, func, select
from sqlalchemy.dialects.postgresql import insert

from store.base import metadata, moment, organization_column
from store.database import Transaction

choices = Table(
    "choices",
    metadata,
    organization_column(),
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
    Column("person_id", Uuid),
    moment("chosen_at", now=True),
)

_c = choices.c
_GET = select(_c.value).where(
    _c.organization_id == bindparam("organization"), _c.name == bindparam("name")
)
_new = insert(choices)
_KEEP = _new.on_conflict_do_update(
    index_elements=["organization_id", "name"],
    set_={
        "value": _new.excluded.value,
        "person_id": _new.excluded.person_id,
        "chosen_at": func.now(),
    },
)


def get(tx: Transaction, organization_id: UUID, name: str) -> str | None:
    """What the shop chose; None while it was not asked."""
    key = {"organization": organization_id, "name": name}
    value: str | None = tx.execute(_GET, key).scalar_one_or_none()
    return value


def keep(
    tx: Transaction, organization_id: UUID, name: str, value: str, person_id: UUID | None
) -> None:
    """Remember a choice; a later one replaces it."""
    values = {"organization_id": organization_id, "name": name}
    tx.execute(_KEEP, {**values, "value": value, "person_id": person_id})
