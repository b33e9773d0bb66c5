"""Passwords: hashed and checked at one cost, whoever they are of, a few at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 8, 1024
"""In bytes of UTF-8. Taken as received: nothing is trimmed, folded or cut off."""

AT_ONCE = 4
"""Each takes 19 MiB and a core for about 40 ms."""
PATIENCE_S = 2.0

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
NOBODYS = (
    "$argon2id$v=19$m=19456,t=2,p=1$sTWg8xR5hnxBFgMmUH5mRg"
    "$mrycenhnm2cGhrfXEoHBZmmAhkG49sS/6UKAIQhf33Y"
)
"""The hash of random bytes that nobody kept: what the unknown are checked against."""

_turns = BoundedSemaphore(AT_ONCE)


class BusyError(Exception):
    """Too many passwords are being checked at this moment."""


def hashed(password: str) -> str:
    """A password as it is kept. Raises `BusyError`."""
    with _turn():
        return _HASHER.hash(password)


def fits(kept: str | None, said: str) -> bool:
    """Whether this is the password; None for nobody's, which takes as long. `BusyError`."""
    with _turn():
        try:
            _HASHER.verify(kept or NOBODYS, said)
        except (VerificationError, InvalidHashError):
            return False
    return kept is not None


def is_outdated(kept: str) -> bool:
    """Whether it was hashed at another cost than we would hash it at now."""
    return _HASHER.check_needs_rehash(kept)


@contextmanager
def _turn() -> Iterator[None]:
    if not _turns.acquire(timeout=PATIENCE_S):
        raise BusyError("Too many people sign in at this moment.")
    try:
        yield
    finally:
        _turns.release()
