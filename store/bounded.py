"""How much of what is bounded an organization has."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from store.database import Transaction

# Held until the end: two who add at one moment do so one after another.
_HOLD = text("select id from organizations where id = :shop for no key update")
_MEMBERS = text("""
    select (
      select count(*) from members where organization_id = :shop and removed_at is null
    ) + (
      select count(*) from invitations
      where organization_id = :shop and accepted_at is null and declined_at is null
        and expires_at > now()
    )
""")
_WORKFLOWS = text("""
    select count(*) from workflows where organization_id = :shop and status <> 'ended'
""")
# Ids rise with time, and the index on them is the one there is.
_MESSAGES = text("""
    select count(*) from outbound_messages
    where organization_id = :shop and id >= :first and answers_id is null
""")


def hold(tx: Transaction, organization_id: UUID) -> None:
    """Let nobody else add anything until this transaction ends."""
    tx.execute(_HOLD, {"shop": organization_id})


def members(tx: Transaction, organization_id: UUID) -> int:
    """How many work there, with those who are invited."""
    return int(tx.execute(_MEMBERS, {"shop": organization_id}).scalar_one())


def workflows(tx: Transaction, organization_id: UUID) -> int:
    """How many workflows there are that have not ended."""
    return int(tx.execute(_WORKFLOWS, {"shop": organization_id}).scalar_one())


def messages(tx: Transaction, organization_id: UUID, since: datetime) -> int:
    """How many messages went out since then that answer nothing."""
    first = UUID(int=int(since.timestamp() * 1000) << 80)
    return int(tx.execute(_MESSAGES, {"shop": organization_id, "first": first}).scalar_one())
