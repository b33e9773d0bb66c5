"""Messages that come by two ways under two ids: which of them are one and the same."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from store.base import id_column, metadata, moment, new_id
from store.database import Transaction

arrivals = Table(
    "arrivals",
    metadata,
    id_column(),
    Column("account", Text, nullable=False),
    Column("likeness", LargeBinary, nullable=False),
    Column("n", Integer, nullable=False),
    Column("reference", Text),
    Column("listed", Text),
    moment("heard_at", nullable=True),
    moment("created_at", now=True),
    UniqueConstraint("account", "likeness", "n", name="uq_arrivals_likeness"),
    UniqueConstraint("account", "reference", name="uq_arrivals_reference"),
    UniqueConstraint("account", "listed", name="uq_arrivals_listed"),
    CheckConstraint("reference is not null or listed is not null", name="named"),
    Index("ix_arrivals_created_at", "created_at"),
)

TRIES = 100
"""How many others of the same likeness may come at the very same moment."""

LATE_BY = timedelta(days=2)
"""So late a message may come by itself that was found in the list before."""

# Each has its own side, `{mine}`, and looks for one that has only the other. Two that come at
# one moment want the same `n`: the second finds it taken, and looks again.
_MEET = """
with known as (
  select reference, heard_at, created_at <= now() - :patience as is_due
  from arrivals where account = :account and {mine} = :name
), twin as (
  update arrivals set {mine} = :name
  where id = (
    select id from arrivals
    where account = :account and likeness = :likeness and {mine} is null
    and created_at > now() - :within and not exists (select from known)
    order by n limit 1
  ) and {mine} is null
  returning heard_at
), fresh as (
  insert into arrivals (id, account, likeness, n, {mine})
  select :id, :account, :likeness, coalesce(max(n), 0) + 1, :name from arrivals
  where account = :account and likeness = :likeness
  having :adds and not exists (select from known) and not exists (select from twin)
  on conflict do nothing
  returning 1
)
select
  (select count(*) from known) as known,
  (select count(*) from known where reference is null and heard_at is null and is_due) as due,
  (select count(*) from known where reference is null and heard_at is null) as waits,
  (select count(*) from twin) as twins,
  (select count(*) from twin where heard_at is not null) as late,
  (select count(*) from fresh) as fresh
"""
_COMES = text(_MEET.format(mine="reference"))
_IS_LISTED = text(_MEET.format(mine="listed"))
_HEAR = text("""
update arrivals set heard_at = now()
where account = :account and listed = :listed and reference is null and heard_at is null
""")
_FORGET = text("delete from arrivals where created_at < :before")


class Place(StrEnum):
    """What a line of the list is to us."""

    SETTLED = "settled"
    """It came by itself, or was heard from the list."""
    WAITS = "waits"
    """It may still come by itself."""
    DUE = "due"
    """It did not."""


def comes(tx: Transaction, account: str, likeness: bytes, reference: str) -> bool:
    """Note a message that comes by itself; False if it was heard before, by whatever way."""
    for _ in range(TRIES):
        met = _met(tx, _COMES, account, likeness, reference, within=LATE_BY)
        if met.fresh or met.twins:
            return not met.late
        if met.known:
            return False
    return True  # Its own reference is unique all the same.


def is_listed(
    tx: Transaction,
    account: str,
    likeness: bytes,
    listed: str,
    *,
    patience: timedelta,
    adds: bool,
) -> Place:
    """Look at a line of the list; `patience` is how long it may still come by itself.

    Without `adds` what did not come by itself is passed over: it is none of ours.
    """
    more = {"patience": patience, "adds": adds, "within": timedelta(days=365)}
    for _ in range(TRIES):
        met = _met(tx, _IS_LISTED, account, likeness, listed, **more)
        if met.due:
            return Place.DUE
        if met.waits or met.fresh:
            return Place.WAITS
        if met.known or met.twins or not adds:
            return Place.SETTLED
    return Place.WAITS


def hear(tx: Transaction, account: str, listed: str) -> bool:
    """Hear one from the list, unless it was heard or has come by itself meanwhile."""
    return tx.execute(_HEAR, {"account": account, "listed": listed}).rowcount == 1


def forget(tx: Transaction, before: datetime) -> None:
    """Drop what is older than the list is ever read back to. For upkeep."""
    tx.execute(_FORGET, {"before": before})


def _met(
    tx: Transaction, query: Any, account: str, likeness: bytes, name: str, **more: Any
) -> Any:
    values = {"id": new_id(), "account": account, "likeness": likeness, "name": name}
    usual = {"patience": timedelta(0), "adds": True}
    return tx.execute(query, {**usual, **values, **more}).one()
