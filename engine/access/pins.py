"""A person's PIN: chosen, checked, and locked after wrong tries."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import structlog
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from bot.pin_book import Checked
from store import pins
from store.database import Transaction

TRIES = 5
FIRST_LOCK, LONGEST_LOCK = timedelta(minutes=15), timedelta(days=1)

_HASHER = PasswordHasher()
"""Argon2id with the bounds of RFC 9106 for little memory."""

_log = structlog.get_logger(__name__)


def is_set(tx: Transaction, person_id: UUID) -> bool:
    """Whether the transaction's person has a PIN."""
    found = pins.get(tx, person_id)
    return found is not None and found.hash is not None


def check(tx: Transaction, person_id: UUID, pin: str) -> Checked:
    """Try a PIN of the transaction's person; after five wrong ones none counts for a while."""
    found = pins.lock(tx, person_id)
    came_to = look(tx, person_id, pin)
    if found is None or came_to in (Checked.NONE, Checked.LOCKED):
        return came_to
    if came_to is Checked.RIGHT:
        pins.forgive(tx, person_id)
        return came_to
    if found.tries + 1 < TRIES:
        pins.count_try(tx, person_id, found.tries + 1)
        return Checked.WRONG
    lasts = min(FIRST_LOCK * 2 ** min(found.lockouts, 10), LONGEST_LOCK)
    pins.lock_out(tx, person_id, found.lockouts + 1, lasts)
    _log.warning("A PIN is locked", person=str(person_id))
    return Checked.LOCKED


def look(tx: Transaction, person_id: UUID, pin: str) -> Checked:
    """What a try would come to; nothing is counted."""
    found = pins.get(tx, person_id)
    if found is None or found.hash is None:
        return Checked.NONE
    if found.is_locked:
        return Checked.LOCKED
    return Checked.RIGHT if fits(found.hash, pin) else Checked.WRONG


def propose(tx: Transaction, person_id: UUID, pin: str) -> None:
    """Keep a PIN that is to be said once more before it counts."""
    pins.propose(tx, person_id, hashed(pin))


def is_proposed(tx: Transaction, person_id: UUID, pin: str) -> bool:
    """Whether this is the PIN that was said before."""
    found = pins.get(tx, person_id)
    return found is not None and found.proposed is not None and fits(found.proposed, pin)


def keep(tx: Transaction, person_id: UUID, pin: str) -> None:
    """Let this be the PIN; nobody but its person may be asked for it."""
    pins.keep(tx, person_id, hashed(pin))


def hashed(secret: str) -> str:
    """A secret as it is kept."""
    return _HASHER.hash(secret)


def fits(kept: str, said: str) -> bool:
    """Whether this is the secret that was kept."""
    try:
        return _HASHER.verify(kept, said)
    except (VerifyMismatchError, InvalidHashError):
        return False
