"""Checkpoints: where an organization's audit chain ended on a day, signed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    LargeBinary,
    Table,
    bindparam,
    func,
    insert,
    select,
    update,
)

from store.audit import audit_heads
from store.base import columns_of, metadata, moment, organization_column
from store.database import Transaction

audit_checkpoints = Table(
    "audit_checkpoints",
    metadata,
    organization_column(),
    Column("day", Date, primary_key=True),
    Column("sequence", BigInteger, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("public_key", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    moment("signed_at", now=True),
)

_c, _h = audit_checkpoints.c, audit_heads.c
_COLUMNS = tuple(column for column in _c if column.name != "signed_at")
_DUE = (
    select(_h.organization_id, _h.sequence, _h.hash)
    .where(_h.signed_on < bindparam("today"))
    .order_by(_h.signed_on)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_LOOKED_AT = (
    update(audit_heads)
    .where(_h.organization_id == func.any(bindparam("organizations")))
    .values(signed_on=bindparam("today"))
)
_LAST_SIGNED = (
    select(_c.organization_id, func.max(_c.sequence).label("last"))
    .where(_c.organization_id == func.any(bindparam("organizations")))
    .group_by(_c.organization_id)
)
_KEEP = insert(audit_checkpoints)
_NEWEST = (
    select(*_COLUMNS)
    .where(_c.organization_id == bindparam("organization"), _c.day < bindparam("before"))
    .order_by(_c.day.desc())
    .limit(bindparam("most"))
)
_WITHIN = (
    select(*_COLUMNS)
    .where(
        _c.organization_id == bindparam("organization"),
        _c.sequence > bindparam("after"),
    )
    .order_by(_c.sequence)
)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Where a chain ended when it was signed: after `sequence` entries, with this hash."""

    organization_id: UUID
    day: date
    sequence: int
    hash: bytes
    public_key: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class End:
    """Where a chain ends that was not signed today."""

    organization_id: UUID
    sequence: int
    hash: bytes


def due(tx: Transaction, today: date, most: int) -> Sequence[End]:
    """Ends that are to be signed today, held and marked as looked at.

    Those that have not moved since they were signed last are left out; a chain that is being
    sealed waits for the next look.
    """
    held = tx.execute(_DUE, {"today": today, "most": most}).all()
    if not held:
        return ()
    whose = {"organizations": [row.organization_id for row in held]}
    tx.execute(_LOOKED_AT, {**whose, "today": today})
    signed = {row.organization_id: row.last for row in tx.execute(_LAST_SIGNED, whose)}
    return [
        End(row.organization_id, row.sequence, bytes(row.hash))
        for row in held
        if row.sequence > signed.get(row.organization_id, 0)
    ]


def keep(tx: Transaction, checkpoints: Sequence[Checkpoint]) -> None:
    """Keep signed ends."""
    if checkpoints:
        tx.execute(_KEEP, [columns_of(one) for one in checkpoints])


def newest(
    tx: Transaction, organization_id: UUID, before: date, most: int
) -> Sequence[Checkpoint]:
    """An organization's signed ends from before a day, newest first."""
    key = {"organization": organization_id, "before": before, "most": most}
    return [_checkpoint(row) for row in tx.execute(_NEWEST, key)]


def behind(tx: Transaction, organization_id: UUID, after: int) -> Sequence[Checkpoint]:
    """An organization's signed ends behind a number, in the order of the chain."""
    key = {"organization": organization_id, "after": after}
    return [_checkpoint(row) for row in tx.execute(_WITHIN, key)]


def _checkpoint(row: object) -> Checkpoint:
    values = {column.name: getattr(row, column.name) for column in _COLUMNS}
    for name in ("hash", "public_key", "signature"):
        values[name] = bytes(values[name])
    return Checkpoint(**values)
