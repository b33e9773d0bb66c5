"""What becomes of a message that may not go as free text any more."""

from __future__ import annotations

from datetime import timedelta

from engine.asking import climbing
from engine.outbound import deliveries, news, ways
from engine.outbound.forms import Closed, Form, outside_window
from engine.outbound.hours import NO_WAIT
from engine.runtime import Runtime
from store import held, organizations, outbox, people, sends
from store.database import Transaction
from store.outbound import OutboundMessage
from store.outbox import OutboxEntry
from store.ways import Way

AT_ONCE = timedelta(0)


def settle(rt: Runtime, tx: Transaction, entry: OutboxEntry, message: OutboundMessage) -> None:
    """Send it as a template, by SMS if it is urgent, or let it wait for its person."""
    filled = news.as_form(tx, message, _languages(tx, message))
    way = _by_sms(rt, tx, message)
    closed = Closed(message.reason, filled is not None, way is not None)
    match outside_window(closed):
        case Form.TEMPLATE if filled is not None:
            held.take_form(tx, message.id, deliveries.chosen(message.template, filled))
            outbox.postpone(tx, entry.id, AT_ONCE)
        case Form.FALLBACK_SMS if way is not None:
            outbox.done(tx, entry.id)
            instead = deliveries.again(tx, message, way, NO_WAIT)
            sends.suppress(tx, message.id, "window_closed", replaced_by=instead)
        case _:
            outbox.done(tx, entry.id)
            news.hold(rt, tx, message)


def _languages(tx: Transaction, message: OutboundMessage) -> list[str]:
    """The reader's own; a template's values are in it."""
    spoken = people.get(tx, message.person_id).language
    if spoken is None and message.organization_id is not None:
        spoken = organizations.get(tx, message.organization_id).language
    return [spoken] if spoken else []


def _by_sms(rt: Runtime, tx: Transaction, message: OutboundMessage) -> Way | None:
    if climbing.is_asked_by_sms(tx, message):
        return None
    return ways.by_sms(rt, tx, message.person_id, message.organization_id)
