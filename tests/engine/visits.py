"""A shop with a diary in a test: book, move and cancel, and what was written to whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from bot.effects import KeepPhone, MakeRule
from bot.rules import VISITS
from tests.engine.flows import passes
from tests.engine.keeper import Keeper
from tests.engine.world import World

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def books(owner: Keeper, name: str, at: datetime, **more: Any) -> UUID:
    """An appointment; its id."""
    told = {"customer": None, "name": name, "at": at.isoformat(), **more}
    owner.raises("APPOINTMENT_SCHEDULED", **told)
    return owner.world.ids("select id from appointments order by created_at desc, id desc")[0]


def changes(owner: Keeper, what: str, appointment: UUID, **more: Any) -> None:
    """Something becomes of it."""
    owner.raises(f"APPOINTMENT_{what}", appointment=str(appointment), **more)


def moves(owner: Keeper, appointment: UUID, at: datetime) -> None:
    """To another time."""
    changes(owner, "RESCHEDULED", appointment, at=at.isoformat())


def has_phone(owner: Keeper, name: str, phone: str) -> UUID:
    """A customer in the book who can be written to; their id."""
    here = f"organization_id = '{owner.scene.shop_id}'"
    query = f"select id from customers where name = '{name}' and {here}"
    customer = owner.world.ids(query)[0]
    owner.wishes(KeepPhone(customer, name, phone))
    return customer


def switches_on(owner: Keeper, kind: str) -> None:
    """A rule, by what it is about."""
    wanted = VISITS[kind]
    owner.wishes(MakeRule(wanted.starter, wanted.values))


def status(world: World, appointment: UUID) -> str:
    """How it stands."""
    return cast(
        str, world.rows(f"select status from appointments where id = '{appointment}'")[0][0]
    )


def sent(world: World, since: int) -> list[tuple[str, str]]:
    """To whom, and what, since so many letters."""
    return [(letter.to, letter.text) for letter in world.post.sent[since:]]


def later(owner: Keeper, **time: float) -> list[tuple[str, str]]:
    """Time goes by; what is sent meanwhile."""
    before = len(owner.world.post.sent)
    passes(owner.world, **time)
    owner.scene = replace(owner.scene, now=owner.world.now[0])
    return sent(owner.world, before)
