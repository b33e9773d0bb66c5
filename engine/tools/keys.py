"""Keys of our own, each for one use, made from the installation's secret."""

from __future__ import annotations

import hmac
from functools import lru_cache

from engine.settings import Settings


class NoSecretError(LookupError):
    """Without a SECRET_KEY nothing can be signed."""


def derived(settings: Settings, use: str) -> bytes:
    """The key for one use and nothing else, 64 bytes. Raises `NoSecretError`."""
    if settings.secret_key is None:
        raise NoSecretError("This installation has no SECRET_KEY.")
    return _derived(settings.secret_key.get_secret_value(), use)


@lru_cache(maxsize=64)
def _derived(secret: str, use: str) -> bytes:
    """Each request needs one: it is made once."""
    return hmac.digest(secret.encode(), f"karani.{use}".encode(), "sha512")
