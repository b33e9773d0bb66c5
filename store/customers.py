"""Customers: the people in a shop's book, and what they and the shop owe each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    Index,
    Select,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    bindparam,
    func,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from store import names
from store.base import MONEY, id_column, metadata, moment, new_id, organization_column
from store.database import Transaction

MOST = 1000
DAY = timedelta(days=1)

customers = Table(
    "customers",
    metadata,
    organization_column(),
    id_column(),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False),
    Column("owes_us", MONEY, nullable=False, server_default="0"),
    Column("we_owe", MONEY, nullable=False, server_default="0"),
    Column("owes_since", Date),
    Column("note", Text),
    Column("person_id", Uuid, ForeignKey("people.id")),
    Column("phone", Text),
    moment("greeted_at", nullable=True),
    moment("reminded_at", nullable=True),
    moment("disputed_at", nullable=True),
    moment("created_at", now=True),
    UniqueConstraint("organization_id", "name_key"),
    Index(
        "uq_customers_person_id",
        "organization_id",
        "person_id",
        unique=True,
        postgresql_where=text("person_id is not null"),
    ),
    Index("ix_customers_person", "person_id", postgresql_where=text("person_id is not null")),
)

_c = customers.c
_FIND = (
    select(_c.id)
    .where(_c.organization_id == bindparam("organization"), _c.name_key == bindparam("key"))
    .with_for_update(key_share=True)
)
_LOCK = (
    select(_c.id)
    .where(_c.organization_id == bindparam("organization"), _c.id == bindparam("customer"))
    .with_for_update(key_share=True)
)
_MEET = insert(customers).on_conflict_do_nothing()
_ALL = (
    select(_c.id, _c.name, _c.owes_us, _c.we_owe, _c.owes_since)
    .where(_c.organization_id == bindparam("organization"))
    .order_by(_c.owes_us.desc(), _c.we_owe.desc(), _c.name)
    .limit(MOST)
)
_CONTACT = select(
    _c.id, _c.name, _c.person_id, _c.phone, _c.greeted_at, _c.reminded_at, _c.owes_us, _c.we_owe
).where(_c.organization_id == bindparam("organization"))
_CONTACT_BY_ID = _CONTACT.where(_c.id == bindparam("customer"))
_CONTACT_BY_PERSON = _CONTACT.where(_c.person_id == bindparam("person"))
_DEBTORS = (
    _CONTACT.where(_c.person_id.is_not(None), _c.owes_us > _c.we_owe)
    .order_by((_c.owes_us - _c.we_owe).desc(), _c.id)
    .limit(MOST)
)
_LET_GO = (
    update(customers)
    .where(
        _c.organization_id == bindparam("organization"),
        _c.person_id == bindparam("person"),
        _c.id != bindparam("but"),
    )
    .values(person_id=None, phone=None)
)
_this = (_c.organization_id == bindparam("organization"), _c.id == bindparam("customer"))
_REACH_AT = (
    update(customers)
    .where(*_this)
    .values(
        person_id=bindparam("person"),
        phone=bindparam("masked"),
        # Whoever has the number now was told nothing yet.
        greeted_at=None,
        reminded_at=None,
        disputed_at=None,
    )
)
_GREETED = (
    update(customers).where(*_this, _c.greeted_at.is_(None)).values(greeted_at=func.now())
)
_REMINDED = update(customers).where(*_this).values(reminded_at=bindparam("at"))
_DISPUTED = (
    update(customers)
    .where(*_this, _c.disputed_at.is_(None) | (_c.disputed_at < bindparam("before")))
    .values(disputed_at=bindparam("at"))
)
# Payments pay the oldest debt first; so what is still owed is made of the newest ones, and
# the oldest of those is the one at which their sum, newest first, reaches the balance.
_MOVE = text("""
    update customers c
    set owes_us = c.owes_us + :owes_us, we_owe = c.we_owe + :we_owe,
      owes_since = case when c.owes_us + :owes_us > 0 then (
        select unpaid.business_date from (
          select e.business_date,
            sum(e.amount) over (order by e.business_date desc, e.id desc) as newer
          from entries e
          where e.organization_id = c.organization_id and e.customer_id = c.id
            and (e.kind = 'debt' or e.kind = 'sale' and e.payment = 'credit')
            and e.reverses is null
            and not exists (
              select from entries r
              where r.organization_id = e.organization_id and r.reverses = e.id
            )
        ) unpaid
        where unpaid.newer >= c.owes_us + :owes_us
        order by unpaid.newer limit 1
      ) end
    where c.organization_id = :organization and c.id = :customer
