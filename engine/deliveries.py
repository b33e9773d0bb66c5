"""Deliver outbound messages: claim, send with nothing open, keep what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import cast
from uuid import UUID
from zoneinfo import ZoneInfo

import structlog

from engine import outcomes, pictures
from engine.channels import text
from engine.channels.base import Channel, ChannelError, ChannelKind, Letter
from engine.failpoints import reached
from engine.hours import OPEN, Occasion, until_open
from engine.runtime import Runtime
from engine.work import Afterwards
from store import opt_outs, organizations, outbound, outbox, paces
from store.conversations import Conversation
from store.database import Transaction
from store.outbound import Claim, DeliveryStatus, OutboundMessage
from store.outbox import OutboxEntry

LEASE = timedelta(seconds=30)
"""Longer than a provider may take to answer: two connects, two reads, and a slow machine."""

AT_REST = timedelta(minutes=10)
"""How long a message in doubt waits for a channel that is not configured here."""

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
    _queue(tx, conversation, organization_id, answers_id, bubble)


def tell(
    tx: Transaction,
    conversation: Conversation,
    organization_id: UUID | None,
    words: str,
    reason: str = "notice",
) -> None:
    """Queue a message that answers nothing; `reason` says why it is sent."""
    _queue(tx, conversation, organization_id, None, Bubble(words), reason)


def _queue(
    tx: Transaction,
    conversation: Conversation,
    organization_id: UUID | None,
    answers_id: UUID | None,
    bubble: Bubble,
    reason: str = "answer",
) -> None:
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
        media=bubble.media if channel == "whatsapp" else None,
        parts=text.sms_parts(body) if channel == "sms" else 1,
        reason=reason,
        occasion=(Occasion.REPLY if answers_id else Occasion.UNASKED).value,
    )
    if channel == "ussd":
        return  # Their session shows it: nothing is sent.
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
        case DeliveryStatus.QUEUED if _is_held_back(rt, tx, entry, message):
            return None
        case DeliveryStatus.QUEUED | DeliveryStatus.SENDING if message.lease_until is None:
            return _claim(rt, tx, entry, message, channel)
        case DeliveryStatus.SENDING if message.is_leased:
            outbox.postpone(tx, entry.id, LEASE)  # Rung twice: another is at it.
            return None
        case DeliveryStatus.SENDING:
            _doubt(tx, entry, message, channel)
            return None
        case DeliveryStatus.UNKNOWN if channel is not None:
            outbox.postpone(tx, entry.id, LEASE)
            return partial(_reconcile, rt, entry, message, channel)
        case _:
            outbox.done(tx, entry.id)
            return None


def _is_held_back(
    rt: Runtime, tx: Transaction, entry: OutboxEntry, message: OutboundMessage
) -> bool:
    """Whether they want to hear nothing by now, or it must wait; answers always go."""
    occasion = Occasion(message.occasion)
    if occasion is Occasion.REPLY:
        return False
    words = opt_outs.of(tx, message.organization_id, [message.person_id])
    if {word for _, word in words} & {opt_outs.ANY, message.channel}:
        outbound.suppress(tx, message.id, "opted_out")
        outbox.done(tx, entry.id)
        return True
    if occasion not in OPEN or message.organization_id is None:
        return False
    zone = ZoneInfo(organizations.get(tx, message.organization_id).timezone)
    wait = until_open(occasion, rt.clock(), zone)
    if not wait and not message.paced:
        every = timedelta(seconds=1 / rt.settings.messages_per_second)
        wait = paces.take(tx, message.account, message.id, every)
    if wait:
        outbox.postpone(tx, entry.id, wait)
    return bool(wait)


def _claim(
    rt: Runtime,
    tx: Transaction,
    entry: OutboxEntry,
    message: OutboundMessage,
    channel: Channel | None,
) -> Afterwards | None:
    claim = outbound.claim(tx, message.id, LEASE)
    if channel is None:
        outcomes.give_up(tx, entry, message, claim, "channel_not_configured")
        return None
    # Should this process die, the entry comes back when the lease is over.
    outbox.postpone(tx, entry.id, LEASE)
    return partial(_send, rt, entry, message, claim, channel)


def _doubt(
    tx: Transaction, entry: OutboxEntry, message: OutboundMessage, channel: Channel | None
) -> None:
    # The lease ran out with no outcome: nobody knows whether the provider took the message.
    outcomes.mark_unknown(tx, message, _held(message), "lost")
    outbox.postpone(tx, entry.id, timedelta(0) if channel else AT_REST)


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
        outcomes.not_sent(rt, entry, message, claim, error)
        return
    reached("delivery.answered")
    outcomes.sent(rt, entry, message, claim, reference)
    reached("delivery.kept")


def _reconcile(
    rt: Runtime, entry: OutboxEntry, message: OutboundMessage, channel: Channel
) -> None:
    held = _held(message)
    reference = _found(rt, message, held, channel)
    if reference is not None and outcomes.sent(rt, entry, message, held, reference):
        return
    with rt.db.tenant(message.organization_id, message.person_id) as tx:
        outbox.wait_for(tx, entry.id)
        if not message.is_asked_enough:
            outbox.postpone(tx, entry.id, outcomes.ASK_AGAIN)
            return
        _log.error("A message stays in doubt", message=str(message.id))
        outbox.done(tx, entry.id)


def _found(rt: Runtime, message: OutboundMessage, held: Claim, channel: Channel) -> str | None:
    """The one message at the provider that is like ours and is not another one of ours."""
    try:
        alike = channel.find(_letter(message, held))
    except ChannelError as error:
        _log.info("The provider cannot tell", message=str(message.id), code=error.code)
        return None
    with rt.db.tenant(message.organization_id, message.person_id) as tx:
        known = outbound.known_references(tx, message.account, list(alike))
    unknown = [reference for reference in alike if reference not in known]
    return unknown[0] if len(unknown) == 1 else None


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
