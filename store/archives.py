"""The lists of messages that providers keep: since when we know one, and when we read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Column, Interval, Table, Text, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import insert

from store.base import id_column, metadata, moment, new_id
from store.database import Transaction

archives = Table(
    "archives",
    metadata,
    id_column(),
    Column("account", Text, nullable=False, unique=True),
    moment("known_at", now=True),
    moment("looked_at", now=True),
)

_a = archives.c
_KNOWN = select(_a.account).where(_a.account == func.any(bindparam("accounts")))
_MEET = insert(archives).on_conflict_do_nothing()
_DUE = (
    update(archives)
    .where(
        _a.account == func.any(bindparam("accounts")),
        _a.looked_at < func.now() - bindparam("every", type_=Interval),
    )
    .values(looked_at=func.now())
    .returning(_a.id)
)
_GET = select(_a.id, _a.account, _a.known_at).where(_a.id == bindparam("key"))


@dataclass(frozen=True, slots=True)
class Archive:
    """A provider's list of what came to one account; before `known_at` it is none of ours."""

    id: UUID
    account: str
    known_at: datetime


def meet(tx: Transaction, accounts: Sequence[str]) -> None:
    """Know these accounts from now on. For upkeep."""
    known = set(tx.execute(_KNOWN, {"accounts": list(accounts)}).scalars())
    for account in accounts:
        if account not in known:
            tx.execute(_MEET, {"id": new_id(), "account": account})


def due(tx: Transaction, accounts: Sequence[str], every: timedelta) -> list[UUID]:
    """The archives that nobody has read for so long, taken by whoever asks. For upkeep."""
    rows = tx.execute(_DUE, {"accounts": list(accounts), "every": every})
    return list(rows.scalars())


def get(tx: Transaction, archive_id: UUID) -> Archive:
    """One archive."""
    return Archive(**tx.execute(_GET, {"key": archive_id}).one()._mapping)
