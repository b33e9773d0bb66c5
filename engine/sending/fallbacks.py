"""After a message has failed for good: another way, another form, or silence."""

from __future__ import annotations

from enum import Enum

from engine.asking import climbing
from engine.channels.base import Trouble
from engine.context.desk import Desk
from engine.outbound import deliveries, ways
from engine.outbound.hours import NO_WAIT, Occasion, until_open
from store import conversations, opt_outs, sends
from store.opt_outs import OptOut
from store.outbound import DeliveryStatus, OutboundMessage


class Remedy(Enum):
    """What is done about a message that failed."""

    NOTHING = "nothing"
    BY_SMS = "by_sms"
    ANOTHER_FORM = "another_form"
    """As a template, or when its person writes."""
    SILENCE = "silence"


def remedy(message: OutboundMessage) -> Remedy:
    """What to do about a failure, by its kind; nothing for what is worth nothing any more."""
    trouble = Trouble(message.trouble or Trouble.OTHER.value)
    if trouble is Trouble.CONSENT:
        return Remedy.SILENCE
    if message.channel != "whatsapp" or not message.is_fresh:
        return Remedy.NOTHING
    if trouble is Trouble.WINDOW:
        is_template = message.form == "template"
        return Remedy.NOTHING if is_template else Remedy.ANOTHER_FORM
    if trouble in (Trouble.CONTENT, Trouble.ACCOUNT, Trouble.SPARED):
        return Remedy.NOTHING  # By another way it would be as wrong, or go round somebody.
    was_taken = message.provider_reference is not None
    return Remedy.BY_SMS if was_taken or trouble is Trouble.ADDRESS else Remedy.NOTHING


def follow(desk: Desk, message: OutboundMessage) -> None:
    """Do what can be done about a message that failed, in its organization's transaction."""
    if message.status is not DeliveryStatus.FAILED or message.replaced_by is not None:
        return  # It has arrived after all, or this was done before.
    if message.trouble == Trouble.ADDRESS.value and message.conversation_id is not None:
        conversations.miss(desk.tx, message.conversation_id)
    match remedy(message):
        case Remedy.SILENCE:
            opt_outs.add(desk.tx, OptOut(message.person_id, None, message.channel))
        case Remedy.BY_SMS:
            _by_sms(desk, message)
        case Remedy.ANOTHER_FORM:
            instead = deliveries.again(desk.tx, message, None, NO_WAIT)
            sends.replace(desk.tx, message.id, instead)
        case Remedy.NOTHING:
            pass


def _by_sms(desk: Desk, message: OutboundMessage) -> None:
    if climbing.is_asked_by_sms(desk.tx, message):
        return  # Nobody answered, so the ladder was faster.
    way = ways.by_sms(desk.rt, desk.tx, message.person_id, message.organization_id)
    if way is None:
        return
    wait = until_open(Occasion(message.occasion), desk.now, desk.zone)
    instead = deliveries.again(desk.tx, message, way, wait)
    sends.replace(desk.tx, message.id, instead)
