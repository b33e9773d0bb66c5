"""Sessions and their refresh tokens: each is good once, and leads to the next."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from secrets import token_bytes
from uuid import UUID

import structlog

from engine.access import tokens
from engine.access.callers import StrangerError
from engine.access.tokens import Claims
from engine.runtime import Runtime
from engine.tools import keys
from store import sessions
from store.base import new_id
from store.database import Transaction
from store.sessions import Session

PREFIX = "karani_r_"
SECRET_BYTES = 32
OVER = "This session is over: sign in again."

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a person who has signed in is given; `expires_in` is the access token's, in s."""

    access: str
    refresh: str
    expires_in: int


@dataclass(frozen=True, slots=True)
class _Shown:
    """A refresh token that somebody shows."""

    session_id: UUID
    secret: bytes


def begin(rt: Runtime, tx: Transaction, person_id: UUID) -> Tokens:
    """Sign a person in who has just proved who they are; for the directory."""
    session_id, secret = new_id(), token_bytes(SECRET_BYTES)
    sessions.begin(tx, session_id, person_id, _digest(secret))
    return _given(rt, person_id, _Shown(session_id, secret))


def refresh(rt: Runtime, token: str) -> Tokens:
    """New tokens for a refresh token, which is good once. Raises `StrangerError`.

    One that was good before shows that somebody else has it too: its session ends. Only the
    last one is answered once more within `sessions.GRACE`, with the very same successor: its
    answer may have been lost on the way.
    """
    shown = _read(token)
    with rt.db.every_tenant() as tx:
        held = sessions.hold(tx, shown.session_id)
        given = _renewed(rt, tx, held, shown) if held and held.is_open else None
    if given is None:  # Said behind the commit, for a session that was ended stays so.
        raise StrangerError(OVER)
    return given


def _renewed(rt: Runtime, tx: Transaction, held: Session, shown: _Shown) -> Tokens | None:
    digest = _digest(shown.secret)
    # Derived, not drawn: so a lost answer can be given again, and nothing but hashes is kept.
    key = keys.derived(rt.settings, "refresh")
    following = _Shown(shown.session_id, hmac.digest(key, shown.secret, "sha256"))
    if hmac.compare_digest(held.digest, digest):
        sessions.rotate(tx, shown.session_id, _digest(following.secret))
    elif held.previous is None or not hmac.compare_digest(held.previous, digest):
        sessions.revoke(tx, shown.session_id)
        _log.warning("An old refresh token was shown", session=str(shown.session_id))
        return None
    return _given(rt, held.person_id, following)


def _given(rt: Runtime, person_id: UUID, shown: _Shown) -> Tokens:
    claims = Claims(person_id, shown.session_id)
    whole = base64.urlsafe_b64encode(shown.session_id.bytes + shown.secret).decode()
    return Tokens(
        access=tokens.issue(rt.settings, claims, rt.clock()),
        refresh=PREFIX + whole,
        expires_in=int(tokens.LIFETIME.total_seconds()),
    )


def _read(token: str) -> _Shown:
    try:
        whole = base64.b64decode(token.removeprefix(PREFIX), altchars=b"-_", validate=True)
    except ValueError:
        raise StrangerError(OVER) from None
    if len(whole) != 16 + SECRET_BYTES:
        raise StrangerError(OVER)
    return _Shown(UUID(bytes=whole[:16]), whole[16:])


def _digest(secret: bytes) -> bytes:
    return hashlib.sha256(secret).digest()
