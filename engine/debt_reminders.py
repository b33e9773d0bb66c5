"""Remind a customer of a debt, on the owner's word: politely, by day, once a day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from bot import i18n
from bot.effects import RemindDebt
from bot.replies import debt_reminders as replies
from bot.reply import Money, Reply
from engine import debt_answers, reach
from engine.desk import Desk
from engine.hours import Occasion, until_open
from engine.reach import Note
from engine.runtime import Runtime
from store import customers, outbox
from store.customers import Contact
from store.database import Transaction
from store.outbox import OutboxEntry

KIND, REASON = "debt_reminder", "debt_reminder"


def carry_out(desk: Desk, wish: RemindDebt) -> Reply:
    """Send the reminder, or leave it for the morning; what became of it, for the owner."""
    customers.lock(desk.tx, desk.organization_id, wish.customer_id)
    contact = customers.contact(desk.tx, desk.organization_id, wish.customer_id)
    assert contact is not None  # noqa: S101 -- It has just been locked.
    wait = until_open(Occasion.UNASKED, desk.now, desk.zone)
    if _owed(contact) <= 0:
        return replies.owes_nothing(contact.name)
    if _is_reminded(desk, contact, desk.now + wait):
        return replies.reminded_already(contact.name)
    debt_answers.see_to_it(desk)
    if not wait:
        return _told(contact, remind(desk, contact), _money(desk, contact))
    _note(desk, contact, wait)
    outbox.add(
        desk.tx,
        KIND,
        contact.id,
        organization_id=desk.organization_id,
        person_id=None,
        wait=wait,
    )
    at = desk.now.astimezone(desk.zone) + wait
    return replies.later(contact.name, _money(desk, contact), at)


def ring(rt: Runtime, tx: Transaction, entry: OutboxEntry) -> None:
    """Send a reminder that waited for the morning, if the debt is still there."""
    assert entry.organization_id is not None  # noqa: S101 -- A customer is a shop's.
    tx.scope(organization_id=entry.organization_id, person_id=None)
    desk = Desk(rt, tx, entry.organization_id, careful=entry.attempts > 0)
    outbox.done(tx, entry.id)
    contact = customers.contact(tx, entry.organization_id, entry.subject_id)
    if contact is not None and _owed(contact) > 0:
        remind(desk, contact)


def remind(desk: Desk, contact: Contact) -> str | None:
    """Write to a customer who owes; None, or the reason why nobody is reached."""
    (reason,) = reach.tell(desk, [note(desk, contact)])
    if reason is None:
        _note(desk, contact, timedelta(0))
    return reason


def note(desk: Desk, contact: Contact) -> Note:
    """The reminder itself, in every language."""
    said = replies.letter(contact.name, _money(desk, contact))
    translations = desk.rt.languages.translations
    texts = {code: i18n.wording(said, code, translations) for code in translations}
    return Note(contact.person_id, texts, REASON, occasion=Occasion.UNASKED, customer=contact)


def _told(contact: Contact, reason: str | None, money: Money) -> Reply:
    match reason:
        case None:
            return replies.sent(contact.name, money)
        case reach.OPTED_OUT:
            return replies.opted_out(contact.name)
        case _:
            return replies.unreachable(contact.name)


def _note(desk: Desk, contact: Contact, wait: timedelta) -> None:
    at = desk.now + wait
    customers.note_reminder(desk.tx, desk.organization_id, contact.id, at)


def _is_reminded(desk: Desk, contact: Contact, at: datetime) -> bool:
    """Whether a reminder has gone, or will go, on the same day of the shop."""
    last = contact.reminded_at
    return last is not None and _day(desk, last) >= _day(desk, at)


def _day(desk: Desk, at: datetime) -> date:
    return at.astimezone(desk.zone).date()


def _owed(contact: Contact) -> Decimal:
    return contact.owes_us - contact.we_owe


def _money(desk: Desk, contact: Contact) -> Money:
    return Money(_owed(contact), desk.organization.currency)
