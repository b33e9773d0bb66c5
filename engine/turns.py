"""Take a turn: hear a conversation's waiting messages, decide, answer in one bubble."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy.exc import OperationalError

from bot import i18n
from bot.conversation import Conversation, Heard
from bot.dialogue import may_decide, respond
from bot.nlu.understanding import Awaiting, Understanding, Utterance
from bot.replies import news as news_replies
from bot.replies import shops, smalltalk
from bot.reply import Reply
from engine import attached, catching_up, deliveries, effects, identity, news
from engine.catching_up import FULL, Told
from engine.deliveries import Bubble
from engine.effects import Scene
from engine.failpoints import reached
from engine.identity import Standing
from engine.runtime import Runtime
from engine.shop import StoreShop
from engine.telling import name, where
from store import conversations, inbound, organizations, outbox, slow_lane
from store.conversations import Conversation as Row
from store.database import Transaction
from store.inbound import InboundMessage
from store.organizations import Membership
from store.outbox import OutboxEntry

NOTHING = UUID(int=0)
BUSY = timedelta(milliseconds=100)
MOST = 20
HOME_ZONE = ZoneInfo("Africa/Nairobi")
"""Where a newcomer's clock stands until the shop has a zone: all of East Africa shares it."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Said:
    """What one message led to."""

    state: Conversation
    scene: Scene
    texts: tuple[str, ...]
    media: str | None = None
    told: Told | None = None
    membership: Membership | None = None
    """The shop and the role as they were looked up when the turn began; once is enough."""


def take(rt: Runtime, tx: Transaction, entry: OutboxEntry) -> None:
    """Answer everything a conversation has said so far, unless somebody is at it already."""
    tx.scope(organization_id=entry.organization_id, person_id=entry.person_id)
    row = conversations.lock(tx, entry.subject_id)
    if row is None:
        outbox.postpone(tx, entry.id, BUSY)
        return
    reached("turn.locked")
    messages = _waiting(tx, row.id)
    if len(messages) == MOST and slow_lane.is_flooded(tx, row.id):
        outbox.postpone(tx, entry.id, slow_lane.PAUSE)
        return
    heard = _answer(rt, tx, row, messages, entry.attempts) if messages else 0
    if heard >= MOST or heard < len(messages):
        outbox.postpone(tx, entry.id, timedelta(0))  # There may be more.
    else:
        outbox.done(tx, entry.id)
    reached("turn.before_commit")


def _waiting(tx: Transaction, conversation_id: UUID) -> Sequence[InboundMessage]:
    """What waits for an answer; of what waits for hours as much as one answer can be for."""
    messages = inbound.unhandled(tx, conversation_id, MOST)
    if len(messages) < MOST or not messages[-1].is_late:
        return messages
    return inbound.unhandled(tx, conversation_id, catching_up.MOST)


def _answer(
    rt: Runtime,
    tx: Transaction,
    row: Row,
    messages: Sequence[InboundMessage],
    attempts: int,
) -> int:
    """Hear messages in their order until the bubble is full; how many were heard."""
    membership = _membership(tx, row)
    scene = _scene(rt, tx, row, membership, messages[0])
    if scene is None:
        return len(messages)  # They are somebody else's, and heard in that turn.
    shop = scene.organization_id
    state = Conversation.from_json(row.state)
    moved: Sequence[str] = ()
    if row.organization_id is not None and shop != row.organization_id:
        state = state.rest()  # What was asked there is no business of the other shop's.
        moved = _moved(rt, row, state, membership)
    media: str | None = None
    told: list[Told] = []
    for message in messages:
        before = _Said(state, replace(scene, message_id=message.id), (), membership=membership)
        hear = _carefully if attempts else _hear
        said = hear(rt, tx, row, before, message)
        state, scene, membership = said.state, said.scene, None
        media = said.media or media
        told.append(said.told or Told(message.at, message.is_late, said.texts))
        if sum(len(text) for each in told if not each.is_late for text in each.texts) > FULL:
            break  # What is booked must be told; the others get a bubble of their own.
    if row.has_held and not scene.is_doubted:
        outbox.add(tx, "digest", row.id, organization_id=shop, person_id=row.person_id)
    heard = [message.id for message in messages[: len(told)]]
    conversations.save(tx, row.id, state.to_json(), _stays_in(scene))
    inbound.mark_handled(tx, heard, scene.organization_id)
    if texts := _bubble(rt, row, state, told):
        bubble = Bubble("\n".join((*moved, *texts)), media)
        deliveries.answer(tx, row, scene.organization_id, scene.message_id, bubble)
    return len(heard)


