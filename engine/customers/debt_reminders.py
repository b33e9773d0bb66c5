"""Remind a customer of a debt, on the owner's word: politely, by day, once a day."""

from __future__ import annotations

from bot.effects import RemindDebt
from bot.replies import debt_reminders as replies
from bot.reply import Money, Reply
from engine.context.desk import Desk
from engine.customers import debt_answers
from engine.letters import debt_letters
from engine.outbound import reach
from engine.outbound.hours import NO_WAIT, Occasion, until_open
from engine.outbound.reach import Note
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
    owed = debt_letters.owed(desk, contact)
    if owed.amount <= 0:
        return replies.owes_nothing(contact.name)
    if not debt_letters.is_due(desk, contact, desk.now + wait):
        return replies.reminded_already(contact.name)
    debt_answers.see_to_it(desk)
    if not wait:
        return _told(contact, remind(desk, contact), owed)
    debt_letters.note(desk, contact, wait)
    shop, customer = desk.organization_id, contact.id
    outbox.add(desk.tx, KIND, customer, organization_id=shop, person_id=None, wait=wait)
    return replies.later(contact.name, owed, desk.now.astimezone(desk.zone) + wait)


def ring(rt: Runtime, tx: Transaction, entry: OutboxEntry) -> None:
    """Send a reminder that waited for the morning, if the debt is still there."""
    assert entry.organization_id is not None  # noqa: S101 -- A customer is a shop's.
    tx.scope(organization_id=entry.organization_id, person_id=None)
    desk = Desk(rt, tx, entry.organization_id, careful=entry.attempts > 0)
    outbox.done(tx, entry.id)
    contact = customers.contact(tx, entry.organization_id, entry.subject_id)
    if contact is not None and debt_letters.owed(desk, contact).amount > 0:
        remind(desk, contact)


def remind(desk: Desk, contact: Contact) -> str | None:
    """Write to a customer who owes; None, or the reason why nobody is reached."""
    said = debt_letters.said(desk, contact)
    person, occasion = contact.person_id, Occasion.UNASKED
    note = Note(
        person, said.texts, REASON, occasion=occasion, customer=contact, template=said.form
    )
    (reason,) = reach.tell(desk, [note])
    if reason is None:
        debt_letters.note(desk, contact, NO_WAIT)
    return reason


def _told(contact: Contact, reason: str | None, money: Money) -> Reply:
    match reason:
        case None:
            return replies.sent(contact.name, money)
        case reach.OPTED_OUT:
            return replies.opted_out(contact.name)
        case _:
            return replies.unreachable(contact.name)
