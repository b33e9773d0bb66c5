"""Who is who: addresses follow their person, doubt is noted, a number begins anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text

from store.base import new_id
from store.database import Transaction

_OF = text("select kind, value from addresses where person_id = :person order by id")
_KNOWN = text("""
    select exists (select from members where person_id = :person)
      or exists (select from invitations where person_id = :person)
      or exists (select from approval_seats where person_id = :person)
      or exists (select from asks where person_id = :person)
      or exists (select from customers where person_id = :person)
""")
_SHOPS = text("""
    select organization_id from members
    where person_id = :person and removed_at is null order by 1
""")
_ADD = text("""
    insert into addresses (id, person_id, kind, value) values (:id, :person, :kind, :value)
    on conflict do nothing
""")
_DOUBT_ADDRESS = text("""
    update addresses set doubted_at = coalesce(doubted_at, now())
    where kind = :kind and value = :value
""")
_DOUBT = text("""
    update conversations set doubted_at = now()
    where person_id = :person and doubted_at is null and closed_at is null
""")
_SHARE_DOUBT = text("""
    update conversations set doubted_at = now()
    where person_id = :person and doubted_at is null and closed_at is null
      and exists (
        select from conversations other
        where other.person_id = :person and other.doubted_at is not null
      )
""")
_IS_SILENT = text("""
    select coalesce(max(heard_at) < now() - interval '90 days', false)
    from conversations where person_id = :person
""")
_VALUE = text("select value from addresses where id = :address")
_TRUST = (
    """update addresses set doubted_at = null
       where person_id = :person and doubted_at is not null""",
    (
        "update conversations set doubted_at = null"
        " where person_id = :person and doubted_at is not null"
    ),
)
_HEARD_AT = text("select max(heard_at) from conversations where person_id = :person")
_FREE_HELD = text("""
    update inbound_messages set held_at = null, handled_at = null
    where person_id = :person and held_at is not null returning conversation_id
""")
_FOLD = (
    "update addresses set person_id = :into where person_id = :person",
    "update conversations set person_id = :into where person_id = :person",
    "update inbound_messages set person_id = :into where person_id = :person",
    "update outbound_messages set person_id = :into where person_id = :person",
    "update exports set person_id = :into where person_id = :person",
    """insert into opt_outs (id, person_id, organization_id, channel, message_id)
       select gen_random_uuid(), :into, organization_id, channel, message_id
       from opt_outs where person_id = :person on conflict do nothing""",
    "delete from opt_outs where person_id = :person",
    "update outbox set person_id = :into where person_id = :person",
    (
        "update people set name = coalesce(name, (select name from people where id = :person)),"
        " language = coalesce(language, (select language from people where id = :person)),"
        " country = coalesce(country, (select country from people where id = :person))"
        " where id = :into"
    ),
    "update people set name = null, erased_at = now() where id = :person",
)
_MEET_ANEW = text("""
    insert into people (id, country) select :new, country from people where id = :person
""")
_PASSES_ON = text("""
    update addresses set person_id = :new, doubted_at = null
    where person_id = :person and (
      id = (select address_id from conversations where id = :conversation)
      or value = (select reply_to from conversations where id = :conversation)
      or doubted_at is not null and exists (
        select from addresses mine join conversations c on c.address_id = mine.id
        where c.id = :conversation and mine.doubted_at is not null
      )
    ) returning id
""")
_PLACE = text("""
    select address_id as address, account, channel, reply_to from conversations
    where id = :conversation
""")
# Whoever writes from the others must prove that they are who we knew.
_DOUBT_REST = (
    text("""
        update addresses set doubted_at = now()
        where person_id = :person and doubted_at is null
    """),
    _DOUBT,
)
# What waits to be sent to the number would be read by whoever has it now.
_SUPPRESS = text("""
    update outbound_messages set status = 'suppressed', updated_at = now()
    where (status = 'queued' or status = 'sending' and held_at is not null)
      and conversation_id in (
      select id from conversations where person_id = :person and address_id = any(:passed)
    )
""")
_HELD = text("""
    select id from inbound_messages
    where id <> :besides and (held_at is not null or handled_at is null)
      and conversation_id in (
        select id from conversations where person_id = :person and address_id = any(:passed)
      )
""")
_END = text("""
    update conversations set address_id = null, reply_to = '', state = '{}',
      closed_at = now(), doubted_at = null
    where person_id = :person and address_id = any(:passed)
""")
_BEGIN_ANEW = text("""
    insert into conversations (id, person_id, address_id, account, channel, reply_to)
    values (:began, :new, :address, :account, :channel, :reply_to)
""")
_HAND_ON = text("""
    update inbound_messages set person_id = :new, conversation_id = :began,
      organization_id = null, held_at = null, handled_at = null
    where id = any(:held)
