"""Deliver outbound messages: claim, send with nothing open, keep what became of it."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any, cast

import structlog

from engine.asking import climbing
from engine.channels.base import Channel, ChannelError, ChannelKind, Choice, Letter, Template
from engine.channels.farewell import Farewell
from engine.files import pictures
from engine.outbound import outcomes
from engine.outbound.forms import Form
from engine.outbound.hours import Occasion
from engine.runtime import Runtime
from engine.sending import allowances, outside_window, unsubscribing
from engine.tools.failpoints import reached
from engine.tools.telling import name, where
from engine.work import Afterwards
from store import outbound, outbox, sends
from store.database import Transaction
from store.outbound import DeliveryStatus, OutboundMessage
from store.outbox import OutboxEntry
from store.sends import Claim

LEASE = timedelta(seconds=30)
"""Longer than a provider may take to answer: two connects, two reads, and a slow machine."""

AT_REST = timedelta(minutes=10)
"""How long a message in doubt waits for a channel that is not configured here."""

Hand = Callable[[Letter], str]
"""Hands a letter over; its provider reference. Raises `ChannelError`."""

_log = structlog.get_logger(__name__)


def deliver(rt: Runtime, tx: Transaction, entry: OutboxEntry) -> Afterwards | None:
    """Take the next step with an outbound message; what needs the network comes afterwards."""
    tx.scope(organization_id=entry.organization_id, person_id=entry.person_id)
    message = outbound.get(tx, entry.subject_id)
    channel = rt.channels.get(message.account.partition(":")[0])
    match message.status:
        case DeliveryStatus.QUEUED | DeliveryStatus.SENDING if message.lease_until is None:
            return _go(rt, tx, entry, message, channel)
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


def _go(
    rt: Runtime,
    tx: Transaction,
    entry: OutboxEntry,
    message: OutboundMessage,
    channel: Channel | None,
) -> Afterwards | None:
    """Send it, unless somebody or something stands against it now."""
    if message.held_at is not None:
        outbox.done(tx, entry.id)  # It goes when its person writes.
        return None
    if climbing.is_over(tx, message):
        outbox.done(tx, entry.id)
        sends.suppress(tx, message.id, "over")
        return None
    if message.status is DeliveryStatus.QUEUED and allowances.is_held_back(
        rt, tx, entry, message
    ):
        return None
    if not message.is_open and message.form != Form.TEMPLATE:
        outside_window.settle(rt, tx, entry, message)
        return None
    if wait := _turn(rt, message) or _pause(rt, message):
        outbox.postpone(tx, entry.id, wait)
        return None
    return _claim(rt, tx, entry, message, channel)


def _turn(rt: Runtime, message: OutboundMessage) -> timedelta:
    """How long until its pair may have it; whoever has written is answered at once."""
    if message.channel != "whatsapp" or message.occasion == Occasion.REPLY:
        return timedelta(0)
    return timedelta(seconds=rt.pairs.wait(message.account, message.recipient))


def _pause(rt: Runtime, message: OutboundMessage) -> timedelta:
    """How long until its account may be tried, and a hand is free to carry it.

    Longer by up to a quarter: those that wait for the same do not come back at once.
    """
    wait = rt.breakers.wait(message.account) or rt.carriers.take(message.account, message.id)
    return timedelta(seconds=wait) * (1 + random.random() / 4)  # noqa: S311 -- No secret.


def _claim(
    rt: Runtime,
    tx: Transaction,
    entry: OutboxEntry,
    message: OutboundMessage,
    channel: Channel | None,
) -> Afterwards | None:
    claim = sends.claim(tx, message.id, LEASE)
    if channel is None:
        outcomes.give_up(tx, entry, message, claim, "channel_not_configured")
        return None
    if message.channel == "whatsapp":
        rt.pairs.goes(message.account, message.recipient)
    # Should this process die, the entry comes back when the lease is over.
    outbox.postpone(tx, entry.id, LEASE)
    farewell = unsubscribing.farewell(rt, tx, message)
    job = partial(_carefully, rt, entry, message, claim, partial(_hand, channel, farewell))
    return partial(rt.carriers.carry, message.account, message.id, job)


def _doubt(
    tx: Transaction, entry: OutboxEntry, message: OutboundMessage, channel: Channel | None
) -> None:
    # The lease ran out with no outcome: nobody knows whether the provider took the message.
    outcomes.mark_unknown(tx, message, _held(message), "lost")
    outbox.postpone(tx, entry.id, timedelta(0) if channel else AT_REST)


def _hand(channel: Channel, farewell: Farewell | None, letter: Letter) -> str:
    return channel.send(replace(letter, farewell=farewell) if farewell else letter)


def _carefully(
    rt: Runtime, entry: OutboxEntry, message: OutboundMessage, claim: Claim, hand: Hand
) -> None:
    try:
        _send(rt, entry, message, claim, hand)
    except Exception as error:  # noqa: BLE001 -- The lease ends, and the entry is due again.
        fields = {"message": str(message.id), "error": name(error), "where": where(error)}
        _log.warning("What follows the commit failed", **fields)


def _send(
    rt: Runtime, entry: OutboxEntry, message: OutboundMessage, claim: Claim, hand: Hand
) -> None:
    reached("delivery.claimed")
    try:
        reference = hand(_letter(message, claim, pictures.address(rt, message)))
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
        known = sends.known_references(tx, message.account, list(alike))
    unknown = [reference for reference in alike if reference not in known]
    return unknown[0] if len(unknown) == 1 else None


def _held(message: OutboundMessage) -> Claim:
    assert message.claimed_at is not None  # noqa: S101 -- Only a claim leads past QUEUED.
    return Claim(message.id, message.fence, message.claimed_at)


def _letter(message: OutboundMessage, claim: Claim, media_url: str | None = None) -> Letter:
    form = message.template if message.form == Form.TEMPLATE else None
    return Letter(
        id=message.id,
        account=message.account,
        channel=cast(ChannelKind, message.channel),
        to=message.recipient,
        text=form["text"] if form else message.body,
        claimed_at=claim.at,
        media_url=media_url,
        choices=tuple(Choice(one["id"], one["label"]) for one in message.choices or ()),
        template=_template(form) if form else None,
        subject=message.subject,
    )


def _template(form: Mapping[str, Any]) -> Template:
    return Template(form["reference"], form["language"], tuple(form["variables"]))
