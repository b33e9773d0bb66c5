"""Invitations: somebody may join a shop, once they agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Table,
    Text,
    Uuid,
    bindparam,
    func,
    insert,
    select,
    update,
)

from store.base import columns_of, id_column, metadata, moment, new_id, organization_column
from store.database import Transaction

invitations = Table(
    "invitations",
    metadata,
    organization_column(),
    id_column(),
    Column("person_id", Uuid, ForeignKey("people.id"), nullable=False),
    Column("role", Text, nullable=False),
    Column("name", Text),
    Column("phone", Text),
    Column("organization_name", Text, nullable=False),
    Column("invited_by", Uuid, nullable=False),
    Column("invited_by_name", Text, nullable=False),
    moment("expires_at"),
    moment("accepted_at", nullable=True),
    moment("declined_at", nullable=True),
    moment("created_at", now=True),
    CheckConstraint("role in ('OWNER', 'STAFF', 'VIEWER')", name="role"),
    Index("ix_invitations_person_id", "person_id", "id"),
)

_n = invitations.c
_OPEN = (_n.accepted_at.is_(None), _n.declined_at.is_(None), _n.expires_at > func.now())
LASTS = timedelta(days=7)
_ADD = insert(invitations).values(expires_at=func.now() + LASTS)
_END = (
    update(invitations)
    .where(
        _n.organization_id == bindparam("organization"),
        _n.person_id == bindparam("person"),
        *_OPEN,
    )
    .values(expires_at=func.now())
)
_OPEN_FOR = (
    select(_n.id, _n.organization_name, _n.role, _n.invited_by_name)
    .where(_n.person_id == bindparam("person"), *_OPEN)
    .order_by(_n.id.desc())
)
_NEWEST = _OPEN_FOR.limit(1)
_FIND = select(_n.organization_id).where(
    _n.id == bindparam("invitation"), _n.person_id == bindparam("person"), *_OPEN
)
_MINE = (_n.organization_id == bindparam("organization"), _n.id == bindparam("key"), *_OPEN)
_ACCEPT = (
    update(invitations)
    .where(*_MINE)
    .values(accepted_at=func.now())
    .returning(_n.role, _n.name, _n.phone, _n.invited_by)
)
_LAPSED = select(func.coalesce(_n.name, _n.phone)).where(
    _n.organization_id == bindparam("organization"),
    _n.id == bindparam("key"),
    _n.accepted_at.is_(None),
    _n.declined_at.is_(None),
    _n.expires_at >= _n.created_at + LASTS,
)
_DECLINE = update(invitations).where(*_MINE).values(declined_at=func.now())


@dataclass(frozen=True, slots=True)
class NewInvitation:
    """Who is invited to what by whom; names are copied, for the invited may not look them up.

    `phone` is masked but for its ends.
    """

    organization_id: UUID
    person_id: UUID
    role: str
    name: str | None
    phone: str
    organization_name: str
    invited_by: UUID
    invited_by_name: str


@dataclass(frozen=True, slots=True)
class Invitation:
    """An open invitation, as the invited person sees it."""

    id: UUID
    organization_name: str
    role: str
    invited_by_name: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """What an accepted invitation makes of a person."""

    role: str
    name: str | None
    phone: str | None
    invited_by: UUID


def add(tx: Transaction, new: NewInvitation) -> UUID:
    """Invite somebody, for seven days; an earlier invitation to this shop is over."""
    invitation_id = new_id()
    key = {"organization": new.organization_id, "person": new.person_id}
    tx.execute(_END, key)
    tx.execute(_ADD, {"id": invitation_id, **columns_of(new)})
    return invitation_id


def newest(tx: Transaction, person_id: UUID) -> Invitation | None:
    """The newest open invitation of the person that the transaction is for."""
    row = tx.execute(_NEWEST, {"person": person_id}).one_or_none()
    return Invitation(**row._mapping) if row else None


def open_for(tx: Transaction, person_id: UUID) -> Sequence[Invitation]:
    """All open invitations of the person that the transaction is for, newest first."""
    rows = tx.execute(_OPEN_FOR, {"person": person_id})
    return [Invitation(**row._mapping) for row in rows]


def organization_of(tx: Transaction, invitation_id: UUID, person_id: UUID) -> UUID:
    """Whose invitation it is; raises `NoResultFound` unless it is open and this person's."""
    key = {"invitation": invitation_id, "person": person_id}
    organization_id: UUID = tx.execute(_FIND, key).scalar_one()
    return organization_id


def accept(tx: Transaction, organization_id: UUID, invitation_id: UUID) -> Accepted:
    """Use an invitation up; raises `NoResultFound` when it is no longer open."""
    key = {"organization": organization_id, "key": invitation_id}
    return Accepted(**tx.execute(_ACCEPT, key).one()._mapping)


def lapsed(tx: Transaction, organization_id: UUID, invitation_id: UUID) -> str | None:
    """Whom an invitation was for that was neither answered nor replaced; None otherwise."""
    key = {"organization": organization_id, "key": invitation_id}
    name: str | None = tx.execute(_LAPSED, key).scalar_one_or_none()
    return name


def decline(tx: Transaction, organization_id: UUID, invitation_id: UUID) -> None:
    """Close an invitation without using it."""
    tx.execute(_DECLINE, {"organization": organization_id, "key": invitation_id})
