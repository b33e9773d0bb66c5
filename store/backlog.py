"""What waits, and for how long: the signs by which it shows whether the processes live."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Interval, Select, bindparam, func, literal, select

from store.audit import audit_entries
from store.database import Transaction
from store.inbound import inbound_messages
from store.outbound import DeliveryStatus, outbound_messages
from store.outbox import outbox
from store.parked_bodies import parked_bodies
from store.templates import APPROVED, templates

_MOST = 1000
"""Nobody needs to know how many more."""
_o, _a, _m = outbox.c, audit_entries.c, outbound_messages.c
_OLDEST = (
    select((func.now() - _o.due_at).label("since"), (func.now() - _o.rung_at).label("rung"))
    .where(_o.parked_at.is_(None), _o.due_at <= func.now())
    .order_by(_o.due_at)
    .limit(1)
)
_UNSEALED = select(func.now() - func.min(_a.at)).where(_a.sequence.is_(None))


def _number(found: Select[Any]) -> Select[Any]:
    return select(func.count()).select_from(found.limit(_MOST).subquery())


_ENTRIES = _number(select(literal(1)).where(_o.parked_at.is_not(None)))
_BODIES = _number(select(parked_bodies.c.id))
_MESSAGES = _number(
    select(inbound_messages.c.id).where(inbound_messages.c.parked_at.is_not(None))
)
_IN_DOUBT = _number(
    select(_m.id).where(
        _m.status == DeliveryStatus.UNKNOWN,
        _m.created_at > func.now() - bindparam("age", type_=Interval),
    )
)
_PROVIDERS = select(templates.c.provider).where(templates.c.state == APPROVED).distinct()


@dataclass(frozen=True, slots=True)
class Waiting:
    """The entry that is due for longest: for how long, and how long ago it was last rung."""

    since: timedelta
    rung: timedelta | None


@dataclass(frozen=True, slots=True)
class Parked:
    """How much was given up: work, providers' bodies, messages; of each a thousand at most."""

    entries: int
    bodies: int
    messages: int


def oldest(tx: Transaction) -> Waiting | None:
    """What is due for longest and not done; None where nothing is. For the directory."""
    row = tx.execute(_OLDEST).one_or_none()
    return Waiting(**row._mapping) if row else None


def parked(tx: Transaction) -> Parked:
    """What waits for a person; for the directory."""
    counts = (tx.execute(each).scalar_one() for each in (_ENTRIES, _BODIES, _MESSAGES))
    return Parked(*counts)


def unsealed(tx: Transaction) -> timedelta | None:
    """How long the oldest audit entry waits for its seal; None where none does."""
    found: timedelta | None = tx.execute(_UNSEALED).scalar_one()
    return found


def in_doubt(tx: Transaction, age: timedelta) -> int:
    """How many messages so young may or may not have been sent, a thousand at most."""
    found: int = tx.execute(_IN_DOUBT, {"age": age}).scalar_one()
    return found


def approving(tx: Transaction) -> frozenset[str]:
    """The providers that have approved a template of the installation's or of a shop's."""
    return frozenset(tx.execute(_PROVIDERS).scalars())
