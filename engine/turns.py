"""Take a turn: hear a conversation's waiting messages, decide, answer in one bubble."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import cast
from zoneinfo import ZoneInfo

from bot import i18n
from bot.conversation import Conversation, Heard
from bot.dialogue import respond
from bot.nlu.understanding import Channel, Utterance
from bot.reply import Reply
from engine import deliveries, effects
from engine.deliveries import Bubble
from engine.effects import Scene
from engine.failpoints import reached
from engine.runtime import Runtime
from engine.shop import StoreShop
from store import conversations, inbound, outbox
from store.conversations import Conversation as Row
from store.database import Transaction
from store.inbound import InboundMessage
from store.outbox import OutboxEntry

BUSY = timedelta(milliseconds=100)
MOST = 20
HOME_ZONE = ZoneInfo("Africa/Nairobi")
"""Where a newcomer's clock stands until the shop has a zone: all of East Africa shares it."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What one message led to."""

    state: Conversation
    scene: Scene
    texts: tuple[str, ...]
    media: str | None


def take(rt: Runtime, tx: Transaction, entry: OutboxEntry) -> None:
    """Answer everything a conversation has said so far, unless somebody is at it already."""
    tx.scope(organization_id=entry.organization_id, person_id=entry.person_id)
    row = conversations.lock(tx, entry.subject_id)
    if row is None:
        outbox.postpone(tx, entry.id, BUSY)
        return
    reached("turn.locked")
    messages = inbound.unhandled(tx, row.id, MOST)
    if messages:
        _answer(rt, tx, row, messages)
    if len(messages) == MOST:
        outbox.postpone(tx, entry.id, timedelta(0))  # There may be more.
    else:
        outbox.done(tx, entry.id)
    reached("turn.before_commit")


def _answer(rt: Runtime, tx: Transaction, row: Row, messages: Sequence[InboundMessage]) -> None:
    if row.organization_id != tx.organization_id:
        tx.scope(organization_id=row.organization_id, person_id=row.person_id)
    now = rt.clock()
    state = Conversation.from_json(row.state)
    scene = Scene(row.person_id, row.organization_id, messages[0].id, now)
    texts: list[str] = []
    media: str | None = None
    for message in messages:
        said = _hear(rt, tx, row, state, replace(scene, message_id=message.id), message)
        state, scene = said.state, said.scene
        texts.extend(said.texts)
        media = said.media or media
    conversations.save(tx, row.id, state.to_json(), scene.organization_id)
    inbound.mark_handled(tx, [message.id for message in messages], scene.organization_id)
    if texts:
        bubble = Bubble("\n".join(texts), media)
        deliveries.answer(tx, row, scene.organization_id, scene.message_id, bubble)


def _hear(
    rt: Runtime,
    tx: Transaction,
    row: Row,
    state: Conversation,
    scene: Scene,
    message: InboundMessage,
) -> _Said:
    shop = StoreShop(
        tx,
        person_id=row.person_id,
        organization_id=scene.organization_id,
        languages=tuple(rt.languages.translations),
    )
    heard = _heard(rt, shop, row, state, message)
    turn = respond(state, heard, shop, scene.now)
    settled = effects.settle(tx, scene, turn.effects)
    texts = _texts(rt, row, turn.conversation.language, settled.replies)
    return _Said(turn.conversation, settled.scene, texts, settled.media)


def _heard(
    rt: Runtime, shop: StoreShop, row: Row, state: Conversation, message: InboundMessage
) -> Heard:
    organization = shop.organization
    zone = ZoneInfo(organization.timezone) if organization else HOME_ZONE
    country = organization.country if organization else shop.speaker.country
    at = message.at.astimezone(zone)
    utterance = Utterance(
        text=message.body,
        now=at,
        country=country or "KE",
        language=state.language,
        channel=cast(Channel, row.channel),
        awaiting=state.awaiting,
    )
    understanding = rt.languages.read(utterance, shop.catalogue())
    return Heard(message.id, message.body, understanding, at, message.quoted)


def _texts(
    rt: Runtime, row: Row, language: str | None, replies: Sequence[Reply]
) -> tuple[str, ...]:
    channel = cast(Channel, row.channel)
    translations = rt.languages.translations
    return tuple(i18n.wording(reply, language, translations, channel) for reply in replies)
