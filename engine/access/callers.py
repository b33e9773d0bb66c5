"""Who calls the API: a person with a token; what they are in the organization they name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from engine.access import api_keys, tokens
from engine.access.tokens import Claims, TokenError
from engine.runtime import Runtime
from store import sessions
from store.database import Transaction

Via = Literal["api", "api_key"]


class StrangerError(Exception):
    """Nobody we know; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Credential:
    """What a bearer has shown, before anything is looked up."""

    person_id: UUID | None
    claims: Claims | None = None
    key: bytes = b""
    """An API key, as a hash."""

    @property
    def name(self) -> str:
        """What all requests with it are counted under."""
        return self.key.hex() or str(self.person_id)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls, and as what.

    `organization_id` and `role` are None where no organization is named and there is not
    exactly one; `shops` counts those they could mean. `scopes` narrow an API key, which acts
    for the person who made it; None for a person.
    """

    person_id: UUID
    organization_id: UUID | None
    role: str | None
    shops: int
    via: Via = "api"
    scopes: frozenset[str] | None = None
    session_id: UUID | None = None
    """By which a person signed in; None for an API key."""


def read(rt: Runtime, token: str) -> Credential:
    """What a bearer shows. Raises `StrangerError`."""
    if api_keys.is_one(token):
        return Credential(None, key=api_keys.digest(token))
    try:
        claims = tokens.read(rt.settings, token, rt.clock())
    except TokenError as error:
        raise StrangerError(str(error)) from None
    return Credential(claims.person_id, claims)


def identify(
    rt: Runtime, tx: Transaction, credential: Credential, organization_id: UUID | None
) -> Caller:
    """Who that is now; the transaction's scope becomes theirs. Raises `StrangerError`."""
    claims = credential.claims
    if claims is None:
        return _by_key(tx, credential.key, organization_id)
    shops = sessions.works(tx, claims.session_id, claims.person_id)
    if shops is None:
        raise StrangerError("This session is over: sign in again.")
    chosen = {shop.organization_id: shop.role for shop in shops}
    if organization_id is None and len(shops) == 1:
        organization_id = shops[0].organization_id
    role = chosen.get(organization_id) if organization_id else None
    here = organization_id if role is not None else None
    if tx.organization_id != here:
        tx.scope(organization_id=here, person_id=claims.person_id)
    named_another = organization_id is not None and role is None
    return Caller(
        person_id=claims.person_id,
        organization_id=here,
        role=role,
        shops=0 if named_another else len(shops),
        session_id=claims.session_id,
    )


def _by_key(tx: Transaction, key: bytes, organization_id: UUID | None) -> Caller:
    """Whom a key acts for: with what they are by now, in the organization it was made in."""
    found = api_keys.find(tx, key)
    if found is None:
        raise StrangerError("This API key is none, or is good no more.")
    is_here = organization_id in (None, found.organization_id)
    here = found.organization_id if is_here else None
    tx.scope(organization_id=here, person_id=found.person_id)
    return Caller(
        person_id=found.person_id,
        organization_id=here,
        role=found.role if is_here else None,
        shops=int(is_here),
        via="api_key",
        scopes=found.scopes,
    )
