"""The outbox: work to start after a commit; with a later `due_at`, a timer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Column,
    Index,
    Integer,
    Interval,
    Table,
    Text,
    Uuid,
    bindparam,
    case,
    delete,
    func,
    select,
    text,
    update,
)

from store.base import columns_of, id_column, metadata, moment, new_id
from store.database import Ring, Transaction
from store.prepared import Prepared, insertion

# Ids only, never content: the application role may read every entry.
outbox = Table(
    "outbox",
    metadata,
    id_column(),
    Column("kind", Text, nullable=False),
    Column("subject_id", Uuid, nullable=False),
    Column("organization_id", Uuid),
    Column("person_id", Uuid),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("strikes", Integer, nullable=False, server_default="0"),
    Column("suspect", Boolean, nullable=False, server_default="false"),
    Column("parked_reason", Text),
    moment("due_at", now=True),
    moment("rung_at", nullable=True),
    moment("parked_at", nullable=True),
    moment("created_at", now=True),
    Index("ix_outbox_due", "due_at", postgresql_where=text("parked_at is null")),
    Index(
        "ix_outbox_timers",
        "organization_id",
        "due_at",
        postgresql_where=text("kind = 'timer' and parked_at is null"),
    ),
)

AT_ONCE = timedelta(0)

_o = outbox.c
_COLUMNS = (
    _o.id,
    _o.kind,
    _o.subject_id,
    _o.organization_id,
    _o.person_id,
    _o.attempts,
    _o.strikes,
    _o.suspect,
)
_ADD = insertion(
    outbox,
    "id", "kind", "subject_id", "organization_id", "person_id",
    given={"wait": Interval(), "rings": Boolean()},
    due_at=lambda new: func.now() + new.wait,
    rung_at=lambda new: case((new.rings, func.now()), else_=None),
)  # fmt: skip
_LOCK = Prepared(
    select(*_COLUMNS)
    .where(_o.id == bindparam("id"), _o.parked_at.is_(None))
    .with_for_update(skip_locked=True)
)
_WAIT_FOR = select(_o.id).where(_o.id == bindparam("id")).with_for_update()
_ANOTHER = (
    select(_o.id)
    .where(
        _o.id != bindparam("this"),
        _o.kind == bindparam("same_kind"),
        _o.subject_id == bindparam("subject"),
        _o.parked_at.is_(None),
    )
    .limit(1)
)
_DONE = Prepared(delete(outbox).where(_o.id == bindparam("key")))
_LATER = Prepared(
    update(outbox)
    .where(_o.id == bindparam("key"))
    .values(
        due_at=func.now() + bindparam("wait", type_=Interval),
        rung_at=None,
        suspect=False,
        attempts=_o.attempts + bindparam("failures"),
    )
)
_STRIKE = update(outbox).where(_o.id == bindparam("key")).values(strikes=bindparam("counted"))
_FORGIVE = (
    update(outbox)
    .where(_o.id == bindparam("key"), _o.strikes == bindparam("before") + 1)
    .values(strikes=bindparam("before"))
)
_PARK = (
    update(outbox)
    .where(_o.id == bindparam("key"))
    .values(parked_at=func.now(), parked_reason=bindparam("reason"))
)
_PARKED = (
    select(_o.id, _o.kind, _o.organization_id, _o.parked_at, _o.parked_reason)
    .where(_o.parked_at.is_not(None))
    .order_by(_o.id.desc())
    .limit(bindparam("most"))
)
_UNPARK = (
    update(outbox)
    .where(_o.id == bindparam("key"), _o.parked_at.is_not(None))
    .values(
        parked_at=None,
        parked_reason=None,
        attempts=0,
        strikes=0,
        suspect=False,
        rung_at=None,
        due_at=func.now(),
    )
)
# A ring in the future was set before a clock jumped back: it counts as missed.
_DUE = (
    select(_o.id, _o.kind, _o.rung_at)
    .where(
        _o.parked_at.is_(None),
        _o.due_at <= func.now(),
        _o.kind == func.any(bindparam("kinds")),
        _o.rung_at.is_(None)
        | (_o.rung_at < func.now() - bindparam("missed_after", type_=Interval))
        | (_o.rung_at > func.now() + timedelta(minutes=1)),
    )
    .order_by(_o.due_at)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_RUNG = (
    update(outbox)
    .where(_o.id == func.any(bindparam("ids")))
    .values(rung_at=func.now(), suspect=_o.rung_at.is_not(None))
)
# Made in the future, so before a clock jumped back: with it goes whatever it waits for.
_BACK_IN_TIME = (
    update(outbox)
    .where(_o.created_at > func.now() + timedelta(minutes=1))
    .values(
        due_at=_o.due_at - (_o.created_at - func.now()), created_at=func.now(), rung_at=None
    )
)


@dataclass(frozen=True, slots=True)
class OutboxEntry:
    """Work to start: its kind, the row it is about, and under whose eyes."""

    id: UUID
    kind: str
    subject_id: UUID
    organization_id: UUID | None
    person_id: UUID | None
    attempts: int
    strikes: int
    suspect: bool


@dataclass(frozen=True, slots=True)
class NewEntry:
    """Work for after the commit; with a `wait`, a timer."""

    kind: str
    subject_id: UUID
    organization_id: UUID | None
    person_id: UUID | None = None
    wait: timedelta = AT_ONCE


@dataclass(frozen=True, slots=True)
class ParkedEntry:
    """Work that was given up, and why."""

    id: UUID
    kind: str
    organization_id: UUID | None
    parked_at: datetime
    parked_reason: str


def add(
    tx: Transaction,
    kind: str,
    subject_id: UUID,
    *,
    organization_id: UUID | None,
    person_id: UUID | None,
    wait: timedelta = AT_ONCE,
) -> UUID:
    """Leave work for after the commit; it is rung then, or when its wait is over."""
    return add_all(tx, [NewEntry(kind, subject_id, organization_id, person_id, wait)])[0]


def add_all(tx: Transaction, entries: Sequence[NewEntry]) -> Sequence[UUID]:
    """Leave several pieces of work; their ids."""
    new: list[dict[str, Any]] = [
        {"id": new_id(), "rings": tx.may_ring and entry.wait <= AT_ONCE, **columns_of(entry)}
        for entry in entries
    ]
    tx.insert(_ADD, new, last=True)
    tx.rings.extend(Ring(row["kind"], row["id"]) for row in new if row["rings"])
    return [row["id"] for row in new]


def lock(tx: Transaction, entry_id: UUID) -> OutboxEntry | None:
    """Take an entry for this transaction; None if it is done, parked or taken."""
    rows = tx.fetch(_LOCK, {"id": entry_id})
    return OutboxEntry(*rows[0]) if rows else None


def wait_for(tx: Transaction, entry_id: UUID) -> None:
    """Lock an entry even while another has it: outcomes take their locks in this order too."""
    tx.execute(_WAIT_FOR, {"id": entry_id})


def has_another(tx: Transaction, entry: OutboxEntry) -> bool:
    """Whether there is other work of this kind about the same."""
    values = {"this": entry.id, "same_kind": entry.kind, "subject": entry.subject_id}
    return tx.execute(_ANOTHER, values).first() is not None


def done(tx: Transaction, entry_id: UUID) -> None:
    """The work is done: a second ring finds nothing to do."""
    tx.send(_DONE, {"key": entry_id})


def postpone(tx: Transaction, entry_id: UUID, wait: timedelta, *, failures: int = 0) -> None:
    """Move the entry to later; `failures` counts towards parking."""
    tx.send(_LATER, {"key": entry_id, "wait": wait, "failures": failures})


def strike(tx: Transaction, entry_id: UUID, strikes: int) -> None:
    """Count a beginning that may kill this process; `forgive` takes it back."""
    tx.execute(_STRIKE, {"key": entry_id, "counted": strikes})


def forgive(tx: Transaction, entry_id: UUID, before: int) -> None:
    """The process survived, whatever came of the work; safe to say twice."""
    tx.execute(_FORGIVE, {"key": entry_id, "before": before})


def park(tx: Transaction, entry_id: UUID, reason: str) -> None:
    """Give the entry up until a person looks at it."""
    tx.execute(_PARK, {"key": entry_id, "reason": reason})


def parked(tx: Transaction, most: int) -> Sequence[ParkedEntry]:
    """What was given up, newest first."""
    return [ParkedEntry(**row._mapping) for row in tx.execute(_PARKED, {"most": most})]


def unpark(tx: Transaction, entry_id: UUID) -> bool:
    """Let an entry begin again, with a clean record; False if it is not parked."""
    return tx.execute(_UNPARK, {"key": entry_id}).rowcount == 1


def ring_due(
    tx: Transaction, kinds: list[str], *, missed_after: timedelta, most: int
) -> list[Ring]:
    """Mark what is due as rung and say what to ring; for the relay.

    Only of the kinds that this process knows: during an upgrade another may know more.

    Entries that are being worked are locked, so they are passed over. One that was rung
    before and is still here, untouched, is marked suspect: its ring may have been lost, or it
    may have killed its worker.
    """
    values = {"kinds": kinds, "missed_after": missed_after, "most": most}
    due = tx.execute(_DUE, values).all()
    if due:
        tx.execute(_RUNG, {"ids": [row.id for row in due]})
    return [Ring(row.kind, row.id) for row in due]


def follow_clock(tx: Transaction) -> int:
    """Bring along what was due by a clock that has jumped back since; how many entries."""
    return tx.execute(_BACK_IN_TIME).rowcount