""")
_PROOFS = text("""
    select o.name as shop, owner.name as owner
    from members m join organizations o on o.id = m.organization_id
    join members owner on owner.organization_id = o.id and owner.role = 'OWNER'
      and owner.removed_at is null
    where m.person_id = :person and m.removed_at is null
""")


@dataclass(frozen=True, slots=True)
class AddressValue:
    """An address as it is written: "phone" with E.164, "bsuid" with the provider's id."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Anew:
    """Where a number begins anew: the person who has it now, and their conversation."""

    person_id: UUID
    conversation_id: UUID


def addresses_of(tx: Transaction, person_id: UUID) -> Sequence[AddressValue]:
    """Every address of a person, oldest first; for the directory."""
    rows = tx.execute(_OF, {"person": person_id})
    return [AddressValue(row.kind, row.value) for row in rows]


def is_known(tx: Transaction, person_id: UUID) -> bool:
    """Whether a shop knows the person, so that a merge would be about somebody's book."""
    return bool(tx.execute(_KNOWN, {"person": person_id}).scalar_one())


def shops_of(tx: Transaction, person_id: UUID) -> Sequence[UUID]:
    """Where the person works; for the directory."""
    return tx.execute(_SHOPS, {"person": person_id}).scalars().all()


def add(tx: Transaction, person_id: UUID, address: AddressValue) -> None:
    """Give a person one more address; for the directory."""
    values = {"id": new_id(), "person": person_id, "kind": address.kind}
    tx.execute(_ADD, {**values, "value": address.value})


def doubt_address(tx: Transaction, address: AddressValue) -> None:
    """From now on whoever writes from it must prove who they are; for the directory."""
    key = {"kind": address.kind, "value": address.value}
    tx.execute(_DOUBT_ADDRESS, key)


def doubt(tx: Transaction, person_id: UUID) -> None:
    """Whoever writes as this person must prove that they are."""
    tx.execute(_DOUBT, {"person": person_id})


def share_doubt(tx: Transaction, person_id: UUID) -> None:
    """One conversation in doubt puts all of a person's in doubt: a merge may bring some."""
    tx.execute(_SHARE_DOUBT, {"person": person_id})


def is_silent(tx: Transaction, person_id: UUID) -> bool:
    """Whether a person was heard before, but nowhere for ninety days."""
    return bool(tx.execute(_IS_SILENT, {"person": person_id}).scalar_one())


def value_of(tx: Transaction, address_id: UUID) -> str:
    """An address as it is written."""
    found: str = tx.execute(_VALUE, {"address": address_id}).scalar_one()
    return found


def trust(tx: Transaction, person_id: UUID) -> None:
    """They have proved it; for the directory."""
    for statement in _TRUST:
        tx.execute(text(statement), {"person": person_id})


def heard_at(tx: Transaction, person_id: UUID) -> object:
    """When the person was heard last, anywhere; None where never."""
    return tx.execute(_HEARD_AT, {"person": person_id}).scalar_one()


def free_held(tx: Transaction, person_id: UUID) -> set[UUID]:
    """Let what was held be heard; in which conversations. For the directory."""
    return set(tx.execute(_FREE_HELD, {"person": person_id}).scalars())


def fold(tx: Transaction, person_id: UUID, into: UUID) -> None:
    """Make two one: everything of a person whom no shop knows is the other's. Directory."""
    for statement in _FOLD:
        tx.execute(text(statement), {"person": person_id, "into": into})


def begin_anew(tx: Transaction, person_id: UUID, conversation_id: UUID, besides: UUID) -> Anew:
    """Give a conversation's address to somebody new, with what was said and not answered.

    All addresses that are in doubt go with it; the message `besides` stays. For the directory.
    """
    anew = Anew(new_id(), new_id())
    values: dict[str, object] = {
        "person": person_id,
        "conversation": conversation_id,
        "besides": besides,
        "new": anew.person_id,
        "began": anew.conversation_id,
    }
    tx.execute(_MEET_ANEW, values)
    place = tx.execute(_PLACE, values).one()._mapping
    values["passed"] = list(tx.execute(_PASSES_ON, values).scalars())
    tx.execute(_SUPPRESS, values)
    values["held"] = list(tx.execute(_HELD, values).scalars())
    tx.execute(_END, values)  # It lets go of the address, which the new one takes.
    tx.execute(_BEGIN_ANEW, {**values, **place})
    tx.execute(_HAND_ON, values)
    for statement in _DOUBT_REST:
        tx.execute(statement, values)
    return anew


def proofs(tx: Transaction, person_id: UUID) -> Sequence[tuple[str, str]]:
    """The shops that the person works in, each with an owner's name; for the directory."""
    rows = tx.execute(_PROOFS, {"person": person_id})
    return [(row.shop, row.owner or "") for row in rows]
