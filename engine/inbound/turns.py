"""Take a turn: hear a conversation's waiting messages, decide, answer in one bubble."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

import structlog
from sqlalchemy.exc import OperationalError

from bot import i18n
from bot.conversation import Conversation
from bot.dialogue import respond
from bot.replies import news as news_replies
from bot.replies import shops, smalltalk
from bot.reply import Reply
from engine import effects
from engine.assistants import second_reading
from engine.effects import Scene
from engine.inbound import batches, catching_up, hearing
from engine.inbound.catching_up import FULL, Told
from engine.outbound import deliveries, news
from engine.outbound.deliveries import Bubble
from engine.ports.shop import StoreShop
from engine.privacy import identity
from engine.privacy.identity import Standing
from engine.runtime import Runtime
from engine.tools.failpoints import reached
from engine.tools.telling import name, where
from store import conversations, inbound, organizations, outbox, slow_lane
from store.conversations import Conversation as Row
from store.database import Transaction
from store.inbound import InboundMessage
from store.organizations import Membership
from store.outbox import OutboxEntry

NOTHING = UUID(int=0)
BUSY = timedelta(milliseconds=100)

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Said:
    """What one message led to."""

    state: Conversation
    scene: Scene
    texts: tuple[str, ...]
    media: str | None = None
    told: Told | None = None
    wait: timedelta | None = None
    """How long a model may take to read it; nothing of the message has happened yet."""
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
    messages = batches.waiting(tx, row.id)
    if messages is None:
        outbox.postpone(tx, entry.id, slow_lane.PAUSE)
        return
    wait = _answer(rt, tx, row, messages, entry.attempts) if messages else None
    if wait is None:
        outbox.done(tx, entry.id)
    else:
        outbox.postpone(tx, entry.id, wait)
    reached("turn.before_commit")


def _answer(
    rt: Runtime,
    tx: Transaction,
    row: Row,
    messages: Sequence[InboundMessage],
    attempts: int,
) -> timedelta | None:
    """Hear messages in their order until the bubble is full; when to look for the rest."""
    membership = _membership(tx, row)
    scene = _scene(rt, tx, row, membership, messages[0])
    if scene is None:
        return _more(messages, len(messages))  # Somebody else's, and heard in that turn.
    shop, state = scene.organization_id, Conversation.from_json(row.state)
    moved: Sequence[str] = ()
    if row.organization_id not in (None, shop):
        state = state.rest()  # What was asked there is no business of the other shop's.
        moved = _moved(rt, row, state, membership)
    media: str | None = None
    told: list[Told] = []
    wait: timedelta | None = None
    for message in messages:
        before = _Said(state, replace(scene, message_id=message.id), (), membership=membership)
        hear = _carefully if attempts else _hear
        said = hear(rt, tx, row, before, message)
        if (wait := said.wait) is not None:
            break  # What was said later waits for what was said before.
        state, scene, membership = said.state, said.scene, None
        media = said.media or media
        told.append(said.told or Told(message.at, message.is_late, said.texts))
        if _is_full(told):
            break  # What is booked must be told; the others get a bubble of their own.
    if not told:
        return wait
    heard = [message.id for message in messages[: len(told)]]
    _keep(tx, row, shop, state, scene, heard)
    if texts := _bubble(rt, row, state, told):
        bubble = Bubble("\n".join((*moved, *texts)), media)
        deliveries.answer(tx, row, scene.organization_id, scene.message_id, bubble)
    return _more(messages, len(heard)) if wait is None else wait


def _keep(
    tx: Transaction,
    row: Row,
    shop: UUID | None,
    state: Conversation,
    scene: Scene,
    heard: list[UUID],
) -> None:
    if row.has_held and not scene.is_doubted:
        outbox.add(tx, "digest", row.id, organization_id=shop, person_id=row.person_id)
    conversations.save(tx, row.id, state.to_json(), _stays_in(scene))
    inbound.mark_handled(tx, heard, scene.organization_id)


def _is_full(told: Sequence[Told]) -> bool:
    texts = (text for each in told if not each.is_late for text in each.texts)
    return sum(map(len, texts)) > FULL


def _more(messages: Sequence[InboundMessage], heard: int) -> timedelta | None:
    """At once where there may be more to hear."""
    return timedelta(0) if heard >= batches.MOST or heard < len(messages) else None


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
        is_signed=hearing.is_signed(rt, row),
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
    if message.awaited is not None:
        return replace(before, wait=message.awaited)
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
    heard = hearing.heard(rt, shop, row, before.state, message)
    turn = respond(before.state, heard, shop, before.scene.now)
    if turn.unsure and second_reading.may_ask(rt, before.scene, message):
        return replace(before, wait=second_reading.ask(tx, before.scene, message))
    settled = effects.settle(rt, tx, before.scene, turn.effects, careful=careful)
    texts = _texts(rt, row, turn.conversation.language, settled.replies)
    told = Told(heard.at, message.is_late, texts, catching_up.booked(turn.effects))
    return _Said(turn.conversation, settled.scene, texts, settled.media, told)


def _texts(
    rt: Runtime, row: Row, language: str | None, replies: Sequence[Reply]
) -> tuple[str, ...]:
    channel = i18n.form_for(row.channel)
    translations = rt.languages.translations
    return tuple(i18n.wording(reply, language, translations, channel) for reply in replies)
