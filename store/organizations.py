"""Organizations and their members."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
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

from store.base import (
    MONEY,
    columns_of,
    id_column,
    metadata,
    moment,
    new_id,
    organization_column,
)
from store.database import Transaction
from store.prepared import Prepared

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
    Column("sms_limit", MONEY),
    Column("correction_hours", Integer, nullable=False, server_default="24"),
    moment("created_at", now=True),
    CheckConstraint("day_ends_hour between 0 and 12", name="day_ends_hour"),
    CheckConstraint("correction_hours between 0 and 8760", name="correction_hours"),
)

members = Table(
    "members",
    metadata,
    organization_column(),
    Column("person_id", Uuid, ForeignKey("people.id"), primary_key=True),
    Column("role", Text, nullable=False),
    Column("name", Text),
    Column("phone", Text),
    moment("created_at", now=True),
    moment("removed_at", nullable=True),
    CheckConstraint("role in ('OWNER', 'STAFF', 'VIEWER')", name="role"),
    Index("ix_members_person_id", "person_id"),
)

_GET = Prepared(
    select(*(c for c in organizations.c if c.name != "created_at")).where(
        organizations.c.id == bindparam("id")
    )
)
_FOR = (
    select(*(c for c in organizations.c if c.name != "created_at"), members.c.role)
    .select_from(
        organizations.outerjoin(
            members,
            (members.c.organization_id == organizations.c.id)
            & (members.c.person_id == bindparam("person_id"))
            & members.c.removed_at.is_(None),
        )
    )
    .where(organizations.c.id == bindparam("id"))
)
_OF_PERSON = select(members.c.organization_id).where(
    members.c.person_id == bindparam("person_id"), members.c.removed_at.is_(None)
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
    """A business that uses Karani: one tenant; its day ends at `day_ends_hour` local time.

    `sms_limit` is what an SMS that nobody signs may decide about, None for what is sensible
    in its currency; `correction_hours` is how long staff put right what they wrote.
    """

    id: UUID
    name: str
    country: str
    currency: str
    timezone: str
    language: str
    day_ends_hour: int
    sms_limit: Decimal | None = None
    correction_hours: int = 24


Membership = tuple[Organization, str | None]
"""A shop with the role that a person has there, None for one who is not a member."""


def get(tx: Transaction, organization_id: UUID) -> Organization:
    """The organization; raises `NoResultFound` where this transaction may not see it."""
    row = tx.fetch(_GET, {"id": organization_id}).one()
    return Organization(**row._mapping)


def found(tx: Transaction, new: NewOrganization) -> UUID:
    """Found an organization, still without members; the transaction's scope moves into it."""
    organization_id = new_id()
    tx.scope(organization_id=organization_id, person_id=tx.person_id)
    tx.execute(insert(organizations), {"id": organization_id, **columns_of(new)})
    return organization_id


def get_for(tx: Transaction, organization_id: UUID, person_id: UUID) -> Membership:
    """The organization with the person's role there, None for one who is not a member."""
    row = tx.execute(_FOR, {"id": organization_id, "person_id": person_id}).one()
    values = dict(row._mapping)
    role: str | None = values.pop("role")
    return Organization(**values), role


def only_one_of(tx: Transaction, person_id: UUID) -> UUID | None:
    """The organization of a person who is a member of exactly one; for the directory."""
    found_ids = tx.execute(_OF_PERSON, {"person_id": person_id}).scalars().all()
    return found_ids[0] if len(found_ids) == 1 else None
