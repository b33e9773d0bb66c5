"""Who speaks: whether it is still the person we know, and what they wish for themselves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import Enum
from uuid import UUID

from bot.own_wishes import BeginAnew, Erase, Export, Hold, OwnWish, Trust
from engine.privacy import erasing, exporting
from store import audit, identities, inbound, outbox
from store.audit import AuditEntry
from store.conversations import Conversation
from store.database import Transaction

SILENCE = timedelta(days=90)
"""A number that was not used for so long may have been sold to somebody else."""


class Standing(Enum):
    """Whether whoever speaks is who we know."""

    KNOWN = "known"
    DOUBTED = "doubted"
    """They must prove it before they are shown a book."""
    ANOTHERS = "another's"
    """The number is somebody else's by now, who has been met."""


def standing(tx: Transaction, row: Conversation, at: datetime, besides: UUID) -> Standing:
    """Who speaks, at this moment; silence is looked for everywhere before it counts.

    Who works nowhere has no book to be shown: their number begins anew, unless a shop knows
    them and nothing but silence speaks against them.
    """
    if row.doubted_at is None and not _is_silent(tx, row, at):
        return Standing.KNOWN
    with tx.directory():
        works = bool(identities.shops_of(tx, row.person_id))
        is_known = identities.is_known(tx, row.person_id)
    if works:
        identities.doubt(tx, row.person_id)
        return Standing.DOUBTED
    if is_known and row.doubted_at is None:
        return Standing.KNOWN
    begin_anew(tx, row.person_id, row.id, besides)
    return Standing.ANOTHERS


def _is_silent(tx: Transaction, row: Conversation, at: datetime) -> bool:
    if at - row.heard_at <= SILENCE:
        return False
    last = identities.heard_at(tx, row.person_id)
    return not (isinstance(last, datetime) and at - last <= SILENCE)


def carry_out(
    tx: Transaction, person_id: UUID, message_id: UUID, wish: OwnWish, now: datetime
) -> None:
    """Do what a person wishes for themselves."""
    match wish:
        case Export(scope):
            conversation_id = inbound.conversation_of(tx, message_id)
            exporting.ask(tx, person_id, conversation_id, scope, now)
        case Erase():
            erasing.ask(tx, person_id, closes=True)
        case Hold():
            inbound.hold(tx, message_id)
        case Trust():
            _trust(tx, person_id)
        case BeginAnew():
            begin_anew(tx, person_id, inbound.conversation_of(tx, message_id), message_id)


def begin_anew(tx: Transaction, person_id: UUID, conversation_id: UUID, besides: UUID) -> None:
    """A number has passed to somebody else: they are met, and answered for what they said."""
    here = tx.organization_id
    with tx.directory():
        shops = identities.shops_of(tx, person_id)
        anew = identities.begin_anew(tx, person_id, conversation_id, besides)
        outbox.add(
            tx, "turn", anew.conversation_id, organization_id=None, person_id=anew.person_id
        )
    _tell(tx, shops, person_id, {"number": "passed on"})
    tx.scope(organization_id=here, person_id=person_id)


def _trust(tx: Transaction, person_id: UUID) -> None:
    here = tx.organization_id
    with tx.directory():
        identities.trust(tx, person_id)
        shops = identities.shops_of(tx, person_id)
        for conversation_id in identities.free_held(tx, person_id):
            outbox.add(tx, "turn", conversation_id, organization_id=None, person_id=person_id)
    _tell(tx, shops, person_id, {"number": "verified"})
    tx.scope(organization_id=here, person_id=person_id)


def _tell(
    tx: Transaction, shops: Sequence[UUID], person_id: UUID, after: dict[str, str]
) -> None:
    for shop in shops:
        tx.scope(organization_id=shop, person_id=person_id)
        audit.append(
            tx,
            AuditEntry(
                organization_id=shop,
                action="UPDATE",
                entity="person",
                entity_id=person_id,
                person_id=person_id,
                via="chat",
                after=after,
            ),
        )
