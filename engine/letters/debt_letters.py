"""What a customer reads of their own debt, and that they were told of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import i18n
from bot.replies import debt_reminders as replies
from bot.reply import Money
from engine.context.desk import Desk
from engine.workflows.wishes import Wanted
from store import customers
from store.customers import Contact

REPORT = "debt"


FORM = "debt_reminder"
"""The template that says the same outside the service window."""


@dataclass(frozen=True, slots=True)
class Said:
    """A text by language, and the template that says the same, where there is one."""

    texts: Mapping[str, str]
    form: Wanted | None = None


def said(desk: Desk, contact: Contact) -> Said:
    """The reminder, in every language."""
    money = owed(desk, contact)
    letter = replies.letter(contact.name, money)
    translations = desk.rt.languages.translations
    texts = {code: i18n.wording(letter, code, translations) for code in translations}
    shop = desk.organization.name
    values = {"customer": contact.name, "shop": shop, "amount": i18n.digits(money)}
    return Said(texts, Wanted(FORM, dict.fromkeys(translations, values)))


def owed(desk: Desk, contact: Contact) -> Money:
    """What they owe the shop, less what it owes them."""
    return Money(contact.owes_us - contact.we_owe, desk.organization.currency)


def is_due(desk: Desk, contact: Contact, at: datetime) -> bool:
    """Whether they owe something, and no reminder goes on that day of the shop yet."""
    if owed(desk, contact).amount <= 0:
        return False
    last = contact.reminded_at
    zone = desk.zone
    return last is None or last.astimezone(zone).date() < at.astimezone(zone).date()


def note(desk: Desk, contact: Contact, wait: timedelta) -> None:
    """A reminder goes once the wait is over."""
    at = desk.now + wait
    customers.note_reminder(desk.tx, desk.organization_id, contact.id, at)
