"""API keys: for programs that do some of what the person may who made the key."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints

from engine.access import api_keys as making
from engine.access.api_keys import TooManyKeysError, Wanted
from store import api_keys
from store.api_keys import ApiKey
from webhooks.api.access import SCOPES
from webhooks.api.route import Call, Route, Routes
from webhooks.api.shapes import Listed, Page, Shape
from webhooks.errors import ProblemError


def _scopes(given: list[str]) -> list[str]:
    unknown = sorted(set(given) - SCOPES)
    if unknown:
        raise ValueError(f"{unknown[0]!r} is none of {', '.join(sorted(SCOPES))}")
    return sorted(set(given))


class KeyNew(Shape):
    """A key to make: what it may do, and until when."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
    scopes: Annotated[list[str], Field(min_length=1, max_length=50), AfterValidator(_scopes)]
    expires_at: AwareDatetime | None = None


class KeyShown(Shape):
    """A key; of itself only how it begins. `used_at` is exact to the hour."""

    id: UUID
    name: str
    prefix: str
    scopes: list[str]
    person_id: UUID
    created_at: datetime
    expires_at: datetime | None
    used_at: datetime | None
    revoked_at: datetime | None

    @classmethod
    def of(cls, one: ApiKey) -> Self:
        """As the API shows it."""
        return cls(
            id=one.id,
            name=one.name,
            prefix=one.prefix,
            scopes=list(one.scopes),
            person_id=one.person_id,
            created_at=one.created_at,
            expires_at=one.expires_at,
            used_at=one.used_at,
            revoked_at=one.revoked_at,
        )


class KeyList(Listed[KeyShown]):
    """A page of keys."""


class KeyMade(Shape):
    """A key that was made: `key` is shown this once, and sent as a bearer."""

    id: UUID
    name: str
    scopes: list[str]
    expires_at: datetime | None
    key: str


def listing(call: Call, organization_id: UUID, query: Page) -> KeyList:
    """List the keys, newest first, with those that are good no more."""
    found = api_keys.listed(call.tx, organization_id, query.before, query.limit + 1)
    shown = [KeyShown.of(one) for one in found]
    return KeyList.page(shown, [one.id for one in found], query.limit)


def create(call: Call, organization_id: UUID, body: KeyNew) -> KeyMade:
    """Make a key.

    It acts for whoever makes it, in its scopes, and never with more than they may themselves.
    """
    if body.expires_at is not None and body.expires_at <= call.rt.clock():
        raise ProblemError(422, fields={"expires_at": "is over"})
    person_id = call.caller.person_id
    wanted = Wanted(organization_id, person_id, body.name, body.scopes, body.expires_at)
    try:
        made = making.make(call.tx, wanted)
    except TooManyKeysError as error:
        raise ProblemError(409, str(error)) from None
    return KeyMade(
        id=made.id,
        name=body.name,
        scopes=body.scopes,
        expires_at=body.expires_at,
        key=made.key,
    )


def revoke(call: Call, organization_id: UUID, key_id: UUID) -> None:
    """Take a key back; it opens nothing from now on."""
    try:
        making.revoke(call.tx, organization_id, key_id, by=call.caller.person_id)
    except LookupError:
        raise ProblemError(404, "There is no such key that is good.") from None


_ALL = "/organizations/<uuid:organization_id>/api-keys"
ROUTES: Routes = (
    Route("GET", _ALL, listing, KeyList, query=Page),
    Route(
        "POST",
        _ALL,
        create,
        KeyMade,
        201,
        body=KeyNew,
        creates=True,
        conflicts=True,
        needs_pin=True,
        keeps_answer=False,
        examples={"A till": {"name": "Till", "scopes": ["events:write"]}},
    ),
    Route("DELETE", f"{_ALL}/<uuid:key_id>", revoke, None),
)