def _scene(
    rt: Runtime,
    tx: Transaction,
    row: Row,
    membership: Membership | None,
    first: InboundMessage,
) -> Scene | None:
    """Who speaks, in which shop; None where the number has passed to somebody else."""
    standing = identity.standing(tx, row, first.at, NOTHING)
    if standing is Standing.ANOTHERS:
        return None
    return Scene(
        row.person_id,
        membership.organization.id if membership else None,
        first.id,
        rt.clock(),
        row.channel,
        is_doubted=standing is Standing.DOUBTED,
        is_signed=_is_signed(rt, row),
    )


def _stays_in(scene: Scene) -> UUID | None:
    """The shop that the conversation is about from now on; none for one who has left it."""
    has_left = any(
        fact.type == "MEMBER_REMOVED" and fact.payload["person"] == str(scene.person_id)
        for fact in scene.raised
    )
    return None if has_left else scene.organization_id


def _moved(
    rt: Runtime, row: Row, state: Conversation, membership: Membership | None
) -> Sequence[str]:
    """Who is not of a team any more hears in which book they write from now on."""
    if membership is None:
        return ()
    return _texts(rt, row, state.language, [shops.moved(membership.organization.name)])


def _bubble(rt: Runtime, row: Row, state: Conversation, told: Sequence[Told]) -> Sequence[str]:
    def wording(reply: Reply) -> str:
        return _texts(rt, row, state.language, [reply])[0]

    return catching_up.bubble(told, wording, asks=state.floor is not None)


def _membership(tx: Transaction, row: Row) -> Membership | None:
    """The conversation's shop with the person's role, as long as they are a member of it.

    Who is not, or no longer, goes on in the first other shop that they belong to.
    """
    shop = row.organization_id
    if shop != tx.organization_id:
        tx.scope(organization_id=shop, person_id=row.person_id)
    if shop is not None:
        found = organizations.get_for(tx, shop, row.person_id)
        if found.role is not None:
            return found
    with tx.directory():
        others = organizations.of_person(tx, row.person_id)
    if not others:
        tx.scope(organization_id=None, person_id=row.person_id)
        return None
    tx.scope(organization_id=others[0].id, person_id=row.person_id)
    return organizations.get_for(tx, others[0].id, row.person_id)


def _carefully(
    rt: Runtime, tx: Transaction, row: Row, before: _Said, message: InboundMessage
) -> _Said:
    """Hear a message of a turn that failed before: if it is to blame, it alone is set aside."""
    try:
        with tx.attempt():
            return _hear(rt, tx, row, before, message, careful=True)
    except OperationalError:
        raise
    except Exception as error:  # noqa: BLE001 -- Whatever it is, the conversation goes on.
        fields = {"reason": name(error), "where": where(error)}
        _log.error("Parked a message", message=str(message.id), **fields)
        inbound.park(tx, message.id, fields["reason"])
        text = _texts(rt, row, before.state.language, [smalltalk.not_written()])
        return replace(before, texts=text)


def _hear(
    rt: Runtime,
    tx: Transaction,
    row: Row,
    before: _Said,
    message: InboundMessage,
    *,
    careful: bool = False,
) -> _Said:
    shop = StoreShop(
        tx,
        person_id=row.person_id,
        organization_id=before.scene.organization_id,
        languages=tuple(rt.languages.translations),
        membership=before.membership,
        is_doubted=before.scene.is_doubted,
    )
    if news.is_opening(message.body) and (row.has_held or before.state.floor is None):
        said = () if row.has_held else (news_replies.none(),)
        return replace(before, texts=_texts(rt, row, before.state.language, said))
    heard = _heard(rt, shop, row, before.state, message)
    turn = respond(before.state, heard, shop, before.scene.now)
    settled = effects.settle(rt, tx, before.scene, turn.effects, careful=careful)
    texts = _texts(rt, row, turn.conversation.language, settled.replies)
    told = Told(heard.at, message.is_late, texts, catching_up.booked(turn.effects))
    return _Said(turn.conversation, settled.scene, texts, settled.media, told)


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
        channel=i18n.form_for(row.channel),
        awaiting=state.awaiting,
    )
    understanding = rt.languages.read(utterance, shop.catalogue())
    awaiting = _awaiting(shop, state, message, understanding)
    if awaiting is not None:
        read_anew = replace(utterance, awaiting=awaiting)
        understanding = rt.languages.read(read_anew, shop.catalogue())
    is_signed = _is_signed(rt, row)
    return Heard(
        message.id,
        message.body,
        understanding,
        at,
        message.quoted,
        is_signed,
        attached.shown(message.attachments),
    )


def _is_signed(rt: Runtime, row: Row) -> bool:
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


def _texts(
    rt: Runtime, row: Row, language: str | None, replies: Sequence[Reply]
) -> tuple[str, ...]:
    channel = i18n.form_for(row.channel)
    translations = rt.languages.translations
    return tuple(i18n.wording(reply, language, translations, channel) for reply in replies)
