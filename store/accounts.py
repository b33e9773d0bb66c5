"""Accounts: by which password, and by which unproved e-mail, a person signs in."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Column, ForeignKey, Table, Text, Uuid, bindparam, func, select, text
from sqlalchemy.dialects.postgresql import insert

from store.base import metadata, moment, new_id
from store.database import Transaction

accounts = Table(
    "accounts",
    metadata,
    Column("person_id", Uuid, ForeignKey("people.id"), primary_key=True),
    Column("password", Text),
    Column("email", Text, unique=True),
    moment("changed_at", now=True),
    moment("locked_at", nullable=True),
)

# One statement for whoever there is and whoever there is not: both take the same time.
_FIND = text("""
    select a.person_id, a.password from accounts a join people p on p.id = a.person_id
    where a.person_id in (
        select person_id from addresses where kind = :kind and value = :value
        union all select person_id from accounts where :kind = 'email' and email = :value
      ) and a.password is not null and a.locked_at is null and p.erased_at is null
    limit 1
""")
_REGISTER = text("""
    with taken as (
      select 1 from addresses where kind = 'email' and value = :email
      union all select 1 from accounts where email = :email
    ), person as (
      insert into people (id, name, language)
      select :id, :name, :language where not exists (select from taken) returning id
    )
    insert into accounts (person_id, email, password) select id, :email, :password from person
    on conflict do nothing
""")
_new = insert(accounts)
_SET = _new.on_conflict_do_update(
    index_elements=["person_id"],
    set_={"password": _new.excluded.password, "changed_at": func.now()},
)
_LOCKED = select(accounts.c.person_id).where(
    accounts.c.person_id == bindparam("person"), accounts.c.locked_at.is_not(None)
)
_EMAIL = select(accounts.c.email).where(accounts.c.person_id == bindparam("person"))


@dataclass(frozen=True, slots=True)
class Account:
    """Whose account it is, and the hash of its password."""

    person_id: UUID
    password: str


@dataclass(frozen=True, slots=True)
class NewAccount:
    """Who wants to sign in by an e-mail; `password` is a hash."""

    email: str
    password: str
    name: str
    language: str | None


def find(tx: Transaction, kind: str, value: str) -> Account | None:
    """Who may sign in by this address with a password; for the directory."""
    row = tx.execute(_FIND, {"kind": kind, "value": value}).one_or_none()
    return Account(row.person_id, row.password) if row else None


def register(tx: Transaction, new: NewAccount) -> None:
    """Make an account for an e-mail, if nobody is known by it; for the directory."""
    values = {"email": new.email, "password": new.password, "name": new.name}
    tx.execute(_REGISTER, {"id": new_id(), "language": new.language, **values})


def set_password(tx: Transaction, person_id: UUID, password: str) -> None:
    """Let this hash be the password; for the directory."""
    tx.execute(_SET, {"person_id": person_id, "password": password})


def lock(tx: Transaction, person_id: UUID, *, is_locked: bool) -> None:
    """Let a person in no more, or again; for the directory."""
    at = func.now() if is_locked else None
    locked = insert(accounts).values(person_id=person_id, locked_at=at)
    tx.execute(
        locked.on_conflict_do_update(
            index_elements=["person_id"], set_={"locked_at": locked.excluded.locked_at}
        )
    )


def is_locked(tx: Transaction, person_id: UUID) -> bool:
    """Whether an operator lets the person in no more; for the directory."""
    return tx.execute(_LOCKED, {"person": person_id}).first() is not None


def email_of(tx: Transaction, person_id: UUID) -> str | None:
    """The unproved e-mail that the person signs in by."""
    email: str | None = tx.execute(_EMAIL, {"person": person_id}).scalar_one_or_none()
    return email
