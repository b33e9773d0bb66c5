"""Deliver outbound messages: claim, send with nothing open, keep what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import cast
from uuid import UUID

import structlog

from engine import events, pictures
from engine.channels import text
from engine.channels.base import Channel, ChannelError, ChannelKind, Letter
from engine.failpoints import reached
from engine.runtime import Runtime
from engine.work import ATTEMPTS, Afterwards, pause
from store import audit, outbound, outbox
from store.audit import AuditEntry
from store.conversations import Conversation
from store.database import Transaction
from store.events import Event
from store.outbound import Claim, DeliveryStatus, OutboundMessage
from store.outbox import OutboxEntry

LEASE = timedelta(seconds=30)
"""Longer than a provider may take to answer: two connects, two reads, and a slow machine."""

ASK_AGAIN = timedelta(seconds=30)
ASKED_ENOUGH = timedelta(minutes=10)
"""How long a provider is asked what became of a message whose answer was lost."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Bubble:
    """What one message shows: a text, and the picture it goes with."""

    text: str
    media: str | None = None


def answer(
    tx: Transaction,
    conversation: Conversation,
    organization_id: UUID | None,
    answers_id: UUID,
    bubble: Bubble,
) -> None:
    """Queue the one answer of a turn; a picture goes where the channel can show it."""
    channel = cast(ChannelKind, conversation.channel)
    body = text.fit(bubble.text, channel)
    message_id = outbound.queue(
        tx,
        organization_id=organization_id,
        person_id=conversation.person_id,
        conversation_id=conversation.id,
        answers_id=answers_id,
        account=conversation.account,
        channel=channel,
        recipient=conversation.reply_to,
        body=body,
        media=None if channel == "sms" else bubble.media,
        parts=text.sms_parts(body) if channel == "sms" else 1,
        reason="answer",
    )
    outbox.add(
        tx,
        "delivery",
        message_id,
        organization_id=organization_id,
        person_id=conversation.person_id,
    )


def deliver(rt: Runtime, tx: Transaction, entry: OutboxEntry) -> Afterwards | None:
    """Take the next step with an outbound message; what needs the network comes afterwards."""
    tx.scope(organization_id=entry.organization_id, person_id=entry.person_id)
    message = outbound.get(tx, entry.subject_id)
    channel = rt.channels.get(message.account.partition(":")[0])
    match message.status:
        case DeliveryStatus.QUEUED | DeliveryStatus.SENDING if message.lease_until is None:
            return _claim(rt, tx, entry, message, channel)
        case DeliveryStatus.SENDING:
            return _doubt(rt, tx, entry, message, channel)
        case DeliveryStatus.UNKNOWN if channel is not None:
            outbox.postpone(tx, entry.id, LEASE)
            return partial(_reconcile, rt, entry, message, channel)
        case _:
            outbox.done(tx, entry.id)
            return None


def _claim(
    rt: Runtime,
    tx: Transaction,
    entry: OutboxEntry,
    message: OutboundMessage,
    channel: Channel | None,
) -> Afterwards | None:
    claim = outbound.claim(tx, message.id, LEASE)
    if channel is None:
        _give_up(tx, entry, message, claim, "channel_not_configured")
        return None
    # Should this process die, the entry comes back when the lease is over.
    outbox.postpone(tx, entry.id, LEASE)
    return partial(_send, rt, entry, message, claim, channel)


def _doubt(
    rt: Runtime,
    tx: Transaction,
    entry: OutboxEntry,
    message: OutboundMessage,
    channel: Channel | None,
) -> Afterwards | None:
    # The lease ran out with no outcome: nobody knows whether the provider took the message.
    held = _held(message)
    outbound.rise(tx, held, DeliveryStatus.UNKNOWN, error_code="lost")
    _log.warning("A message is in doubt", message=str(message.id))
    outbox.postpone(tx, entry.id, timedelta(0) if channel else ASKED_ENOUGH)
    return None


