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
from engine.channels.base import ChannelKind, Choice
from engine.context.desk import Desk
from engine.outbound.hours import NO_WAIT, Occasion, until_open
from engine.outbound.ways import (
    choose,
    closed,
    email_account,
    email_way,
    first_way,
    sms_account,
    voice_account,
    voice_way,
)
from engine.workflows.wishes import Wanted
from store import customers, outbound, outbox, templates
from store import ways as known_ways
from store.base import new_id
from store.customers import Contact
from store.opt_outs import ANY
from store.outbound import DeliveryStatus
from store.outbox import NewEntry
from store.ways import Stranger, Way

NOBODY, NO_ADDRESS, UNREACHABLE, OPTED_OUT = "nobody", "no_address", "unreachable", "opted_out"
"""Why a message is suppressed, as its error code."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Note:
    """A text for one person by language, whose `reason` says why it is sent.

    Without a person it reaches nobody, and that is written down. For a `customer` the shop is
    named before it, and at the first time how to hear no more behind it. `approval_id` names
    the approval that it asks for: an answer may quote it. The `template` says the same outside
    the service window, and `choices`, by language, can be tapped; `subjects`, by language, are
    an e-mail's. What is `behind_sms`, by language, ends an SMS where it makes it no longer in
    parts. Its `id` is the message's, where it must be known before. `barred` says why it may
    not go at all: it is kept, and nothing is sent.
    """

    person_id: UUID | None
    texts: Mapping[str, str]
    reason: str
    step_run_id: UUID | None = None
    channel: str = "auto"
    occasion: Occasion = Occasion.ASKED
    customer: Contact | None = None
    approval_id: UUID | None = None
    template: Wanted | None = None
    choices: Mapping[str, Sequence[Choice]] = field(default_factory=dict)
    subjects: Mapping[str, str] = field(default_factory=dict)
    behind_sms: Mapping[str, str] = field(default_factory=dict)
    id: UUID | None = None
    barred: str | None = None


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


def _known(desk: Desk, notes: Sequence[Note]) -> _Known:
    people = sorted({note.person_id for note in notes if note.person_id})
    if not people:
        return _Known((), {})
    shop = desk.organization_id
    ahead = max(_wait(desk, note) for note in notes)
    with desk.tx.directory():
        ways = known_ways.ways(desk.tx, people, shop, ahead)
        cold = sorted({*_unreached(notes, ways)})
        found = known_ways.strangers(desk.tx, cold, shop) if cold else ()
    return _Known(ways, {one.person_id: one for one in found})


def _unreached(notes: Sequence[Note], ways: Sequence[Way]) -> Iterator[UUID]:
    for note in notes:
        if note.person_id and choose(_of(note, ways), note.channel) is None:
            yield note.person_id


def _of(note: Note, ways: Sequence[Way]) -> list[Way]:
    return [way for way in ways if way.person_id == note.person_id]


def _row(desk: Desk, note: Note, known: _Known) -> dict[str, Any]:
    if note.barred is not None:
        return _suppressed(desk, note, note.barred)
    ways = _of(note, known.ways)
    stranger = known.strangers.get(note.person_id) if note.person_id else None
    account = sms_account(desk.rt)
    cold = first_way(stranger, account, note.channel) if stranger else None
    mail = _mail(desk, note, stranger)
    call = _call(desk, note, stranger)
    every = [way for way in (*ways, cold, mail, call) if way is not None]
    # Their word first: whoever wants to hear nothing is not looked for any further.
    words = {word for way in ways for word in way.opted_out}
    words |= set(stranger.opted_out) if stranger else set()
    heard = [way for way in every if way.channel not in words]
    phones = [way for way in heard if way is not mail]
    by_mail = mail if mail in heard else None
    way = None if ANY in words else _way(desk, note, phones) or by_mail
    if way is not None:
        return _letter(desk, note, way)
    reason = OPTED_OUT if ANY in words or len(heard) < len(every) else _why(note)
    _log.info("A message reaches nobody", reason=reason, about=note.reason)
    return _suppressed(desk, note, reason)


def _mail(desk: Desk, note: Note, stranger: Stranger | None) -> Way | None:
    """By e-mail where that is wanted; members also where they are reached by nothing else."""
    is_meant = note.channel == "email" or (note.channel == "auto" and note.customer is None)
    return email_way(stranger, email_account(desk.rt)) if stranger and is_meant else None


def _call(desk: Desk, note: Note, stranger: Stranger | None) -> Way | None:
    """By a call where that is wanted, and only then."""
    is_meant = stranger is not None and note.channel == "voice"
    return voice_way(stranger, voice_account(desk.rt)) if stranger and is_meant else None


def _why(note: Note) -> str:
    if note.person_id is not None:
        return UNREACHABLE
    return NO_ADDRESS if note.customer else NOBODY


def _way(desk: Desk, note: Note, ways: Sequence[Way]) -> Way | None:
    """An open window, an SMS conversation, an approved form, a first SMS; or it waits."""
    warm = [way for way in ways if way.conversation_id is not None]
    shut = closed(warm, note.channel)
    return (
        choose(warm, note.channel)
        or (shut if shut and _has_form(desk, note, shut) else None)
        or choose(ways, note.channel)
        or shut
    )


def _has_form(desk: Desk, note: Note, way: Way) -> bool:
    if note.template is None:
        return False
    provider = way.account.partition(":")[0]
    language = way.language or desk.organization.language
    shop = desk.organization_id
    found = templates.find(desk.tx, shop, provider, note.template.name, [language])
    return found is not None


def _letter(desk: Desk, note: Note, way: Way) -> dict[str, Any]:
    channel = cast(ChannelKind, way.channel)
    language = way.language or desk.organization.language
    body = text.fit(_words(desk, note, language, channel), channel)
    if channel == "sms":
        body = text.with_room(body, note.behind_sms.get(language, ""))
    return {
        **_about(desk, note),
        "conversation_id": way.conversation_id,
        "account": way.account,
        "channel": way.channel,
        "recipient": way.reply_to,
        "body": body,
        "subject": _subject(desk, note, language) if channel == "email" else None,
        "parts": text.sms_parts(body) if channel == "sms" else 1,
        "status": DeliveryStatus.QUEUED,
        "error_code": None,
        "template": _template(note, language),
        "choices": _choices(note, language) if channel == "whatsapp" else None,
        "wait": _wait(desk, note),
    }


def _subject(desk: Desk, note: Note, language: str) -> str:
    return spoken(note.subjects, language).strip() or desk.organization.name


def _template(note: Note, language: str) -> dict[str, Any] | None:
    if note.template is None or language not in note.template.values:
        return None
    return {"name": note.template.name, "values": dict(note.template.values[language])}


def _choices(note: Note, language: str) -> list[dict[str, str]] | None:
    return [
        {"id": one.id, "label": one.label} for one in note.choices.get(language, ())
    ] or None


def _wait(desk: Desk, note: Note) -> timedelta:
    # A phone that rings wakes people whom a message would let sleep.
    occasion = Occasion.UNASKED if note.channel == "voice" else note.occasion
    return until_open(occasion, desk.now, desk.zone)


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
        "id": note.id or new_id(),
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
    # Nobody reads what is written back to an e-mail: it ends with an address instead.
    is_first = (
        channel != "email"
        and note.customer.greeted_at is None
        and customers.greet(desk.tx, desk.organization_id, note.customer.id)
    )
    reply = letters.to_customer(desk.organization.name, words, is_first=is_first)
    form = i18n.form_for(channel)
    return i18n.wording(reply, language, desk.rt.languages.translations, form)
