"""API keys: made for a program, shown once, good until they end or are taken back."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from secrets import token_urlsafe
from typing import Any
from uuid import UUID

from store import api_keys, audit
from store.api_keys import Bearer, NewKey
from store.audit import Action, AuditEntry
from store.base import new_id
from store.database import Transaction

PREFIX = "karani_k_"
SHOWN = len(PREFIX) + 6
"""How much of a key its owners see later, to tell it from others."""

MOST = 50


class TooManyKeysError(Exception):
    """There are as many keys as an organization may have."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A key to make: for whom it acts, where, in what, and until when."""

    organization_id: UUID
    person_id: UUID
    name: str
    scopes: Sequence[str]
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A key that was made; `key` is not known to anybody afterwards."""

    id: UUID
    key: str


def make(tx: Transaction, wanted: Wanted, *, via: str = "api") -> Made:
    """Make a key. Raises `TooManyKeysError`."""
    if api_keys.live(tx, wanted.organization_id) >= MOST:
        raise TooManyKeysError(f"There are {MOST} keys: take one back first.")
    # 256 random bits: a plain hash is enough, for there is nothing to guess.
    key = PREFIX + token_urlsafe(32)
    new = NewKey(
        organization_id=wanted.organization_id,
        id=new_id(),
        person_id=wanted.person_id,
        name=wanted.name,
        prefix=key[:SHOWN],
        digest=digest(key),
        scopes=sorted(wanted.scopes),
        expires_at=wanted.expires_at,
    )
    api_keys.add(tx, new)
    after = {"name": new.name, "prefix": new.prefix, "scopes": list(new.scopes)}
    deed = _Deed("CREATE", new.organization_id, new.id, new.person_id, via)
    audit.append(tx, _told(deed, after=after))
    return Made(new.id, key)


def revoke(tx: Transaction, organization_id: UUID, key_id: UUID, *, by: UUID) -> None:
    """Take a key back, at once. Raises `LookupError` where there is no such good one."""
    name = api_keys.revoke(tx, organization_id, key_id)
    if name is None:
        raise LookupError("there is no such key, or it is good no more")
    deed = _Deed("DELETE", organization_id, key_id, by, "api")
    audit.append(tx, _told(deed, before={"name": name}))


def is_one(token: str) -> bool:
    """Whether a bearer shows a key."""
    return token.startswith(PREFIX)


def digest(key: str) -> bytes:
    """A key as it is kept."""
    return hashlib.sha256(key.encode()).digest()


def find(tx: Transaction, shown: bytes) -> Bearer | None:
    """Whom a key acts for, what they are by now, and in what; None for one that is none."""
    with tx.directory():
        return api_keys.find(tx, shown)


@dataclass(frozen=True, slots=True)
class _Deed:
    """Who did what to which key."""

    action: Action
    organization_id: UUID
    key_id: UUID
    by: UUID
    via: str


def _told(
    deed: _Deed, *, before: dict[str, Any] | None = None, after: dict[str, Any] | None = None
) -> AuditEntry:
    return AuditEntry(
        organization_id=deed.organization_id,
        action=deed.action,
        entity="api_key",
        entity_id=deed.key_id,
        person_id=deed.by,
        via=deed.via,
        before=before,
        after=after,
    )