def _send(
    rt: Runtime,
    entry: OutboxEntry,
    message: OutboundMessage,
    claim: Claim,
    channel: Channel,
) -> None:
    reached("delivery.claimed")
    try:
        reference = channel.send(_letter(message, claim, pictures.address(rt, message)))
    except ChannelError as error:
        _not_sent(rt, entry, message, claim, error)
        return
    reached("delivery.answered")
    _sent(rt, entry, message, claim, reference)
    reached("delivery.kept")


def _sent(
    rt: Runtime, entry: OutboxEntry, message: OutboundMessage, claim: Claim, reference: str
) -> None:
    with rt.db.tenant(message.organization_id, message.person_id) as tx:
        if not outbound.rise(tx, claim, DeliveryStatus.SENT, reference=reference):
            return  # The claim has passed on: whoever holds it settles the matter.
        outbox.done(tx, entry.id)
        _audit(tx, message)


def _not_sent(
    rt: Runtime,
    entry: OutboxEntry,
    message: OutboundMessage,
    claim: Claim,
    error: ChannelError,
) -> None:
    _log.warning("A message was not sent", message=str(message.id), code=error.code)
    with rt.db.tenant(message.organization_id, message.person_id) as tx:
        if error.ambiguous:
            outbound.rise(tx, claim, DeliveryStatus.UNKNOWN, error_code=error.code)
            outbox.postpone(tx, entry.id, ASK_AGAIN)
        elif error.retryable and entry.attempts + 1 < ATTEMPTS:
            outbound.let_go(tx, claim, error.code)
            outbox.postpone(tx, entry.id, pause(entry.attempts), failures=1)
        else:
            _give_up(tx, entry, message, claim, error.code)


def _give_up(
    tx: Transaction, entry: OutboxEntry, message: OutboundMessage, claim: Claim, code: str
) -> None:
    outbound.rise(tx, claim, DeliveryStatus.FAILED, error_code=code)
    outbox.done(tx, entry.id)
    if message.organization_id is not None:
        events.record(tx, _failure(message, message.organization_id, code, claim))


def _reconcile(
    rt: Runtime, entry: OutboxEntry, message: OutboundMessage, channel: Channel
) -> None:
    held = _held(message)
    try:
        reference = channel.find(_letter(message, held))
    except ChannelError as error:
        _log.info("The provider cannot tell", message=str(message.id), code=error.code)
        reference = None
    if reference is not None:
        _sent(rt, entry, message, held, reference)
        return
    with rt.db.tenant(message.organization_id, message.person_id) as tx:
        if rt.clock() - held.at < ASKED_ENOUGH:
            outbox.postpone(tx, entry.id, ASK_AGAIN)
            return
        _log.error("A message stays in doubt", message=str(message.id))
        outbox.done(tx, entry.id)


def _held(message: OutboundMessage) -> Claim:
    assert message.claimed_at is not None  # noqa: S101 -- Only a claim leads past QUEUED.
    return Claim(message.id, message.fence, message.claimed_at)


def _letter(message: OutboundMessage, claim: Claim, media_url: str | None = None) -> Letter:
    return Letter(
        id=message.id,
        account=message.account,
        channel=cast(ChannelKind, message.channel),
        to=message.recipient,
        text=message.body,
        claimed_at=claim.at,
        media_url=media_url,
    )


def _failure(message: OutboundMessage, organization_id: UUID, code: str, claim: Claim) -> Event:
    return Event(
        organization_id=organization_id,
        type="MESSAGE_FAILED",
        source="delivery",
        person_id=message.person_id,
        message_id=None,
        payload={"message": str(message.id), "reason": code},
        occurred_at=claim.at,
    )


def _audit(tx: Transaction, message: OutboundMessage) -> None:
    if message.organization_id is None:
        return
    entry = AuditEntry(
        organization_id=message.organization_id,
        action="MESSAGE_SENT",
        entity="outbound_message",
        entity_id=message.id,
        person_id=message.person_id,
        via=message.channel,
    )
    audit.append(tx, entry)
