"""Organizations and their members."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, NamedTuple
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
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import NoResultFound

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
    Column("tier", Text, nullable=False, server_default="standard"),
    Column("approval_sms_minutes", Integer),
    Column("approval_call_minutes", Integer),
    moment("created_at", now=True),
    moment("closed_at", nullable=True),
    CheckConstraint("day_ends_hour between 0 and 12", name="day_ends_hour"),
    CheckConstraint("correction_hours between 0 and 8760", name="correction_hours"),
    CheckConstraint("tier in ('free', 'standard')", name="tier"),
    CheckConstraint("approval_sms_minutes between 1 and 1440", name="approval_sms_minutes"),
    CheckConstraint("approval_call_minutes between 1 and 1440", name="approval_call_minutes"),
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

ABOUT = tuple(
    column for column in organizations.c if column.name not in ("created_at", "closed_at")
)
"""What an `Organization` holds."""
_EVERY = select(*ABOUT).where(organizations.c.closed_at.is_(None)).order_by(organizations.c.id)
_GET = Prepared(select(*ABOUT).where(organizations.c.id == bindparam("id")))
_mine = members.alias()
_SIBLINGS = (
    select(func.count())
    .where(_mine.c.person_id == bindparam("person_id"), _mine.c.removed_at.is_(None))
    .scalar_subquery()
)
_FOR = (
    select(*ABOUT, members.c.role, _SIBLINGS.label("shops"))
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
_SHOPS = (
    select(organizations.c.id, organizations.c.name, members.c.role)
    .join(members, members.c.organization_id == organizations.c.id)
    .where(members.c.person_id == bindparam("person_id"), members.c.removed_at.is_(None))
    .order_by(members.c.created_at, organizations.c.id)
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
    in its currency; `correction_hours` is how long staff put right what they wrote; `tier`
    names what it may have how much of. An approval that nobody has answered is asked again by
    SMS after `approval_sms_minutes`, by a call after `approval_call_minutes`; None for never.
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
    tier: str = "standard"
    approval_sms_minutes: int | None = None
    approval_call_minutes: int | None = None


class Membership(NamedTuple):
    """A shop with the role that a person has there, None for one who is not a member.

    `has_siblings` where they belong to other shops as well.
    """

    organization: Organization
    role: str | None
    has_siblings: bool


@dataclass(frozen=True, slots=True)
class OwnShop:
    """A shop that a person is a member of, as what."""

    id: UUID
    name: str
    role: str


def get(tx: Transaction, organization_id: UUID) -> Organization:
    """The organization; raises `NoResultFound` where this transaction may not see it."""
    for row in tx.fetch(_GET, {"id": organization_id}):
        return Organization(**row._asdict())
    raise NoResultFound("there is no such shop")


def every(tx: Transaction) -> Sequence[Organization]:
    """Every organization, in the order of founding; for operators."""
    rows = tx.execute(_EVERY)
    return [Organization(**row._mapping) for row in rows]


def exists(tx: Transaction, organization_id: UUID) -> bool:
    """Whether there is such an organization, as far as this transaction may see."""
    return bool(tx.fetch(_GET, {"id": organization_id}))


def found(tx: Transaction, new: NewOrganization) -> UUID:
    """Found an organization, still without members; the transaction's scope moves into it."""
    organization_id = new_id()
    tx.scope(organization_id=organization_id, person_id=tx.person_id)
    tx.execute(insert(organizations), {"id": organization_id, **columns_of(new)})
    return organization_id


def change(tx: Transaction, organization_id: UUID, values: Mapping[str, Any]) -> None:
    """Set some of an organization's columns."""
    tx.execute(
        update(organizations).where(organizations.c.id == organization_id).values(**values)
    )


def get_for(tx: Transaction, organization_id: UUID, person_id: UUID) -> Membership:
    """The organization with the person's role there, None for one who is not a member."""
    row = tx.execute(_FOR, {"id": organization_id, "person_id": person_id}).one()
    values = dict(row._mapping)
    role: str | None = values.pop("role")
    shops: int = values.pop("shops")
    return Membership(Organization(**values), role, shops > 1)


def of_person(tx: Transaction, person_id: UUID) -> Sequence[OwnShop]:
    """The shops of a person, in the order of joining; for the directory."""
    rows = tx.execute(_SHOPS, {"person_id": person_id})
    return [OwnShop(**row._mapping) for row in rows]


def only_one_of(tx: Transaction, person_id: UUID) -> UUID | None:
    """The organization of a person who is a member of exactly one; for the directory."""
    found_ids = tx.execute(_OF_PERSON, {"person_id": person_id}).scalars().all()
    return found_ids[0] if len(found_ids) == 1 else None
