"""Access tokens: signed, short-lived, naming a person and the session they signed in with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Any
from uuid import UUID

import jwt

from engine.settings import Settings
from engine.tools import keys
from engine.tools.keys import NoSecretError
from store.base import new_id

LIFETIME = timedelta(minutes=15)
ISSUER, AUDIENCE, KIND = "karani", "karani.api", "access"
ALGORITHM = "HS256"
REQUIRED = ("exp", "iat", "nbf", "iss", "aud", "sub", "jti", "typ", "sid")
SKEW = timedelta(seconds=5)
"""What clocks of our own processes may differ by."""


class TokenError(Exception):
    """A token is none of ours, or no longer good."""


@dataclass(frozen=True, slots=True)
class Claims:
    """What a token says: who, and by which session."""

    person_id: UUID
    session_id: UUID


def issue(settings: Settings, claims: Claims, now: datetime) -> str:
    """A token for a person who has just proved who they are."""
    content = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "typ": KIND,
        "sub": claims.person_id.hex,
        "sid": claims.session_id.hex,
        "jti": new_id().hex,
        "iat": now,
        "nbf": now,
        "exp": now + LIFETIME,
    }
    return jwt.encode(content, _key(settings), ALGORITHM)


def read(settings: Settings, token: str, now: datetime) -> Claims:
    """What a token of ours says. Raises `TokenError`."""
    try:
        content = _content(token, _key(settings))
        _is_in_time(content, now)
        if content["typ"] != KIND:
            raise TokenError("The token is of another kind.")
        return Claims(UUID(content["sub"]), UUID(content["sid"]))
    except (jwt.InvalidTokenError, ValueError, TypeError, AttributeError):
        raise TokenError("The token is none of ours.") from None


@lru_cache(maxsize=4096)
def _content(token: str, key: bytes) -> Mapping[str, Any]:
    """What a token says that is signed by us; its time is looked at each time, and not here.

    A program sends the same token with every request: proving it once is enough.
    """
    return MappingProxyType(
        jwt.decode(
            token,
            key,
            algorithms=[ALGORITHM],
            issuer=ISSUER,
            audience=AUDIENCE,
            # The time is passed in, so the library's own look at a clock is not asked.
            options={
                "require": list(REQUIRED),
                "verify_exp": False,
                "verify_nbf": False,
                "verify_iat": False,
            },
        )
    )


def _is_in_time(content: Mapping[str, Any], now: datetime) -> None:
    begins, ends = content["nbf"], content["exp"]
    if type(begins) is not int or type(ends) is not int:
        raise TokenError("The token is none of ours.")
    if now.timestamp() >= ends:
        raise TokenError("The token has expired: sign in again, or refresh it.")
    if now.timestamp() < begins - SKEW.total_seconds():
        raise TokenError("The token is not good yet.")


def _key(settings: Settings) -> bytes:
    try:
        return keys.derived(settings, "tokens")
    except NoSecretError as error:
        raise TokenError(str(error)) from None
