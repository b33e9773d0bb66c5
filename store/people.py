"""People, and the addresses under which they are reached. A person's rows are their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    bindparam,
    func,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from store.base import id_column, metadata, moment, new_id
from store.database import Transaction

people = Table(
    "people",
    metadata,
    id_column(),
    Column("name", Text),
    Column("language", Text),
    Column("country", Text),
    Column("consent_version", Text),
    moment("consented_at", nullable=True),
    moment("created_at", now=True),
    moment("erased_at", nullable=True),
)

addresses = Table(
    "addresses",
    metadata,
    id_column(),
    Column("person_id", Uuid, ForeignKey("people.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("value", Text, nullable=False),
    moment("created_at", now=True),
    moment("doubted_at", nullable=True),
    moment("proved_at", nullable=True),
    moment("unreached_at", nullable=True),
    UniqueConstraint("kind", "value"),
    Index("ix_addresses_person_id", "person_id"),
)

_GET = select(people).where(people.c.id == bindparam("id"))
_FIND = select(addresses.c.id, addresses.c.person_id).where(
    addresses.c.kind == bindparam("kind"), addresses.c.value == bindparam("value")
)

_INTRODUCE = (
    update(people)
    .where(people.c.id == bindparam("person"))
    .values(
        name=func.coalesce(people.c.name, bindparam("called")),
        language=func.coalesce(people.c.language, bindparam("speaks")),
    )
)
_PHONE = (
    select(addresses.c.value)
    .where(addresses.c.person_id == bindparam("person"), addresses.c.kind == "phone")
    .order_by(addresses.c.id)
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Person:
    """A human who writes to Karani or is written to."""

    id: UUID
    name: str | None
    language: str | None
    country: str | None
    consent_version: str | None


@dataclass(frozen=True, slots=True)
class Address:
    """Where a person is reached."""

    id: UUID
    person_id: UUID


def get(tx: Transaction, person_id: UUID) -> Person:
    """The person; raises `NoResultFound` where this transaction may not see them."""
    row = tx.execute(_GET, {"id": person_id}).one()
    return Person(row.id, row.name, row.language, row.country, row.consent_version)


def change(tx: Transaction, person_id: UUID, values: dict[str, Any]) -> None:
    """Set some of a person's columns."""
    tx.execute(update(people).where(people.c.id == person_id).values(**values))


def introduce(tx: Transaction, person_id: UUID, name: str | None, language: str | None) -> None:
    """Keep what a person calls themselves, where they have not said it before; directory."""
    tx.execute(_INTRODUCE, {"person": person_id, "called": name, "speaks": language})


def phone_of(tx: Transaction, person_id: UUID) -> str | None:
    """The first phone (E.164) that this person was known by."""
    phone: str | None = tx.execute(_PHONE, {"person": person_id}).scalar_one_or_none()
    return phone


def find_address(tx: Transaction, kind: str, value: str) -> Address | None:
    """Whose address this is; for the directory."""
    row = tx.execute(_FIND, {"kind": kind, "value": value}).one_or_none()
    return Address(row.id, row.person_id) if row else None


def meet(tx: Transaction, kind: str, value: str, country: str | None) -> Address:
    """The owner of an address, made known if nobody is; for the directory.

    Two first messages at once meet one person: the second insert waits for the first
    transaction and finds its row.
    """
    person_id, address_id = new_id(), new_id()
    tx.execute(insert(people).values(id=person_id, country=country))
    made = tx.execute(
        insert(addresses)
        .values(id=address_id, person_id=person_id, kind=kind, value=value)
        .on_conflict_do_nothing()
    )
    if made.rowcount:
        return Address(address_id, person_id)
    tx.execute(people.delete().where(people.c.id == person_id))
    found = find_address(tx, kind, value)
    assert found is not None, "the address that was in the way is gone"  # noqa: S101
    return found
