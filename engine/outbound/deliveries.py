"""Queue what is said in a conversation; it is delivered after the commit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from engine.channels import text
from engine.channels.base import ChannelKind
from engine.outbound.forms import Form
from engine.outbound.hours import NO_WAIT, Occasion
from engine.templates.template_texts import Filled
from store import outbound, outbox
from store.base import new_id
from store.conversations import Conversation
from store.database import Transaction
from store.held import ANNOUNCED, HeldMessage
from store.outbound import DeliveryStatus, OutboundMessage
from store.outbox import NewEntry
from store.ways import Way

BUSY = timedelta(milliseconds=100)


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
    row = _new(conversation, organization_id, bubble.text, "answer", Occasion.REPLY)
    media = bubble.media if conversation.channel == "whatsapp" else None
    message_id = outbound.queue(tx, **row, answers_id=answers_id, media=media)
    if conversation.channel == "ussd":
        return  # Their session shows it: nothing is sent.
    shop, person = organization_id, conversation.person_id
    outbox.add(tx, "delivery", message_id, organization_id=shop, person_id=person)


def tell(
    tx: Transaction,
    conversation: Conversation,
    organization_id: UUID | None,
    words: str,
    occasion: Occasion,
    reason: str = "notice",
) -> None:
    """Queue a message that answers nothing; `reason` says why it is sent."""
    queue(tx, _new(conversation, organization_id, words, reason, occasion))


def announce(
    tx: Transaction,
    conversation: Conversation,
    organization_id: UUID,
    filled: Filled,
    occasion: Occasion,
) -> None:
    """Queue the template that says only that something waits."""
    row = _new(conversation, organization_id, filled.text, ANNOUNCED, occasion)
    if occasion is Occasion.REPLY:  # What answers late is no answer any more.
        row["occasion"] = Occasion.ASKED.value
    queue(tx, {**row, "form": Form.TEMPLATE.value, "template": chosen(None, filled)})


def tell_held(
    tx: Transaction,
    conversation: Conversation,
    organization_id: UUID | None,
    words: str,
    asked: HeldMessage | None,
) -> UUID:
    """Queue the one message that tells what was held; `asked` is its only approval."""
    row = _new(conversation, organization_id, words, "digest", Occasion.REPLY)
    more: dict[str, Any] = {"form": Form.DIGEST.value}
    if asked is not None:
        more |= {"approval_id": asked.approval_id, "choices": asked.choices}
    return queue(tx, {**row, **more})


def again(tx: Transaction, message: OutboundMessage, way: Way | None, wait: timedelta) -> UUID:
    """Queue a message anew in the place of one that did not arrive: by a way, or as it was."""
    channel = cast(ChannelKind, way.channel if way else message.channel)
    body = text.fit(message.body, channel)
    row: dict[str, Any] = {
        "id": new_id(),
        "organization_id": message.organization_id,
        "person_id": message.person_id,
        "customer_id": message.customer_id,
        "conversation_id": way.conversation_id if way else message.conversation_id,
        "step_run_id": message.step_run_id,
        "approval_id": message.approval_id,
        "account": way.account if way else message.account,
        "channel": channel,
        "recipient": way.reply_to if way else message.recipient,
        "body": body,
        "parts": text.sms_parts(body) if channel == "sms" else 1,
        "reason": message.reason,
        "occasion": message.occasion,
        "form": (Form.FALLBACK_SMS if way else Form.FREE_TEXT).value,
        "template": None if way else message.template,
        "choices": None if way else message.choices,
        "trouble": None if way else "window",
    }
    return queue(tx, row, wait)


def chosen(wanted: Mapping[str, Any] | None, filled: Filled) -> dict[str, Any]:
    """A template as a message's row keeps it: what it names, and what was chosen for it."""
    template = filled.template
    return {
        **(wanted or {}),
        "reference": template.reference,
        "language": template.language,
        "variables": list(template.variables),
        "text": filled.text,
    }


_BLANK: Mapping[str, Any] = {
    "customer_id": None,
    "step_run_id": None,
    "approval_id": None,
    "status": DeliveryStatus.QUEUED,
    "error_code": None,
}


def _new(
    conversation: Conversation,
    organization_id: UUID | None,
    words: str,
    reason: str,
    occasion: Occasion,
) -> dict[str, Any]:
    channel = cast(ChannelKind, conversation.channel)
    body = text.fit(words, channel)
    return {
        "id": new_id(),
        "organization_id": organization_id,
        "person_id": conversation.person_id,
        "conversation_id": conversation.id,
        "account": conversation.account,
        "channel": channel,
        "recipient": conversation.reply_to,
        "body": body,
        "parts": text.sms_parts(body) if channel == "sms" else 1,
        "reason": reason,
        "occasion": occasion.value,
    }


def queue(tx: Transaction, row: Mapping[str, Any], wait: timedelta = NO_WAIT) -> UUID:
    """Queue a message by the columns that say what it is; its id."""
    message_id: UUID = row["id"]
    outbound.queue_all(tx, [{**_BLANK, **row, "wait": wait}])
    shop, person = row["organization_id"], row["person_id"]
    outbox.add_all(tx, [NewEntry("delivery", message_id, shop, person, wait)])
    return message_id
