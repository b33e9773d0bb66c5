"""Opt-outs: whom a person wants to hear from no more, over which channel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    bindparam,
    delete,
    func,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import insert

from store.base import columns_of, id_column, metadata, moment, new_id
from store.database import Transaction

ANY = "any"
"""Every channel."""

opt_outs = Table(
    "opt_outs",
    metadata,
    id_column(),
    Column("person_id", Uuid, ForeignKey("people.id"), nullable=False),
    Column("organization_id", Uuid, ForeignKey("organizations.id")),
    Column("channel", Text, nullable=False),
    Column("message_id", Uuid),
    moment("created_at", now=True),
    UniqueConstraint(
        "person_id", "organization_id", "channel", postgresql_nulls_not_distinct=True
    ),
    CheckConstraint("channel in ('any', 'whatsapp', 'sms', 'email', 'voice')", name="channel"),
    Index(
        "ix_opt_outs_organization_id",
        "organization_id",
        postgresql_where=text("organization_id is not null"),
    ),
)

_o = opt_outs.c
_ADD = insert(opt_outs).on_conflict_do_nothing()
_BACK = (
    delete(opt_outs).where(_o.person_id == bindparam("person")).returning(_o.organization_id)
)
_OWN = select(_o.organization_id).where(_o.person_id == bindparam("person")).distinct()
_OF = select(_o.person_id, _o.channel).where(
    _o.person_id == func.any(bindparam("people")),
    _o.organization_id.is_(None) | (_o.organization_id == bindparam("organization")),
)


@dataclass(frozen=True, slots=True)
class OptOut:
    """A person's word; without an organization it holds for everybody who would write."""

    person_id: UUID
    organization_id: UUID | None
    channel: str = ANY
    message_id: UUID | None = None


def add(tx: Transaction, word: OptOut) -> bool:
    """Keep a person's word, in their own turn; False where they have said so before."""
    return tx.execute(_ADD, {"id": new_id(), **columns_of(word)}).rowcount == 1


def take_back(tx: Transaction, person_id: UUID) -> set[UUID | None]:
    """They want to hear from everybody again, over every channel; whom they had shut out."""
    return set(tx.execute(_BACK, {"person": person_id}).scalars())


def own(tx: Transaction, person_id: UUID) -> set[UUID | None]:
    """Whom a person wants to hear no more, in their own turn; None is everybody."""
    return set(tx.execute(_OWN, {"person": person_id}).scalars())


def of(
    tx: Transaction, organization_id: UUID | None, people: Sequence[UUID]
) -> set[tuple[UUID, str]]:
    """Who of these people hears nothing from this shop, and over which channel ("any").

    For the directory, or for a person's own.
    """
    rows = tx.execute(_OF, {"organization": organization_id, "people": list(people)})
    return {(row.person_id, row.channel) for row in rows}