""")


@dataclass(frozen=True, slots=True)
class Customer:
    """A person in the shop's book; a balance below zero is credit for the other side."""

    id: UUID
    name: str
    owes_us: Decimal
    we_owe: Decimal
    owes_since: date | None


@dataclass(frozen=True, slots=True)
class Contact:
    """How a customer is reached; `phone` is masked, `greeted_at` the first message to them."""

    id: UUID
    name: str
    person_id: UUID | None
    phone: str | None
    greeted_at: datetime | None
    reminded_at: datetime | None
    owes_us: Decimal
    we_owe: Decimal


def find_or_create(tx: Transaction, organization_id: UUID, name: str) -> UUID:
    """The customer of this name, written in if there is none; locked until the end.

    Two first mentions at once make one customer.
    """
    return meet(tx, organization_id, name)[0]


def meet(tx: Transaction, organization_id: UUID, name: str) -> tuple[UUID, bool]:
    """The same, and whether they were written in just now."""
    key = {"organization": organization_id, "key": names.key(name)}
    found: UUID | None = tx.execute(_FIND, key).scalar_one_or_none()
    if found is not None:
        return found, False
    values = {"organization_id": organization_id, "id": new_id(), "name": name.strip()}
    tx.execute(_MEET, {**values, "name_key": key["key"]})
    made: UUID = tx.execute(_FIND, key).scalar_one()
    return made, made == values["id"]


def lock(tx: Transaction, organization_id: UUID, customer_id: UUID) -> None:
    """Take a customer until the end; raises `NoResultFound` for one of another shop."""
    tx.execute(_LOCK, {"organization": organization_id, "customer": customer_id}).one()


def move(
    tx: Transaction,
    organization_id: UUID,
    customer_id: UUID,
    *,
    owes_us: Decimal,
    we_owe: Decimal,
) -> None:
    """Add to a customer's balances, whose entries are written already; they must be locked."""
    values = {"organization": organization_id, "customer": customer_id}
    tx.execute(_MOVE, {**values, "owes_us": owes_us, "we_owe": we_owe})


def everyone(tx: Transaction, organization_id: UUID) -> Sequence[Customer]:
    """Everyone in the book, largest debt first; at most a thousand."""
    rows = tx.execute(_ALL, {"organization": organization_id})
    return [Customer(**row._mapping) for row in rows]


def contact(tx: Transaction, organization_id: UUID, customer_id: UUID) -> Contact | None:
    """How a customer is reached; None where this shop has none of this id."""
    key = {"organization": organization_id, "customer": customer_id}
    return _contact(tx, _CONTACT_BY_ID, key)


def of_person(tx: Transaction, organization_id: UUID, person_id: UUID) -> Contact | None:
    """The customer of the shop who is this person."""
    key = {"organization": organization_id, "person": person_id}
    return _contact(tx, _CONTACT_BY_PERSON, key)


def debtors(tx: Transaction, organization_id: UUID) -> Sequence[Contact]:
    """Whoever owes and has an address, largest debt first; at most a thousand."""
    rows = tx.execute(_DEBTORS, {"organization": organization_id})
    return [Contact(**row._mapping) for row in rows]


def reach_at(
    tx: Transaction, organization_id: UUID, customer_id: UUID, person_id: UUID, masked: str
) -> None:
    """Keep who a customer is; another customer of the shop who was, is so no longer.

    They must be locked.
    """
    key = {"organization": organization_id, "person": person_id}
    tx.execute(_LET_GO, {**key, "but": customer_id})
    tx.execute(_REACH_AT, {**key, "customer": customer_id, "masked": masked})


def greet(tx: Transaction, organization_id: UUID, customer_id: UUID) -> bool:
    """Note the first message to a customer; False where there was one before."""
    key = {"organization": organization_id, "customer": customer_id}
    return tx.execute(_GREETED, key).rowcount == 1


def note_reminder(
    tx: Transaction, organization_id: UUID, customer_id: UUID, at: datetime
) -> None:
    """Note when a customer was last reminded of a debt."""
    key = {"organization": organization_id, "customer": customer_id}
    tx.execute(_REMINDED, {**key, "at": at})


def note_dispute(
    tx: Transaction, organization_id: UUID, customer_id: UUID, at: datetime
) -> bool:
    """Note that a customer answered about a debt; False where they did within a day before."""
    key = {"organization": organization_id, "customer": customer_id}
    return tx.execute(_DISPUTED, {**key, "at": at, "before": at - DAY}).rowcount == 1


def _contact(tx: Transaction, query: Select[Any], key: Mapping[str, Any]) -> Contact | None:
    row = tx.execute(query, key).one_or_none()
    return Contact(**row._mapping) if row else None
