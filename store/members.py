"""Members: who works in a shop, as what; their names are copied, for shops read no people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, case, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import NoResultFound

from store.base import LAST_ID, columns_of
from store.database import Transaction
from store.organizations import ABOUT, Organization, members, organizations
from store.prepared import Prepared

_m = members.c
_KEY = (
    _m.organization_id == bindparam("organization"),
    _m.person_id == bindparam("person"),
)
_BY_RANK = case({"OWNER": 0, "STAFF": 1}, value=_m.role, else_=2), _m.created_at, _m.person_id
_EVERYONE = (
    select(
        _m.organization_id, _m.person_id, _m.role, _m.name, _m.phone,
        _m.removed_at.is_not(None).label("has_left"),
    )
    .where(_m.organization_id == bindparam("organization"))
    .order_by(*_BY_RANK)
)  # fmt: skip
_AT_WORK = Prepared(
    select(*ABOUT, _m.person_id, _m.role, _m.name.label("known_as"), _m.phone)
    .select_from(
        organizations.outerjoin(
            members, (_m.organization_id == organizations.c.id) & _m.removed_at.is_(None)
        )
    )
    .where(organizations.c.id == bindparam("organization"))
    .order_by(*_BY_RANK)
)
_new = insert(members)
_JOIN = _new.on_conflict_do_update(
    index_elements=["organization_id", "person_id"],
    set_={
        "role": _new.excluded.role,
        "name": func.coalesce(_new.excluded.name, _m.name),
        "phone": func.coalesce(_new.excluded.phone, _m.phone),
        "removed_at": None,
    },
    where=_m.removed_at.is_not(None),
)
_LOCK = select(_m.role).where(*_KEY, _m.removed_at.is_(None)).with_for_update(key_share=True)
_OWNERS = (
    select(_m.person_id)
    .where(
        _m.organization_id == bindparam("organization"),
        _m.role == "OWNER",
        _m.removed_at.is_(None),
    )
    .order_by(_m.person_id)
    .with_for_update(key_share=True)
)
_SHOPS = Prepared(
    select(_m.organization_id, _m.role).where(
        _m.person_id == bindparam("person"), _m.removed_at.is_(None)
    )
)
_COLLEAGUE = select(_m.person_id, _m.role, _m.name, _m.phone, _m.created_at)
_ONE = _COLLEAGUE.where(*_KEY, _m.removed_at.is_(None))
_PAGE = (
    _COLLEAGUE.where(
        _m.organization_id == bindparam("organization"),
        _m.removed_at.is_(None),
        _m.person_id < bindparam("before"),
    )
    .order_by(_m.person_id.desc())
    .limit(bindparam("most"))
)
_CHANGE = update(members).where(*_KEY).values(role=bindparam("new_role"))
_REMOVE = update(members).where(*_KEY).values(removed_at=func.now())
_RENAME = update(members).where(*_KEY).values(name=bindparam("new_name"))


@dataclass(frozen=True, slots=True)
class Member:
    """A person with a role in a shop; `phone` is masked, `name` as they gave it here."""

    organization_id: UUID
    person_id: UUID
    role: str
    name: str | None
    phone: str | None
    has_left: bool = False


@dataclass(frozen=True, slots=True)
class Colleague:
    """A member as the others see them; `phone` is masked."""

    person_id: UUID
    role: str
    name: str | None
    phone: str | None
    created_at: datetime


class Post(NamedTuple):
    """A shop that a person works in, as what."""

    organization_id: UUID
    role: str


def shops_of(tx: Transaction, person_id: UUID) -> Sequence[Post]:
    """Where a person works now; the transaction is theirs."""
    return [Post(*row) for row in tx.fetch(_SHOPS, {"person": person_id})]


def everyone(tx: Transaction, organization_id: UUID) -> Sequence[Member]:
    """Who works here, the owner first; with those who have left."""
    rows = tx.execute(_EVERYONE, {"organization": organization_id})
    return [Member(**row._mapping) for row in rows]


def page(
    tx: Transaction, organization_id: UUID, before: UUID | None, most: int
) -> Sequence[Colleague]:
    """Who works here now, those behind `before`, whom Karani met last first."""
    values = {"organization": organization_id, "before": before or LAST_ID, "most": most}
    return [Colleague(**row._mapping) for row in tx.execute(_PAGE, values)]


def colleague(tx: Transaction, organization_id: UUID, person_id: UUID) -> Colleague:
    """One who works here now. Raises `NoResultFound`."""
    values = {"organization": organization_id, "person": person_id}
    return Colleague(**tx.execute(_ONE, values).one()._mapping)


def at_work(tx: Transaction, organization_id: UUID) -> tuple[Organization, Sequence[Member]]:
    """A shop and who works there now, the owner first, in one look.

    Raises `NoResultFound` where this transaction may not see it.
    """
    rows = tx.fetch(_AT_WORK, {"organization": organization_id})
    if not rows:
        raise NoResultFound("there is no such shop")
    shop = Organization(**{about.name: getattr(rows[0], about.name) for about in ABOUT})
    return shop, [
        Member(shop.id, row.person_id, row.role, row.known_as, row.phone)
        for row in rows
        if row.person_id
    ]


def join(tx: Transaction, member: Member) -> None:
    """Let a person in, or in again; one who is here already stays what they are."""
    values = columns_of(member)
    del values["has_left"]
    tx.execute(_JOIN, values)


def lock_role(tx: Transaction, organization_id: UUID, person_id: UUID) -> str | None:
    """A member's role, until the end; None for one who is not, or no longer, here."""
    key = {"organization": organization_id, "person": person_id}
    role: str | None = tx.execute(_LOCK, key).scalar_one_or_none()
    return role


def lock_owners(tx: Transaction, organization_id: UUID) -> int:
    """How many owners there are, until the end."""
    return len(tx.execute(_OWNERS, {"organization": organization_id}).all())


def change(tx: Transaction, organization_id: UUID, person_id: UUID, role: str) -> None:
    """Give a member another role."""
    key = {"organization": organization_id, "person": person_id}
    tx.execute(_CHANGE, {**key, "new_role": role})


def remove(tx: Transaction, organization_id: UUID, person_id: UUID) -> None:
    """Take a member off the team; what they wrote keeps their name."""
    tx.execute(_REMOVE, {"organization": organization_id, "person": person_id})


def rename(tx: Transaction, organization_id: UUID, person_id: UUID, name: str) -> None:
    """Copy a person's new name."""
    key = {"organization": organization_id, "person": person_id}
    tx.execute(_RENAME, {**key, "new_name": name})
