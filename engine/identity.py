"""Who speaks: whether it is still the person we know, and what they wish for themselves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from bot.effects import BeginAnew, Erase, Export, Hold, Trust
from engine import erasing, exporting
from store import audit, identities, inbound, outbox
from store.audit import AuditEntry
from store.conversations import Conversation
from store.database import Transaction

Wish = Export | Erase | Hold | Trust | BeginAnew

SILENCE = timedelta(days=90)
"""A number that was not used for so long may have been sold to somebody else."""


def is_doubted(tx: Transaction, row: Conversation, at: datetime) -> bool:
    """Whether whoever speaks, at this moment, must first prove who they are.

    Silence is looked for everywhere before it is held against somebody.
    """
    if row.doubted_at is not None:
        return True
    if at - row.heard_at <= SILENCE:
        return False
    last = identities.heard_at(tx, row.person_id)
    if isinstance(last, datetime) and at - last <= SILENCE:
        return False
    identities.doubt(tx, row.person_id)
    return True


def is_strange(tx: Transaction, row: Conversation) -> bool:
    """Whether a silent number belongs to nobody whom a shop knows: it may as well be new."""
    with tx.directory():
        return not identities.is_known(tx, row.person_id)


def carry_out(
    tx: Transaction, person_id: UUID, message_id: UUID, wish: Wish, now: datetime
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
