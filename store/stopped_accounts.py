"""Channel accounts that take nothing at the moment, for the operator to see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Column, Table, Text, bindparam, delete, func, select
from sqlalchemy.dialects.postgresql import insert

from store.base import metadata, moment
from store.database import Transaction

NOTED_FOR = timedelta(minutes=15)
"""An account on trial is noted again within minutes: what is older was left by a process."""

stopped_accounts = Table(
    "stopped_accounts",
    metadata,
    Column("account", Text, primary_key=True),
    Column("code", Text, nullable=False),
    moment("stopped_at", now=True),
    moment("noted_at", now=True),
)

_s = stopped_accounts.c
_new = insert(stopped_accounts)
_STOP = _new.on_conflict_do_update(
    index_elements=["account"], set_={"code": _new.excluded.code, "noted_at": func.now()}
)
_GO_ON = delete(stopped_accounts).where(_s.account == bindparam("key"))
_LIST = (
    select(_s.account, _s.code, _s.stopped_at)
    .where(_s.noted_at > func.now() - NOTED_FOR)
    .order_by(_s.stopped_at)
)


@dataclass(frozen=True, slots=True)
class StoppedAccount:
    """An account, the code of its last refusal, and since when it takes nothing."""

    account: str
    code: str
    stopped_at: datetime


def stop(tx: Transaction, account: str, code: str) -> None:
    """An account takes nothing; for the directory."""
    tx.execute(_STOP, {"account": account, "code": code})


def go_on(tx: Transaction, account: str) -> None:
    """An account takes messages again; for the directory."""
    tx.execute(_GO_ON, {"key": account})


def every(tx: Transaction) -> Sequence[StoppedAccount]:
    """What is stopped, the longest first; for the directory."""
    return [StoppedAccount(**row._mapping) for row in tx.execute(_LIST)]
