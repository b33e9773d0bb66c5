"""Organizations and their members."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    Uuid,
    bindparam,
    insert,
    select,
)

from store.base import columns_of, id_column, metadata, moment, new_id, organization_column
from store.database import Transaction

Role = Literal["OWNER", "STAFF", "VIEWER"]

organizations = Table(
    "organizations",
    metadata,
    id_column(),
    Column("name", Text, nullable=False),
    Column("country", Text, nullable=False),
    Column("currency", Text, nullable=False),
    Column("timezone", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("day_ends_hour", Integer, nullable=False, server_default="0"),
    moment("created_at", now=True),
    CheckConstraint("day_ends_hour between 0 and 12", name="day_ends_hour"),
)

members = Table(
    "members",
    metadata,
    organization_column(),
    Column("person_id", Uuid, ForeignKey("people.id"), primary_key=True),
    Column("role", Text, nullable=False),
    moment("created_at", now=True),
    CheckConstraint("role in ('OWNER', 'STAFF', 'VIEWER')", name="role"),
    Index("ix_members_person_id", "person_id"),
)

_GET = select(*(c for c in organizations.c if c.name != "created_at")).where(
    organizations.c.id == bindparam("id")
)
_ROLE = select(members.c.role).where(
    members.c.organization_id == bindparam("organization_id"),
    members.c.person_id == bindparam("person_id"),
)
_OF_PERSON = select(members.c.organization_id).where(
    members.c.person_id == bindparam("person_id")
)


@dataclass(frozen=True, slots=True)
class NewOrganization:
    """A business about to use Karani; country, currency and zone by ISO and IANA names."""

    name: str
    country: str
    currency: str
    timezone: str
    language: str


@dataclass(frozen=True, slots=True)
class Organization:
    """A business that uses Karani: one tenant; its day ends at `day_ends_hour` local time."""

    id: UUID
    name: str
    country: str
    currency: str
    timezone: str
    language: str
    day_ends_hour: int


def get(tx: Transaction, organization_id: UUID) -> Organization:
    """The organization; raises `NoResultFound` where this transaction may not see it."""
    row = tx.execute(_GET, {"id": organization_id}).one()
    return Organization(**row._mapping)


def found(tx: Transaction, new: NewOrganization, owner_id: UUID) -> UUID:
    """Found an organization with its owner; the transaction's scope moves into it."""
    organization_id = new_id()
    tx.scope(organization_id=organization_id, person_id=tx.person_id)
    tx.execute(insert(organizations), {"id": organization_id, **columns_of(new)})
    tx.execute(
        insert(members),
        {"organization_id": organization_id, "person_id": owner_id, "role": "OWNER"},
    )
    return organization_id


def role(tx: Transaction, organization_id: UUID, person_id: UUID) -> str | None:
    """The person's role there; None for somebody else's shop."""
    key = {"organization_id": organization_id, "person_id": person_id}
    found_role: str | None = tx.execute(_ROLE, key).scalar_one_or_none()
    return found_role


def only_one_of(tx: Transaction, person_id: UUID) -> UUID | None:
    """The organization of a person who is a member of exactly one; for the directory."""
    found_ids = tx.execute(_OF_PERSON, {"person_id": person_id}).scalars().all()
    return found_ids[0] if len(found_ids) == 1 else None
