"""Channel accounts that take nothing, or took nothing once, for the operator to see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Table,
    Text,
    bindparam,
    case,
    func,
    select,
    update,
)
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
    Column("is_stopped", Boolean, nullable=False, server_default="true"),
    Column("stops", BigInteger, nullable=False, server_default="1"),
)

_s = stopped_accounts.c
_new = insert(stopped_accounts)
_STOP = _new.on_conflict_do_update(
    index_elements=["account"],
    set_={
        "code": _new.excluded.code,
        "stopped_at": case((_s.is_stopped, _s.stopped_at), else_=func.now()),
        "noted_at": func.now(),
        "is_stopped": True,
        "stops": _s.stops + 1,
    },
)
_GO_ON = update(stopped_accounts).where(_s.account == bindparam("key")).values(is_stopped=False)
_IS_STOPPED = _s.is_stopped & (_s.noted_at > func.now() - NOTED_FOR)
_LIST = select(_s.account, _s.code, _s.stopped_at).where(_IS_STOPPED).order_by(_s.stopped_at)
_COUNTED = select(_s.account, _IS_STOPPED.label("is_stopped"), _s.stops).order_by(_s.account)


@dataclass(frozen=True, slots=True)
class StoppedAccount:
    """An account, the code of its last refusal, and since when it takes nothing."""

    account: str
    code: str
    stopped_at: datetime


@dataclass(frozen=True, slots=True)
class CountedAccount:
    """An account that was stopped at least once: whether it is now, and how often it was."""

    account: str
    is_stopped: bool
    stops: int


def stop(tx: Transaction, account: str, code: str) -> None:
    """An account takes nothing; for the directory."""
    tx.execute(_STOP, {"account": account, "code": code})


def go_on(tx: Transaction, account: str) -> None:
    """An account takes messages again; for the directory."""
    tx.execute(_GO_ON, {"key": account})


def every(tx: Transaction) -> Sequence[StoppedAccount]:
    """What is stopped, the longest first; for the directory."""
    return [StoppedAccount(**row._mapping) for row in tx.execute(_LIST)]


def counted(tx: Transaction) -> Sequence[CountedAccount]:
    """Whatever was ever stopped, by name; for the directory."""
    return [CountedAccount(**row._mapping) for row in tx.execute(_COUNTED)]
