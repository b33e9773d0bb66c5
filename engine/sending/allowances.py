"""What stands against a message that nobody is waiting for: their word, the hour, the pace."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from engine.organizations import full_days
from engine.outbound.forms import Form
from engine.outbound.hours import OPEN, Occasion, until_open
from engine.runtime import Runtime
from store import opt_outs, organizations, outbox, paces, sends, usage
from store.database import Transaction
from store.organizations import Organization
from store.outbound import OutboundMessage
from store.outbox import OutboxEntry

A_MOMENT = timedelta(seconds=1)
"""Our clock and the database's are not quite one: nothing comes back in the same moment."""


def is_held_back(
    rt: Runtime, tx: Transaction, entry: OutboxEntry, message: OutboundMessage
) -> bool:
    """Whether it is not sent by now, or must wait; answers always go."""
    occasion = Occasion(message.occasion)
    if message.form == Form.FALLBACK_SMS and sends.arrived_before(tx, message.id):
        return _suppressed(tx, entry, message, "arrived_after_all")
    if occasion is Occasion.REPLY and message.form != Form.FALLBACK_SMS:
        return False
    words = opt_outs.of(tx, message.organization_id, [message.person_id])
    if {word for _, word in words} & {opt_outs.ANY, message.channel}:
        return _suppressed(tx, entry, message, "opted_out")
    if occasion not in OPEN or message.organization_id is None:
        return False
    shop = organizations.get(tx, message.organization_id)
    wait = _until_it_may(rt, tx, message, shop)
    if not wait and not message.paced:
        every = timedelta(seconds=1 / rt.settings.messages_per_second)
        wait = paces.take(tx, message.account, message.id, every)
    if wait:
        outbox.postpone(tx, entry.id, wait)
    return bool(wait)


def _suppressed(
    tx: Transaction, entry: OutboxEntry, message: OutboundMessage, reason: str
) -> bool:
    sends.suppress(tx, message.id, reason)
    outbox.done(tx, entry.id)
    return True


def _until_it_may(
    rt: Runtime, tx: Transaction, message: OutboundMessage, shop: Organization
) -> timedelta:
    """The hours of its occasion, on a day on which its shop may still write."""
    occasion, zone = Occasion(message.occasion), ZoneInfo(shop.timezone)
    now = rt.clock()
    wait = until_open(occasion, now, zone)
    if wait:
        return max(wait, A_MOMENT)
    if message.paced:
        return wait
    today = now.astimezone(zone).date()
    begins = datetime.combine(today, time(), zone)
    if usage.since(tx, shop.id, begins) < rt.settings.messages_per_day:
        return wait
    full_days.tell(rt, tx, shop.id, today)
    tomorrow = datetime.combine(today + timedelta(days=1), time(), zone)
    return tomorrow - now + until_open(occasion, tomorrow, zone)
