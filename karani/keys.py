"""What an operator does about signing in: a key for a program, a lock for a person."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from engine.access import api_keys
from engine.access.api_keys import TooManyKeysError, Wanted
from engine.runtime import Runtime
from karani.errors import NotAsItShouldBeError
from karani.private import person_of
from store import accounts, organizations, sessions
from store.organizations import OwnShop
from webhooks.api.access import SCOPES

DAYS = 90


@dataclass(frozen=True, slots=True)
class Asked:
    """A key for whom, in which of their shops, to do what, for how many days."""

    whose: str
    shop: str | None = None
    scopes: Collection[str] = field(default_factory=tuple)
    days: int = DAYS


def make(rt: Runtime, asked: Asked) -> None:
    """Make a key that acts for a person, and show it. Raises `NotAsItShouldBeError`."""
    unknown = sorted(set(asked.scopes) - SCOPES)
    if unknown:
        known = ", ".join(sorted(SCOPES))
        raise NotAsItShouldBeError(f"{unknown[0]}: is no scope; there are {known}")
    person_id = _known(rt, asked.whose)
    shop = _shop(rt, person_id, asked)
    ends = rt.clock() + timedelta(days=asked.days)
    scopes = sorted(asked.scopes or SCOPES)
    wanted = Wanted(shop.id, person_id, "karani token", scopes, ends)
    try:
        with rt.db.tenant(shop.id, person_id) as tx:
            made = api_keys.make(tx, wanted, via="operator")
    except TooManyKeysError as error:
        raise NotAsItShouldBeError(str(error)) from None
    print(f"For {shop.name} as {shop.role}, until {ends:%Y-%m-%d}. It is shown only once:")
    print(made.key)


def lock(rt: Runtime, whose: str, *, is_locked: bool) -> None:
    """Let a person sign in no more, with every session and key of theirs; or let them again."""
    person_id = _known(rt, whose)
    with rt.db.every_tenant() as tx:
        accounts.lock(tx, person_id, is_locked=is_locked)
        if is_locked:
            sessions.revoke_all(tx, person_id)
    print("They are out, and so are their keys." if is_locked else "They may sign in again.")


def _known(rt: Runtime, whose: str) -> UUID:
    person_id = person_of(rt, whose)
    if person_id is None:
        raise NotAsItShouldBeError(f"{whose}: nobody is known by it")
    return person_id


def _shop(rt: Runtime, person_id: UUID, asked: Asked) -> OwnShop:
    with rt.db.every_tenant() as tx:
        shops = organizations.of_person(tx, person_id)
    fit = [shop for shop in shops if asked.shop in (None, str(shop.id))]
    if len(fit) == 1:
        return fit[0]
    if not fit:
        raise NotAsItShouldBeError(f"{asked.whose}: works in no such shop")
    several = ", ".join(f"{shop.id} ({shop.name})" for shop in fit)
    raise NotAsItShouldBeError(
        f"{asked.whose}: works in several, name one with --shop: {several}"
    )
