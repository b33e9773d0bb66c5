"""Which drafts of debts may be booked, and what must be asked about the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.balances import balance
from bot.doubts import at_known_price
from bot.drafts import DEBTS, ON_CREDIT, Doubt, Draft
from bot.nlu.understanding import Act
from bot.people import Meant, meant
from bot.shop import EntryKind
from bot.topic import Scene

NEW = ""
"""Instead of an id: somebody who is not in the book yet."""
READERS = {"direction": Doubt.DIRECTION, "done": Doubt.DONE}
UNCLEAR = ("amount_unclear", "unit_or_total", "quantity")


def drafts(scene: Scene) -> list[Draft]:
    """What the message tells, each with its doubt; what is sure counts for those behind it."""
    found: list[Draft] = []
    for act in scene.acts:
        if act.intent in DEBTS and not is_empty(act):
            sure = [draft for draft in found if draft.doubt is None]
            found.append(_doubted(scene, act, sure))
    return found


def is_empty(act: Act) -> bool:
    """The word "debts" and nothing else: no record."""
    return act.intent in DEBTS and not (act.party or act.amount or act.item or act.quantity)


def examined(scene: Scene, draft: Draft, sure: Sequence[Draft] = ()) -> Draft:
    """The draft with the person and the amount it is about, or with the next doubt."""
    draft = replace(draft, doubt=None)
    owing = draft.kind in DEBTS.values()  # It may have turned out to be a sale or an expense.
    draft = _identified(scene, draft) if owing else draft
    if draft.doubt:
        return draft
    foreign = draft.currency not in (None, scene.organization.currency)
    if draft.amount is None or foreign:
        return replace(draft, doubt=Doubt.AMOUNT)
    paying = owing and draft.kind not in ON_CREDIT
    owed = balance(scene.shop, draft, sure).amount
    return replace(draft, doubt=Doubt.SURPLUS) if paying and draft.amount > owed else draft


def _doubted(scene: Scene, act: Act, sure: Sequence[Draft]) -> Draft:
    asked = scene.heard.understanding.question
    today = scene.shop.business_date(scene.heard.at)
    draft = Draft.owing(act, scene.heard.at).not_ahead(today)
    if asked in READERS and not _is_settling(scene, draft):
        return replace(draft, doubt=READERS[asked])
    if asked in UNCLEAR:
        draft = replace(draft, amount=None)
    elif draft.amount is None:
        draft = at_known_price(scene.shop, draft)
    if asked is None and draft.amount is None:
        draft = _cleared(scene, draft)
    return examined(scene, draft, sure)


def _identified(scene: Scene, draft: Draft) -> Draft:
    """Who is meant; their name as the book writes it."""
    if draft.party is None:
        return replace(draft, doubt=Doubt.PARTY)
    if draft.customer is not None:
        return draft
    found = candidates(scene, draft)
    if found.sure is not None:
        return replace(draft, customer=str(found.sure.id), party=found.sure.name)
    if found.candidates:
        return replace(draft, doubt=Doubt.WHO)
    return replace(draft, customer=NEW)


def candidates(scene: Scene, draft: Draft) -> Meant:
    """Whom the name of a draft may mean."""
    return meant(draft.party or "", scene.shop.customers())


def _is_settling(scene: Scene, draft: Draft) -> bool:
    """`nimemlipa Kamau 400`: where we owe Kamau, it is that debt."""
    if draft.kind is not EntryKind.PAYABLE_PAID or draft.party is None or draft.item:
        return False
    known = candidates(scene, draft).sure
    return known is not None and known.we_owe > 0


def _cleared(scene: Scene, draft: Draft) -> Draft:
    """`Asha amemaliza deni`: all that she owes."""
    if draft.kind in ON_CREDIT or draft.party is None:
        return draft
    named = _identified(scene, draft)
    owed = balance(scene.shop, named).amount
    return replace(named, amount=owed) if named.doubt is None and owed > 0 else draft
