"""Understand one message of a conversation: whose it is, what it answers, what it says."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from bot import i18n
from bot.conversation import Conversation, Heard
from bot.dialogue import may_decide
from bot.nlu.understanding import Awaiting, Understanding, Utterance
from engine.assistants import second_reading
from engine.channels import attached
from engine.ports.shop import StoreShop
from engine.runtime import Runtime
from store.conversations import Conversation as Row
from store.inbound import InboundMessage

HOME_ZONE = ZoneInfo("Africa/Nairobi")
"""Where a newcomer's clock stands until the shop has a zone: all of East Africa shares it."""


def heard(
    rt: Runtime, shop: StoreShop, row: Row, state: Conversation, message: InboundMessage
) -> Heard:
    """A message with what the rules make of it, and a model where one was asked."""
    organization = shop.organization
    zone = ZoneInfo(organization.timezone) if organization else HOME_ZONE
    country = organization.country if organization else shop.speaker.country
    at = message.at.astimezone(zone)
    utterance = Utterance(
        text=message.body,
        now=at,
        country=country or "KE",
        language=state.language,
        channel=i18n.form_for(row.channel),
        awaiting=state.awaiting,
    )
    understanding = rt.languages.read(utterance, shop.catalogue())
    awaiting = _awaiting(shop, state, message, understanding)
    if awaiting is not None:
        read_anew = replace(utterance, awaiting=awaiting)
        understanding = rt.languages.read(read_anew, shop.catalogue())
    return Heard(
        message.id,
        message.body,
        understanding,
        at,
        message.quoted,
        is_signed(rt, row),
        attached.shown(message.attachments),
        second_reading.found(rt, message, utterance, shop.catalogue),
    )


def is_signed(rt: Runtime, row: Row) -> bool:
    """Whether it is proven who writes here; not where the channel is unknown."""
    channel = rt.channels.get(row.account.partition(":")[0])
    return channel is not None and channel.signed


def _awaiting(
    shop: StoreShop, state: Conversation, message: InboundMessage, understood: Understanding
) -> Awaiting | None:
    """Which answer a message may be; most have nothing to do with what is open."""
    if message.quoted is not None and shop.questions.quoted(message.quoted) is not None:
        return Awaiting.APPROVAL
    if state.floor is not None or not may_decide(understood):
        return None
    match len(shop.questions.approvals()):
        case 0:
            asked = shop.questions.asks()
            # "Will you come?", "did she come?": a verb answers as well as a yes.
            is_yes_or_no = bool(asked) and asked[0].expect == "yes_no"
            return Awaiting.APPOINTMENT if is_yes_or_no else None
        case 1:
            return Awaiting.APPROVAL
        case _:
            return Awaiting.APPROVALS
