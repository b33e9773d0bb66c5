"""Write to people whom the shop knows because a program asks for it, by the rules of all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from engine.context import audience
from engine.context.audience import DEBTORS, Reader
from engine.context.desk import Desk
from engine.outbound import reach
from engine.outbound.hours import Occasion
from engine.outbound.reach import Note
from engine.templates import template_words
from engine.templates.template_book import TemplateError
from engine.workflows.wishes import Wanted
from store import audit
from store.audit import AuditEntry
from store.base import new_id

REASON = "api"


@dataclass(frozen=True, slots=True)
class Letter:
    """Whom to write to (a role, a person, a customer, a phone), by language, on what channel.

    `occasion` says what it is to a customer: by it the hours at which it may go. The
    `template` says the same outside the service window; without texts it says it everywhere.
    """

    to: str
    texts: Mapping[str, str]
    channel: str = "auto"
    occasion: Occasion = Occasion.UNASKED
    template: Wanted | None = None


def write(desk: Desk, letter: Letter, *, by: UUID) -> Sequence[UUID]:
    """Queue it for each reader; the messages' ids. What reaches nobody is kept as suppressed.

    Raises `LookupError` where nobody here is meant: the shop writes to no strangers; and
    `TemplateError` where the template cannot be used like that.
    """
    letter = _worded(desk, letter)
    readers = [] if letter.to == DEBTORS else audience.find(desk, letter.to)
    if not readers:
        raise LookupError("names no member, and no customer in this shop's book")
    notes = {new_id(): _note(one, letter) for one in readers}
    reach.tell(desk, [replace(note, id=key) for key, note in notes.items()])
    audit.append(desk.tx, *(_told(desk, key, note, by) for key, note in notes.items()))
    return list(notes)


def _worded(desk: Desk, letter: Letter) -> Letter:
    """With the template's own text where it has no other."""
    if letter.template is None:
        return letter
    shop = desk.organization_id
    problems = list(template_words.problems(desk.tx, shop, letter.template))
    if problems:
        raise TemplateError(dict(reversed(problems)))
    texts = letter.texts or template_words.say(desk.tx, shop, letter.template)
    if not texts:
        raise TemplateError({"variables": "need a value each: none may be empty"})
    return replace(letter, texts=texts)


def _note(reader: Reader, letter: Letter) -> Note:
    occasion = letter.occasion if reader.customer else Occasion.ASKED
    return Note(
        reader.person_id,
        letter.texts,
        REASON,
        channel=letter.channel,
        occasion=occasion,
        customer=reader.customer,
        template=letter.template,
    )


def _told(desk: Desk, message_id: UUID, note: Note, by: UUID) -> AuditEntry:
    return AuditEntry(
        organization_id=desk.organization_id,
        action="CREATE",
        entity="message",
        entity_id=message_id,
        person_id=by,
        via=desk.via,
        before=None,
        after={"channel": note.channel},
    )
