"""PINs: a person's own, as hashes, with the wrong tries; one-time codes to set a new one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    ForeignKey,
    Integer,
    Table,
    Text,
    Uuid,
    bindparam,
    delete,
    func,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from store.base import metadata, moment
from store.database import Transaction

pins = Table(
    "pins",
    metadata,
    Column("person_id", Uuid, ForeignKey("people.id"), primary_key=True),
    Column("hash", Text),
    Column("proposed", Text),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("lockouts", Integer, nullable=False, server_default="0"),
    moment("locked_until", nullable=True),
    moment("changed_at", nullable=True),
)

pin_resets = Table(
    "pin_resets",
    metadata,
    Column("person_id", Uuid, ForeignKey("people.id"), primary_key=True),
    Column("hash", Text, nullable=False),
    Column("tries", Integer, nullable=False, server_default="0"),
    moment("expires_at"),
)

_p, _r = pins.c, pin_resets.c
_GET = select(
    _p.hash,
    _p.proposed,
    _p.tries,
    _p.lockouts,
    func.coalesce(_p.locked_until > func.now(), text("false")).label("is_locked"),
).where(_p.person_id == bindparam("person"))
_LOCK = _GET.with_for_update(key_share=True)
_RESET = (
    select(_r.hash, _r.tries, (_r.expires_at - func.now()).label("left"))
    .where(_r.person_id == bindparam("person"))
    .with_for_update()
)
_WRONG = (
    update(pin_resets).where(_r.person_id == bindparam("person")).values(tries=_r.tries + 1)
)
_DROP = delete(pin_resets).where(_r.person_id == bindparam("person"))


@dataclass(frozen=True, slots=True)
class Pin:
    """A person's PIN as it is kept; `tries` are the wrong ones since the last right one."""

    hash: str | None
    proposed: str | None
    tries: int = 0
    lockouts: int = 0
    is_locked: bool = False


@dataclass(frozen=True, slots=True)
class Reset:
    """A one-time code that was sent, as a hash; it is good for as long as there is `left`."""

    hash: str
    tries: int
    left: timedelta


def get(tx: Transaction, person_id: UUID) -> Pin | None:
    """How the PIN of the transaction's person stands; None where none was ever chosen."""
    row = tx.execute(_GET, {"person": person_id}).one_or_none()
    return Pin(**row._mapping) if row else None


def lock(tx: Transaction, person_id: UUID) -> Pin | None:
    """The same, held until the end: tries at one moment are counted one after another."""
    row = tx.execute(_LOCK, {"person": person_id}).one_or_none()
    return Pin(**row._mapping) if row else None


def keep(tx: Transaction, person_id: UUID, pin_hash: str) -> None:
    """Let this be the PIN; wrong tries of before count no more."""
    fresh = {"proposed": None, "changed_at": func.now(), **_UNLOCKED}
    _put(tx, pins, person_id, {"hash": pin_hash, **fresh})


def propose(tx: Transaction, person_id: UUID, pin_hash: str) -> None:
    """Remember what is to be said once more."""
    _put(tx, pins, person_id, {"proposed": pin_hash})


def forgive(tx: Transaction, person_id: UUID) -> None:
    """The right one was said: earlier tries count no more."""
    _put(tx, pins, person_id, _UNLOCKED)


def count_try(tx: Transaction, person_id: UUID, tries: int) -> None:
    """So many wrong ones were said since the last right one."""
    _put(tx, pins, person_id, {"tries": tries})


def lock_out(tx: Transaction, person_id: UUID, lockouts: int, lasts: timedelta) -> None:
    """Let none count for a while; it is the so-manieth time."""
    until = func.now() + lasts
    _put(tx, pins, person_id, {"tries": 0, "lockouts": lockouts, "locked_until": until})


def reset_of(tx: Transaction, person_id: UUID) -> Reset | None:
    """The one-time code of the transaction's person, held until the end."""
    row = tx.execute(_RESET, {"person": person_id}).one_or_none()
    return Reset(**row._mapping) if row else None


def keep_reset(tx: Transaction, person_id: UUID, code_hash: str, lasts: timedelta) -> None:
    """Keep a one-time code; it takes the place of an older one."""
    expires_at = func.now() + lasts
    _put(tx, pin_resets, person_id, {"hash": code_hash, "tries": 0, "expires_at": expires_at})


def count_reset_try(tx: Transaction, person_id: UUID) -> None:
    """Another wrong code was said."""
    tx.execute(_WRONG, {"person": person_id})


def drop_reset(tx: Transaction, person_id: UUID) -> None:
    """A code is good for one time."""
    tx.execute(_DROP, {"person": person_id})


def _put(tx: Transaction, table: Table, person_id: UUID, values: Mapping[str, Any]) -> None:
    new = insert(table).values(person_id=person_id, **values)
    tx.execute(new.on_conflict_do_update(index_elements=["person_id"], set_=dict(values)))


_UNLOCKED: Mapping[str, Any] = {"tries": 0, "lockouts": 0, "locked_until": None}
