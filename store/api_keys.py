"""API keys: programs that may do some of what the person may who made the key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    Table,
    Text,
    Uuid,
    bindparam,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY

from store.accounts import accounts
from store.base import LAST_ID, columns_of, id_column, metadata, moment, organization_column
from store.database import Transaction
from store.organizations import members
from store.people import people
from store.prepared import Prepared

api_keys = Table(
    "api_keys",
    metadata,
    organization_column(),
    id_column(),
    Column("person_id", Uuid, ForeignKey("people.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("prefix", Text, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("scopes", ARRAY(Text), nullable=False),
    moment("created_at", now=True),
    moment("expires_at", nullable=True),
    moment("used_at", nullable=True),
    moment("revoked_at", nullable=True),
    Index("uq_api_keys_digest", "digest", unique=True),
)

_k = api_keys.c
_SEEN = timedelta(hours=1)
"""`used_at` is as exact as this: a write for each request would be too many."""

_IS_GOOD = (_k.revoked_at.is_(None), or_(_k.expires_at.is_(None), _k.expires_at > func.now()))
# One look at every request: the key, and what the person who made it is by now.
_FIND = Prepared(
    select(
        _k.organization_id,
        _k.id,
        _k.person_id,
        _k.scopes,
        members.c.role,
        (func.coalesce(_k.used_at, _k.created_at) < func.now() - _SEEN).label("is_stale"),
    )
    .select_from(
        api_keys.join(
            members,
            (members.c.organization_id == _k.organization_id)
            & (members.c.person_id == _k.person_id)
            & members.c.removed_at.is_(None),
        )
        .join(people, people.c.id == _k.person_id)
        .outerjoin(accounts, accounts.c.person_id == _k.person_id)
    )
    .where(
        _k.digest == bindparam("shown"),
        *_IS_GOOD,
        people.c.erased_at.is_(None),
        accounts.c.locked_at.is_(None),
    )
)
_USED = Prepared(
    update(api_keys)
    .where(_k.organization_id == bindparam("organization"), _k.id == bindparam("key"))
    .values(used_at=func.now())
)
_ABOUT = (
    _k.id, _k.person_id, _k.name, _k.prefix, _k.scopes, _k.created_at, _k.expires_at,
    _k.used_at, _k.revoked_at,
)  # fmt: skip
_LIST = (
    select(*_ABOUT)
    .where(
        _k.organization_id == bindparam("organization"),
        _k.id < bindparam("before"),
    )
    .order_by(_k.id.desc())
    .limit(bindparam("most"))
)
_LIVE = select(func.count()).where(_k.organization_id == bindparam("organization"), *_IS_GOOD)
_REVOKE = (
    update(api_keys)
    .where(
        _k.organization_id == bindparam("organization"),
        _k.id == bindparam("key"),
        _k.revoked_at.is_(None),
    )
    .values(revoked_at=func.now())
    .returning(_k.name)
)


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key to be kept; `digest` is its SHA-256, `prefix` how people tell it from others."""

    organization_id: UUID
    id: UUID
    person_id: UUID
    name: str
    prefix: str
    digest: bytes
    scopes: Sequence[str]
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key as its organization sees it."""

    id: UUID
    person_id: UUID
    name: str
    prefix: str
    scopes: Sequence[str]
    created_at: datetime
    expires_at: datetime | None
    used_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whom a key acts for, where, as what by now, and in what."""

    organization_id: UUID
    person_id: UUID
    role: str
    scopes: frozenset[str]


def add(tx: Transaction, new: NewKey) -> None:
    """Keep a key."""
    tx.execute(insert(api_keys), {**columns_of(new), "scopes": list(new.scopes)})


def find(tx: Transaction, digest: bytes) -> Bearer | None:
    """Whose key this is; None for one that is none, or no longer. For the directory."""
    for row in tx.fetch(_FIND, {"shown": digest}):
        if row.is_stale:
            tx.send(_USED, {"organization": row.organization_id, "key": row.id})
        return Bearer(row.organization_id, row.person_id, row.role, frozenset(row.scopes))
    return None


def listed(
    tx: Transaction, organization_id: UUID, before: UUID | None, most: int
) -> Sequence[ApiKey]:
    """The organization's keys, the newest first, with those that are good no more."""
    values = {"organization": organization_id, "before": before or LAST_ID, "most": most}
    return [ApiKey(**row._mapping) for row in tx.execute(_LIST, values)]


def live(tx: Transaction, organization_id: UUID) -> int:
    """How many keys are good."""
    return int(tx.execute(_LIVE, {"organization": organization_id}).scalar_one())


def revoke(tx: Transaction, organization_id: UUID, key_id: UUID) -> str | None:
    """Let a key be good no more; its name, None where there is no good one."""
    key = {"organization": organization_id, "key": key_id}
    name: str | None = tx.execute(_REVOKE, key).scalar_one_or_none()
    return name
