"""One-time codes: an address is proved by saying what was sent there. For the directory."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    bindparam,
    delete,
    func,
    insert,
    select,
    text,
    update,
)

from store.base import columns_of, id_column, metadata, moment
from store.database import Transaction

Purpose = Literal["register", "sign_in"]

LASTS = timedelta(minutes=10)
TRIES = 5
TRIES_AN_HOUR = 10
"""For all codes of one number together."""

SENT_AN_HOUR = 5
"""To one number."""

one_time_codes = Table(
    "one_time_codes",
    metadata,
    id_column(),
    Column("purpose", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("secret", LargeBinary, nullable=False),
    Column("code", LargeBinary),
    Column("password", Text),
    Column("name", Text),
    Column("language", Text),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("is_cold", Boolean, nullable=False, server_default="false"),
    moment("created_at", now=True),
    moment("expires_at"),
    moment("sent_at", nullable=True),
    moment("used_at", nullable=True),
    CheckConstraint("purpose in ('register', 'sign_in')", name="purpose"),
    CheckConstraint("tries between 0 and 5", name="tries"),
    Index("ix_one_time_codes_address", "address", "created_at"),
    Index("ix_one_time_codes_created_at", "created_at"),
)

_c = one_time_codes.c
_HOUR = timedelta(hours=1)
_ADD = insert(one_time_codes).values(expires_at=func.now() + LASTS)
# Tries of one number are counted one after another, whichever code they are for.
_ONE_BY_ONE = text("""
    select pg_advisory_xact_lock(hashtextextended(address, 0)) from one_time_codes
    where id = :key and secret = :shown
""")
_other = one_time_codes.alias("other")
_TRIED = (
    select(func.coalesce(func.sum(_other.c.tries), 0))
    .where(_other.c.address == _c.address, _other.c.created_at > func.now() - LASTS - _HOUR)
    .scalar_subquery()
)
_FOUND = (_c.id, _c.purpose, _c.address, _c.code, _c.password, _c.name, _c.language)
_TRY = (
    update(one_time_codes)
    .where(
        _c.id == bindparam("key"),
        _c.secret == bindparam("shown"),
        _c.code.is_not(None),
        _c.used_at.is_(None),
        _c.expires_at > func.now(),
        _c.tries < TRIES,
        _TRIED < TRIES_AN_HOUR,
    )
    .values(tries=_c.tries + 1)
    .returning(*_FOUND)
)
_USE = (
    update(one_time_codes)
    .where(_c.id == bindparam("key"), _c.used_at.is_(None), _c.expires_at > func.now())
    .values(used_at=func.now())
)
_WAITING = (
    select(*_FOUND)
    .where(_c.id == bindparam("key"), _c.sent_at.is_(None), _c.expires_at > func.now())
    .with_for_update()
)
_SENT = select(func.count()).where(
    _c.address == bindparam("to"), _c.sent_at > func.now() - _HOUR
)
_COLD = select(func.count()).where(
    _c.is_cold, _c.sent_at > func.now() - _HOUR, _c.created_at > func.now() - _HOUR - LASTS
)
_SEND = (
    update(one_time_codes)
    .where(_c.id == bindparam("key"))
    .values(code=bindparam("digest"), is_cold=bindparam("cold"), sent_at=func.now())
)


@dataclass(frozen=True, slots=True)
class NewCode:
    """A code that is to be sent to a phone (E.164), for whoever holds the `secret`'s hash.

    `password` is the hash that counts once the code was said, `name` and `language` are what
    they call themselves.
    """

    id: UUID
    purpose: Purpose
    address: str
    secret: bytes
    password: str | None = None
    name: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Code:
    """A code as it is kept: `code` is its HMAC, None until it is sent."""

    id: UUID
    purpose: str
    address: str
    code: bytes | None
    password: str | None
    name: str | None
    language: str | None


def add(tx: Transaction, new: NewCode) -> None:
    """Keep what is to be proved; the code itself is made when it is sent."""
    tx.execute(_ADD, columns_of(new))


def waiting(tx: Transaction, code_id: UUID) -> Code | None:
    """What is to be sent, until the end; None where it was sent, or is over."""
    row = tx.execute(_WAITING, {"key": code_id}).one_or_none()
    return Code(**row._mapping) if row else None


def sent_lately(tx: Transaction, address: str) -> int:
    """How many codes went to a number within the hour."""
    return int(tx.execute(_SENT, {"to": address}).scalar_one())


def cold_lately(tx: Transaction) -> int:
    """How many codes went to numbers that had never written, within the hour."""
    return int(tx.execute(_COLD).scalar_one())


def mark_sent(tx: Transaction, code_id: UUID, digest: bytes, *, is_cold: bool) -> None:
    """It goes to its number, and can be said from now on."""
    tx.execute(_SEND, {"key": code_id, "digest": digest, "cold": is_cold})


def take_try(tx: Transaction, code_id: UUID, secret: bytes) -> Code | None:
    """Count a try before it is looked at; None where there is none left.

    To be committed whatever comes of it: so tries at one moment are never more than there are.
    """
    this = {"key": code_id, "shown": secret}
    tx.execute(_ONE_BY_ONE, this)
    row = tx.execute(_TRY, this).one_or_none()
    if row is None:
        return None
    return Code(**{**row._mapping, "code": bytes(row.code)})


def use(tx: Transaction, code_id: UUID) -> bool:
    """Use a code up; False where somebody was faster."""
    return tx.execute(_USE, {"key": code_id}).rowcount == 1


def drop(tx: Transaction, before: datetime) -> int:
    """Forget codes that are older; how many. For upkeep."""
    return tx.execute(delete(one_time_codes).where(_c.created_at < before)).rowcount
