"""The lists of messages that providers keep: since when we know one, and when we read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Column, Interval, Table, Text, bindparam, case, func, select, update
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
    Column("cursor", Text),
    Column("mark", Text),
    moment("heard_since", nullable=True),
    moment("read_at", nullable=True),
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
_KEY = _a.id == bindparam("key")
_IS_HEARD = _a.heard_since.is_not(None).label("is_heard")
_GET = select(_a.id, _a.account, _a.known_at, _a.cursor, _IS_HEARD).where(_KEY)
_BEGIN_ANEW = (
    update(archives)
    .where(
        _KEY,
        _a.mark.is_distinct_from(bindparam("new_mark"))
        | (_a.read_at < func.now() - bindparam("unread", type_=Interval)),
    )
    .values(mark=bindparam("new_mark"), known_at=func.now(), heard_since=None, read_at=None)
)
_KEEP = update(archives).where(_KEY).values(cursor=bindparam("last"))
_IS_READ = (
    update(archives)
    .where(_KEY)
    .values(
        read_at=func.now(),
        heard_since=case(
            (
                _a.known_at < func.now() - bindparam("settling", type_=Interval),
                func.coalesce(_a.heard_since, func.now()),
            ),
            else_=_a.heard_since,
        ),
    )
)


@dataclass(frozen=True, slots=True)
class Archive:
    """A provider's list of what came to one account; before `known_at` it is none of ours.

    Of a list that is read from its beginning on, `cursor` is the id up to which it was;
    `is_heard` once what is new there is heard, and not only compared.
    """

    id: UUID
    account: str
    known_at: datetime
    cursor: str | None = None
    is_heard: bool = False


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


def begin(tx: Transaction, archive_id: UUID, mark: str, unread: timedelta) -> Archive:
    """Read one on; only to compare at first, where its mark is new or it was long unread."""
    tx.execute(_BEGIN_ANEW, {"key": archive_id, "new_mark": mark, "unread": unread})
    return get(tx, archive_id)


def keep(tx: Transaction, archive_id: UUID, cursor: str | None) -> None:
    """It was read up to here."""
    tx.execute(_KEEP, {"key": archive_id, "last": cursor})


def is_read(tx: Transaction, archive_id: UUID, settling: timedelta) -> None:
    """It was read to its end; known for longer than it takes to settle, it is heard now."""
    tx.execute(_IS_READ, {"key": archive_id, "settling": settling})
