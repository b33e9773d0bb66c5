"""Where an inbound message belongs: the conversation that goes on, or one that begins."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.dialects.postgresql import insert

from store.base import columns_of, new_id
from store.conversations import conversations
from store.database import Transaction
from store.people import addresses

_FIND = select(conversations.c.id, conversations.c.organization_id).where(
    conversations.c.address_id == bindparam("address_id"),
    conversations.c.account == bindparam("account"),
)
_FIND_WITH = (
    select(conversations.c.id, conversations.c.organization_id, conversations.c.reply_to)
    .where(
        conversations.c.person_id == bindparam("person"),
        conversations.c.account == bindparam("account"),
        conversations.c.closed_at.is_(None),
    )
    # Of two that a merge has brought together the one that is talked in goes on.
    .order_by(
        (conversations.c.reply_to == bindparam("reply_to")).desc(),
        conversations.c.heard_at.desc(),
        conversations.c.id.desc(),
    )
    .limit(1)
)
_ANSWER_AT = (
    update(conversations)
    .where(conversations.c.id == bindparam("key"))
    .values(reply_to=bindparam("address"))
)
# A person who is in doubt, or was silent, is so on every way on which they are heard anew.
_others = conversations.alias("others")
_BEGIN = (
    insert(conversations)
    .values(
        heard_at=func.coalesce(
            select(func.max(_others.c.heard_at))
            .where(_others.c.person_id == bindparam("whose"))
            .scalar_subquery(),
            func.now(),
        ),
        doubted_at=func.coalesce(
            select(func.max(_others.c.doubted_at))
            .where(_others.c.person_id == bindparam("whose"))
            .scalar_subquery(),
            select(addresses.c.doubted_at)
            .where(addresses.c.id == bindparam("where_from"))
            .scalar_subquery(),
        ),
    )
    .on_conflict_do_nothing()
)


@dataclass(frozen=True, slots=True)
class NewConversation:
    """The first message between an address and a channel account."""

    person_id: UUID
    address_id: UUID
    account: str
    channel: str
    reply_to: str
    organization_id: UUID | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where an inbound message belongs."""

    conversation_id: UUID
    organization_id: UUID | None


def find(tx: Transaction, address_id: UUID, account: str) -> Place | None:
    """The conversation of an address with a channel account; for the directory."""
    row = tx.execute(_FIND, {"address_id": address_id, "account": account}).one_or_none()
    return Place(row.id, row.organization_id) if row else None


def find_with(tx: Transaction, person_id: UUID, account: str, reply_to: str) -> Place | None:
    """A person's newest conversation with an account, answered at this address from now on.

    Whoever is seen by their number today and by an id tomorrow is in one conversation. For
    the directory.
    """
    whose = {"person": person_id, "account": account, "reply_to": reply_to}
    row = tx.execute(_FIND_WITH, whose).one_or_none()
    if row is None:
        return None
    if row.reply_to != reply_to:
        tx.execute(_ANSWER_AT, {"key": row.id, "address": reply_to})
    return Place(row.id, row.organization_id)


def begin(tx: Transaction, new: NewConversation) -> Place:
    """Begin a conversation, or find the one begun at the same moment; for the directory."""
    conversation_id = new_id()
    whose = {"whose": new.person_id, "where_from": new.address_id}
    made = tx.execute(_BEGIN, {"id": conversation_id, **whose, **columns_of(new)})
    if made.rowcount:
        return Place(conversation_id, new.organization_id)
    found = find(tx, new.address_id, new.account)
    assert found is not None, "the conversation that was in the way is gone"  # noqa: S101
    return found
