"""Have a model read what the rules could not: asked by a turn, answered with nothing open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from threading import Thread
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.nlu import prompt, receipts
from bot.nlu.understanding import Catalogue, Intent, Outcome, Understanding, Utterance
from bot.reading import Reading
from engine.ai.base import AIError, Recording, RequestType
from engine.assistants import thinking
from engine.assistants.thinking import Question
from engine.channels import attached
from engine.channels.attached import Documents
from engine.channels.base import Attachment, ChannelError, Media, Signs
from engine.context.scene import Scene
from engine.files import photos
from engine.files.photos import PhotoError
from engine.runtime import Runtime
from engine.tools.telling import name, where
from engine.work import Afterwards
from store import catalogue, outbox, readings
from store.ai_requests import About
from store.database import Transaction
from store.inbound import InboundMessage
from store.outbox import OutboxEntry
from store.readings import UnreadMessage

KIND = "reading"
PATIENCE = timedelta(seconds=20)
"""How long later messages of a person wait for the reading of one before."""

LEASE = timedelta(seconds=40)
LONGEST = 1_200
"""Signs of a message that a model is shown."""

MOST_NAMES = 100
MOST_BYTES = 5_000_000

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Task:
    """What is to be read, for whom; `names` are the goods and people that the shop knows."""

    entry: OutboxEntry
    message: UnreadMessage
    organization_id: UUID
    names: Catalogue


def may_ask(rt: Runtime, scene: Scene, message: InboundMessage) -> bool:
    """Whether a model may be asked about a message that the rules were unsure of."""
    return (
        rt.model is not None
        and not rt.breaker.is_open
        and scene.organization_id is not None
        and not message.is_late
        and message.patience is None
        and len(message.body) <= LONGEST
    )


def ask(tx: Transaction, scene: Scene, message: InboundMessage) -> timedelta:
    """Leave the message with whoever asks; how long the conversation waits for it."""
    readings.await_one(tx, message.id, PATIENCE)
    outbox.add(
        tx,
        KIND,
        message.id,
        organization_id=scene.organization_id,
        person_id=scene.person_id,
    )
    return PATIENCE


def found(
    rt: Runtime,
    message: InboundMessage,
    utterance: Utterance,
    names: Callable[[], Catalogue],
) -> Reading | None:
    """What a model made of a message, checked by rule; None while none was asked."""
    if message.patience is None:
        return None
    told = message.reading
    if told is None or told.get("failed"):
        return Reading(None, failed=True)
    request = UUID(told["request"]) if told.get("request") else None
    heard = told.get("heard")
    understood = _understood(rt, told, utterance, names())
    return Reading(understood, request, heard if isinstance(heard, str) else None)


def do(rt: Runtime, tx: Transaction, entry: OutboxEntry) -> Afterwards | None:
    """Take the message under a lease, unless nobody waits for its reading any more."""
    assert entry.organization_id is not None  # noqa: S101 -- Only shops have readings.
    tx.scope(organization_id=entry.organization_id, person_id=entry.person_id)
    message = readings.unread(tx, entry.subject_id)
    if message is None:
        outbox.done(tx, entry.id)
        return None
    outbox.postpone(tx, entry.id, LEASE)
    known = catalogue.names(tx, entry.organization_id)
    names = Catalogue(items=known.items, people=known.people)
    return partial(_do, rt, _Task(entry, message, entry.organization_id, names))


def _do(rt: Runtime, task: _Task) -> None:
    _show_it_is_heard(rt, task.message)
    try:
        told = _read(rt, task)
    except (AIError, ChannelError, PhotoError) as error:
        code = error.code if not isinstance(error, PhotoError) else "no_picture"
        _log.warning("A message was not read", message=str(task.message.id), code=code)
        told = {"failed": code}
    except SQLAlchemyError:
        raise  # Not the message's trouble: it comes back with the lease's end.
    except Exception as error:  # noqa: BLE001 -- Whoever waits must hear of it, whatever it is.
        fields = {"error": name(error), "where": where(error)}
        _log.error("Reading a message failed", message=str(task.message.id), **fields)
        told = {"failed": "internal"}
    entry = task.entry
    with rt.db.tenant(task.organization_id, entry.person_id) as tx:
        outbox.wait_for(tx, entry.id)
        if readings.keep(tx, task.message.id, told):
            outbox.add(
                tx,
                "turn",
                task.message.conversation_id,
                organization_id=task.organization_id,
                person_id=entry.person_id,
            )
        outbox.done(tx, entry.id)


def _show_it_is_heard(rt: Runtime, message: UnreadMessage) -> None:
    """A reading takes seconds: whoever waits sees that an answer is being written."""
    channel = rt.channels.get(message.account.partition(":")[0])
    if channel is not None and channel.signs is not None:
        # Beside the reading, which waits for nothing.
        Thread(target=_show, args=(channel.signs, message), daemon=True).start()


def _show(signs: Signs, message: UnreadMessage) -> None:
    try:
        signs.show_typing(message.reference)
    except ChannelError as error:
        _log.info("A sign was not shown", message=str(message.id), code=error.code)


def _read(rt: Runtime, task: _Task) -> dict[str, Any]:
    """Raises `AIError`, `ChannelError`, `PhotoError`."""
    attachment = _attachment(task.message.attachments)
    if attachment is None:
        return _read_text(rt, task, task.message.body)
    channel = rt.channels.get(task.message.account.partition(":")[0])
    if channel is None:
        raise ChannelError("no_channel", "its channel is switched off")
    media = channel.fetch(attachment)
    if len(media.content) > MOST_BYTES:
        raise ChannelError("too_large", "more than 5 MB")
    if attachment.kind == "image":
        return _look(rt, task, media)
    return _listen(rt, task, media)


def _read_text(rt: Runtime, task: _Task, text: str) -> dict[str, Any]:
    told = {
        "text": text[:LONGEST],
        "items": _some(task.names.items),
        "people": _some(task.names.people),
    }
    asked = _question(task, RequestType.TEXT_UNDERSTANDING, told, schema=prompt.SCHEMA)
    done = thinking.process(rt, asked)
    return {"document": dict(done.answer.output), "request": str(done.id)}


def _listen(rt: Runtime, task: _Task, media: Media) -> dict[str, Any]:
    """Write a voice note down; what the rules cannot read of it is read by the model too."""
    languages = tuple(sorted(rt.languages.translations, reverse=True))
    note = Recording(media.content, media.mime_type, languages, tuple(_some(task.names.items)))
    asked = _question(task, RequestType.TEXT_UNDERSTANDING, None, recording=note)
    done = thinking.process(rt, asked)
    heard = str(done.answer.output["text"])[:LONGEST]
    told: dict[str, Any] = {"heard": heard, "request": str(done.id)}
    utterance = Utterance(heard, task.message.at)
    if rt.languages.read(utterance, task.names).outcome is Outcome.NONE:
        with suppress(AIError):  # It is heard all the same.
            told |= _read_text(rt, task, heard)
    return told


def _look(rt: Runtime, task: _Task, media: Media) -> dict[str, Any]:
    question = _question(
        task,
        RequestType.EXTRACTION,
        {"task": "Read this receipt of a shop, line by line."},
        image=photos.small(media.content),
        schema=receipts.SCHEMA,
    )
    done = thinking.process(rt, question)
    return {"receipt": dict(done.answer.output), "request": str(done.id)}


def _question(task: _Task, kind: RequestType, told: Any, **more: Any) -> Question:
    return Question(
        organization_id=task.organization_id,
        type=kind,
        input=told,
        about=About("message", task.message.id),
        person_id=task.entry.person_id,
        **more,
    )


def _understood(
    rt: Runtime, told: Mapping[str, Any], utterance: Utterance, names: Catalogue
) -> Understanding | None:
    if isinstance(told.get("receipt"), Mapping):
        return receipts.weigh(told["receipt"], rt.languages.read(utterance, names))
    heard = told.get("heard")
    if isinstance(heard, str):
        spoken = Utterance(heard, utterance.now, utterance.country, utterance.language)
        by_rule = _by_rule(rt.languages.read(spoken, names))
        if by_rule is not None or "document" not in told:
            return by_rule
        return rt.languages.weigh(told["document"], spoken, names)
    document = told.get("document")
    if not isinstance(document, Mapping):
        return None
    return rt.languages.weigh(document, utterance, names)


def _by_rule(read: Understanding) -> Understanding | None:
    """What the rules read of words that were only heard: no decision is taken by ear."""
    intents = {act.intent for act in read.acts}
    allowed = prompt.PROPOSABLE | ({Intent.UNKNOWN} if read.question else set())
    is_clear = read.outcome is not Outcome.NONE and bool(intents)
    return read if is_clear and intents <= allowed else None


def _attachment(documents: Documents) -> Attachment | None:
    """The first that can be heard or seen."""
    found = attached.opened(documents)
    return next((one for one in found if one.kind in ("audio", "image")), None)


def _some(names: frozenset[str]) -> list[str]:
    return sorted(names)[:MOST_NAMES]
