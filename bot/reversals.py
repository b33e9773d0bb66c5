"""Take entries back, or put their amount right: opposite events, nothing is rewritten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from bot.balances import balance
from bot.drafts import PARTIES, Draft
from bot.effects import Raise
from bot.people import meant
from bot.receipt import total_of_day
from bot.replies import debts, entries
from bot.replies import undo as replies
from bot.reply import Reply
from bot.shop import Entry
from bot.topic import Scene


def reversal(taken: UUID) -> Raise:
    """The event that an entry, or a count of the stock, no longer counts."""
    return Raise("ENTRY_REVERSED", {"entry": str(taken), "reason": "taken back"})


def again(scene: Scene, entry: Entry, amount: Decimal) -> Draft:
    """The entry once more, with another amount and the same person."""
    draft = Draft.again(entry, scene.heard.at, amount)
    if entry.kind not in PARTIES or entry.customer is None:
        return draft
    known = meant(entry.customer, scene.shop.customers()).sure
    return replace(draft, customer=str(known.id)) if known else draft


def named(scene: Scene, entry: Entry) -> Reply:
    """The entry in words."""
    return entries.entry(Draft.again(entry, scene.heard.at, entry.amount), entry.currency)


def total(scene: Scene, entry: Entry, change: Decimal) -> Reply:
    """The total of the entry's day after the change, or what is still owed."""
    if entry.kind not in PARTIES:
        return total_of_day(scene, entry.kind, entry.business_date, change)
    moved = again(scene, entry, change)
    return debts.now_owes(balance(scene.shop, moved, [moved]), entry.currency)


def totals(scene: Scene, taken: Sequence[Entry]) -> list[Reply]:
    """The totals after all of these are taken back: one for each kind, day and person."""
    groups: dict[tuple[object, ...], list[Entry]] = {}
    for entry in taken:
        groups.setdefault((entry.kind, entry.business_date, entry.customer), []).append(entry)
    return [
        total(scene, same[0], -sum((entry.amount for entry in same), start=Decimal()))
        for same in groups.values()
    ]


def refusal(scene: Scene, entry: Entry) -> Reply | None:
    """Why the speaker may not change the entry; None where they may.

    Staff put right what they wrote themselves; what is late for them is asked of the owner.
    """
    today = scene.shop.business_date(scene.heard.at)
    return refused(scene, entry.person_id, today, named(scene, entry))


def refused(scene: Scene, by: UUID | None, day: date, what: Reply) -> Reply | None:
    """Why the speaker may not change what somebody wrote on a day; names who may."""
    if scene.organization.role == "OWNER":
        return None
    owner = next((m.name for m in scene.shop.members() if m.role == "OWNER"), "")
    if by not in (None, scene.shop.speaker.id):
        return replies.not_yours(owner, what)
    late = day != scene.shop.business_date(scene.heard.at)
    return replies.too_late(owner, what) if late else None
