"""Closing: end a shop whose last owner leaves; its book stays, nobody opens it any more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text

from store.database import Transaction

# Rows are looked at as the directory: the person's other shops are not in this scope.
_SOLE = text("""
    select o.id, o.name from members m join organizations o on o.id = m.organization_id
    where m.person_id = :person and m.role = 'OWNER' and m.removed_at is null
      and o.closed_at is null
      and not exists (
        select from members other
        where other.organization_id = m.organization_id and other.person_id <> m.person_id
          and other.role = 'OWNER' and other.removed_at is null
      )
    order by o.created_at, o.id
""")
_END = (
    "update organizations set closed_at = now() where id = :shop and closed_at is null",
    (
        "update workflows set status = 'paused', updated_at = now()"
        " where organization_id = :shop and status = 'active'"
    ),
    (
        "update runs set status = 'CANCELLED', finished_at = now(), updated_at = now(),"
        " waiting_id = null, awaited_event = null, paused_from = null"
        " where organization_id = :shop and finished_at is null"
    ),
    (
        "update approval_seats set closed_at = now()"
        " where organization_id = :shop and closed_at is null"
    ),
    (
        "update approvals set status = 'cancelled', decided_at = now()"
        " where organization_id = :shop and status = 'open'"
    ),
    (
        "update asks set status = 'closed', closed_at = now()"
        " where organization_id = :shop and status = 'open'"
    ),
    (
        "update invitations set expires_at = now()"
        " where organization_id = :shop and accepted_at is null and expires_at > now()"
    ),
    "delete from payment_numbers where organization_id = :shop",
    """update members set removed_at = now()
       where organization_id = :shop and removed_at is null""",
)


@dataclass(frozen=True, slots=True)
class Owned:
    """A shop that a person owns alone."""

    id: UUID
    name: str


def only_owned_by(tx: Transaction, person_id: UUID) -> Sequence[Owned]:
    """The open shops that have no other owner than this person; for the directory."""
    return [Owned(row.id, row.name) for row in tx.execute(_SOLE, {"person": person_id})]


def close(tx: Transaction, organization_id: UUID) -> None:
    """End everything that goes on in a shop; the transaction must be in it."""
    for statement in _END:
        tx.execute(text(statement), {"shop": organization_id})
