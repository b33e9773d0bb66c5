"""The ways to people: conversations that go on, and phones that nobody has written from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Interval, bindparam, func, select

from store.conversations import SHOWN, SILENCE, WINDOW, conversations
from store.database import Transaction
from store.inbound import inbound_messages
from store.opt_outs import opt_outs
from store.organizations import members
from store.people import addresses, people
from store.prepared import Prepared

_WORDS = (
    select(func.coalesce(func.array_agg(opt_outs.c.channel), []))
    .where(
        opt_outs.c.person_id == people.c.id,
        opt_outs.c.organization_id.is_(None)
        | (opt_outs.c.organization_id == bindparam("organization")),
    )
    .scalar_subquery()
    .label("opted_out")
)
_WHEN = func.now() + bindparam("ahead", type_=Interval)
"""When it is to be said: by then the window must still be open."""


_WORKS = (
    select(members.c.person_id)
    .where(members.c.person_id == people.c.id, members.c.removed_at.is_(None))
    .exists()
)
_REACH = Prepared(
    select(
        conversations.c.person_id,
        conversations.c.id.label("conversation_id"),
        conversations.c.account,
        conversations.c.channel,
        conversations.c.reply_to,
        people.c.language,
        # Whoever is being answered at this moment has just opened the window, even where what
        # they said is not handled yet.
        (
            (conversations.c.heard_at > _WHEN - WINDOW)
            | select(inbound_messages.c.id)
            .where(
                inbound_messages.c.conversation_id == conversations.c.id,
                inbound_messages.c.handled_at.is_(None),
                inbound_messages.c.received_at > _WHEN - WINDOW,
            )
            .exists()
        ).label("is_open"),
        _WORDS,
    )
    .join(people, people.c.id == conversations.c.person_id)
    # What is told of a book must not reach somebody to whom the number has passed.
    .where(
        conversations.c.person_id == func.any(bindparam("people")),
        conversations.c.channel != SHOWN,
        conversations.c.closed_at.is_(None),
        conversations.c.doubted_at.is_(None),
        conversations.c.unreached_at.is_(None),
        (conversations.c.heard_at > func.now() - SILENCE) | ~_WORKS,
    )
    .order_by(conversations.c.person_id, conversations.c.heard_at.desc())
)
# Nor by a phone, where the person is in doubt, or was heard last so long ago.
_IS_ANOTHERS = (
    select(conversations.c.id)
    .where(
        conversations.c.person_id == people.c.id,
        conversations.c.doubted_at.is_not(None)
        | conversations.c.closed_at.is_not(None)
        | (conversations.c.heard_at <= func.now() - SILENCE) & _WORKS,
    )
    .exists()
)
# One who has never written may have a phone that somebody has named.
_COLD = (
    select(
        people.c.id.label("person_id"),
        people.c.language,
        select(func.min(addresses.c.value))
        .where(
            addresses.c.person_id == people.c.id,
            addresses.c.kind == "phone",
            addresses.c.doubted_at.is_(None),
            ~_IS_ANOTHERS,
        )
        .scalar_subquery()
        .label("phone"),
        select(func.min(addresses.c.value))
        .where(
            addresses.c.person_id == people.c.id,
            addresses.c.kind == "email",
            addresses.c.proved_at.is_not(None),
            addresses.c.unreached_at.is_(None),
            addresses.c.doubted_at.is_(None),
        )
        .scalar_subquery()
        .label("email"),
        _WORDS,
    )
    .where(people.c.id == func.any(bindparam("people")))
    .order_by(people.c.id)
)


@dataclass(frozen=True, slots=True)
class Way:
    """A way to reach a person: a conversation, or a phone that nobody has written from yet.

    `is_open` while free text may be sent over WhatsApp; `opted_out` names the channels over
    which they want to hear nothing, "any" for all of them.
    """

    person_id: UUID
    conversation_id: UUID | None
    account: str
    channel: str
    reply_to: str
    language: str | None
    is_open: bool
    opted_out: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Stranger:
    """A person as the directory knows them without a conversation.

    `phone` is E.164; `email` is proved and, as far as is known, reached.
    """

    person_id: UUID
    language: str | None
    phone: str | None
    email: str | None
    opted_out: Sequence[str]


def ways(
    tx: Transaction,
    people_ids: Sequence[UUID],
    organization_id: UUID | None,
    ahead: timedelta = timedelta(0),
) -> Sequence[Way]:
    """Every conversation in which this shop reaches these people, the newest first.

    `ahead` is how long it waits before it is said. For the directory.
    """
    values = {"people": list(people_ids), "organization": organization_id, "ahead": ahead}
    return [Way(**row._asdict()) for row in tx.fetch(_REACH, values)]


def strangers(
    tx: Transaction, people_ids: Sequence[UUID], organization_id: UUID | None
) -> Sequence[Stranger]:
    """These people by their phones, whether or not they ever wrote; for the directory."""
    values = {"people": list(people_ids), "organization": organization_id}
    return [Stranger(**row._mapping) for row in tx.execute(_COLD, values)]
