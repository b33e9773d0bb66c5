"""Who owes whom, when asked: everybody, or one person's lines."""

from __future__ import annotations

from bot.drafts import Draft
from bot.people import meant, mentioned
from bot.replies import debts as replies
from bot.reply import Reply
from bot.shop import Customer, Entry
from bot.topic import Scene

LINES = 6
"""As many entries as a statement shows."""


def everyone(scene: Scene) -> Reply:
    """Both lists: "nani ananidai" asks for the one and the other."""
    currency, customers = scene.organization.currency, scene.shop.customers()
    today = scene.shop.business_date(scene.heard.at)
    debtors = sorted((c for c in customers if c.owes_us > 0), key=lambda c: -c.owes_us)
    creditors = sorted((c for c in customers if c.we_owe > 0), key=lambda c: -c.we_owe)
    theirs = replies.they_owe(debtors, currency, today)
    return theirs.followed_by(replies.you_owe(creditors, currency))


def asked_for(scene: Scene, name: str | None) -> Customer | None:
    """The person whose statement is wanted: the one named, else one whom the text mentions."""
    customers = scene.shop.customers()
    if name is not None:
        return meant(name, customers).sure
    return mentioned(scene.heard.text, customers)


def statement(scene: Scene, customer: Customer) -> Reply:
    """What stands between the shop and one person, with the newest lines."""
    entries = scene.shop.statement(customer.id, LINES)
    lines = [_line(scene, entry) for entry in entries]
    today = scene.shop.business_date(scene.heard.at)
    return replies.statement(customer, lines, scene.organization.currency, today)


def _line(scene: Scene, entry: Entry) -> Reply:
    return replies.line(entry, Draft.again(entry, scene.heard.at, entry.amount))
