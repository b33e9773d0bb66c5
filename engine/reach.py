"""Write to people who did not just write to us: by which way, at what hour, or why not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

import structlog

from bot import i18n
from bot.replies import letters
from bot.reply import spoken
from engine.channels import text
from engine.channels.base import ChannelKind
from engine.desk import Desk
from engine.hours import NO_WAIT, Occasion, until_open
from store import conversations, customers, outbound, outbox
from store.base import new_id
from store.conversations import Stranger, Way
from store.customers import Contact
from store.opt_outs import ANY
from store.outbound import DeliveryStatus
from store.outbox import NewEntry

NOBODY, NO_ADDRESS, UNREACHABLE, OPTED_OUT = "nobody", "no_address", "unreachable", "opted_out"
"""Why a message is suppressed, as its error code."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Note:
    """A text for one person by language, whose `reason` says why it is sent.

    Without a person it reaches nobody, and that is written down. For a `customer` the shop is
    named before it, and at the first time how to hear no more behind it. `approval_id` names
    the approval that it asks for: an answer may quote it. Its `id` is the message's.
    """

    person_id: UUID | None
    texts: Mapping[str, str]
    reason: str
    step_run_id: UUID | None = None
    channel: str = "auto"
    occasion: Occasion = Occasion.ASKED
    customer: Contact | None = None
    approval_id: UUID | None = None
    id: UUID = field(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class _Known:
    """How the people of some notes can be reached."""

    ways: Sequence[Way]
    strangers: Mapping[UUID, Stranger]


def tell(desk: Desk, notes: Sequence[Note]) -> Sequence[str | None]:
    """Queue each note by the way that reaches its person, for the hour at which it may go.

    What reaches nobody is kept as suppressed. For each note None, or the reason for that.
    """
    if not notes:
        return ()
    known = _known(desk, notes)
    rows = [_row(desk, note, known) for note in notes]
    outbound.queue_all(desk.tx, rows)
    outbox.add_all(
        desk.tx,
        [
            NewEntry("delivery", row["id"], desk.organization_id, row["person_id"], row["wait"])
            for row in rows
            if row["status"] is DeliveryStatus.QUEUED
        ],
    )
    return [row["error_code"] for row in rows]


def choose(ways: Sequence[Way], channel: str) -> Way | None:
    """The way to take: WhatsApp while its window is open, otherwise SMS; newest first."""
    fit = [way for way in ways if channel in ("auto", way.channel)]
    open_ones = [way for way in fit if way.channel == "whatsapp" and way.is_open]
    others = [way for way in fit if way.channel != "whatsapp"]
    return next(iter([*open_ones, *others]), None)


def first_way(stranger: Stranger, account: str | None, channel: str) -> Way | None:
    """The way to one who never wrote: an SMS to their phone, from the installation's number."""
    if account is None or stranger.phone is None or channel not in ("auto", "sms"):
        return None
    return Way(
        person_id=stranger.person_id,
        conversation_id=None,
        account=account,
        channel="sms",
        reply_to=stranger.phone,
        language=stranger.language,
        is_open=False,
        opted_out=stranger.opted_out,
    )


def _known(desk: Desk, notes: Sequence[Note]) -> _Known:
    people = sorted({note.person_id for note in notes if note.person_id})
    if not people:
        return _Known((), {})
    shop = desk.organization_id
    ahead = max(_wait(desk, note) for note in notes)
    with desk.tx.directory():
        ways = conversations.ways(desk.tx, people, shop, ahead)
        cold = sorted({*_unreached(notes, ways)})
        found = conversations.strangers(desk.tx, cold, shop) if cold else ()
    return _Known(ways, {one.person_id: one for one in found})


def _unreached(notes: Sequence[Note], ways: Sequence[Way]) -> Iterator[UUID]:
    for note in notes:
        if note.person_id and choose(_of(note, ways), note.channel) is None:
            yield note.person_id


def _of(note: Note, ways: Sequence[Way]) -> list[Way]:
    return [way for way in ways if way.person_id == note.person_id]


def _row(desk: Desk, note: Note, known: _Known) -> dict[str, Any]:
    ways = _of(note, known.ways)
    stranger = known.strangers.get(note.person_id) if note.person_id else None
    cold = first_way(stranger, _sms_account(desk), note.channel) if stranger else None
    every = [*ways, *([cold] if cold else [])]
    # Their word first: whoever wants to hear nothing is not looked for any further.
    words = {word for way in ways for word in way.opted_out}
    words |= set(stranger.opted_out) if stranger else set()
    heard = [way for way in every if way.channel not in words]
    way = None if ANY in words else choose(heard, note.channel)
    if way is not None:
        return _letter(desk, note, way)
    reason = OPTED_OUT if ANY in words or len(heard) < len(every) else _why(note)
    _log.info("A message reaches nobody", reason=reason, about=note.reason)
    return _suppressed(desk, note, reason)


def _why(note: Note) -> str:
    if note.person_id is not None:
        return UNREACHABLE
    return NO_ADDRESS if note.customer else NOBODY


def _sms_account(desk: Desk) -> str | None:
    accounts = (channel.sms_account for channel in desk.rt.channels.values())
    return next((account for account in accounts if account), None)


def _letter(desk: Desk, note: Note, way: Way) -> dict[str, Any]:
    channel = cast(ChannelKind, way.channel)
    language = way.language or desk.organization.language
    body = text.fit(_words(desk, note, language, channel), channel)
    return {
        **_about(desk, note),
        "conversation_id": way.conversation_id,
        "account": way.account,
        "channel": way.channel,
        "recipient": way.reply_to,
        "body": body,
        "parts": text.sms_parts(body) if channel == "sms" else 1,
        "status": DeliveryStatus.QUEUED,
        "error_code": None,
        "wait": _wait(desk, note),
    }


def _wait(desk: Desk, note: Note) -> timedelta:
    return until_open(note.occasion, desk.now, desk.zone)


def _suppressed(desk: Desk, note: Note, reason: str) -> dict[str, Any]:
    return {
        **_about(desk, note),
        "conversation_id": None,
        "account": "",
        "channel": "none" if note.channel == "auto" else note.channel,
        "recipient": "",
        "body": spoken(note.texts, desk.organization.language),
        "parts": 1,
        "status": DeliveryStatus.SUPPRESSED,
        "error_code": reason,
        "wait": NO_WAIT,
    }


def _about(desk: Desk, note: Note) -> dict[str, Any]:
    return {
        "id": note.id,
        "organization_id": desk.organization_id,
        "person_id": note.person_id,
        "customer_id": note.customer.id if note.customer else None,
        "reason": note.reason,
        "step_run_id": note.step_run_id,
        "occasion": note.occasion.value,
        "approval_id": note.approval_id,
    }


def _words(desk: Desk, note: Note, language: str, channel: ChannelKind) -> str:
    words = spoken(note.texts, language)
    if note.customer is None:
        return words
    is_first = note.customer.greeted_at is None and customers.greet(
        desk.tx, desk.organization_id, note.customer.id
    )
    reply = letters.to_customer(desk.organization.name, words, is_first=is_first)
    form = i18n.form_for(channel)
    return i18n.wording(reply, language, desk.rt.languages.translations, form)
