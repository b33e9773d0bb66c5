"""A person's own reminders: kept, taken back, and sent when their time has come."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from bot import i18n
from bot.effects import CancelReminder, SetReminder
from bot.replies import reminders as replies
from engine.context.desk import Desk
from engine.outbound import reach
from engine.outbound.reach import Note
from engine.runtime import Runtime
from engine.tools.failpoints import reached
from store import audit, outbox, reminders
from store.audit import Action, AuditEntry
from store.base import new_id
from store.database import Transaction
from store.outbox import NewEntry, OutboxEntry
from store.reminders import Reminder


def carry_out(desk: Desk, person_id: UUID, wish: SetReminder | CancelReminder) -> None:
    """Keep a reminder, or take one of their own back."""
    match wish:
        case SetReminder(text, at):
            reminder = Reminder(desk.organization_id, new_id(), person_id, text, at)
            reminders.add(desk.tx, reminder)
            outbox.add_all(desk.tx, [_timer(desk, reminder)])
            _tell(desk, reminder, "CREATE")
        case CancelReminder(reminder_id):
            found = reminders.lock(desk.tx, desk.organization_id, reminder_id)
            if found is not None and found.person_id == person_id and found.status == "open":
                reminders.close(desk.tx, found, "cancelled")
                _tell(desk, found, "DELETE")


def ring(rt: Runtime, tx: Transaction, entry: OutboxEntry) -> None:
    """Send what is due; of one that was taken back, or sent already, nothing is sent."""
    assert entry.organization_id is not None  # noqa: S101 -- A reminder is an organization's.
    tx.scope(organization_id=entry.organization_id, person_id=None)
    desk = Desk(rt, tx, entry.organization_id)
    found = reminders.lock(tx, entry.organization_id, entry.subject_id)
    ahead = found.at - desk.now if found is not None and found.status == "open" else None
    if found is None or ahead is None:
        outbox.done(tx, entry.id)
    elif ahead <= timedelta(0):
        _send(desk, found)
        outbox.done(tx, entry.id)
    else:
        # Due by the database's clock: it may not be lost for a moment's difference.
        outbox.postpone(tx, entry.id, ahead)
    reached("run.before_commit")


def _send(desk: Desk, reminder: Reminder) -> None:
    """To whom it is for, as long as they work here."""
    if not desk.people(str(reminder.person_id)):
        reminders.close(desk.tx, reminder, "cancelled")
        return
    translations = desk.rt.languages.translations
    said = replies.due(reminder.text)
    texts = {language: i18n.wording(said, language, translations) for language in translations}
    reach.tell(desk, [Note(reminder.person_id, texts, "reminder")])
    reminders.close(desk.tx, reminder, "sent")


def _timer(desk: Desk, reminder: Reminder) -> NewEntry:
    wait = reminder.at - desk.now
    return NewEntry(
        "reminder", reminder.id, desk.organization_id, reminder.person_id, wait=wait
    )


def _tell(desk: Desk, reminder: Reminder, action: Action) -> None:
    audit.append(
        desk.tx,
        AuditEntry(
            organization_id=desk.organization_id,
            action=action,
            entity="reminder",
            entity_id=reminder.id,
            person_id=reminder.person_id,
            via="chat",
            after={"at": reminder.at.isoformat()},
        ),
    )
