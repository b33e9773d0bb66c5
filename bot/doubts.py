"""Which drafts of a message may be booked, and what must be asked about the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from bot.drafts import KINDS, Doubt, Draft
from bot.nlu.understanding import Act, Intent, Outcome
from bot.shop import EntryKind, Shop
from bot.topic import Scene

PRICES = ("amount", "quantity", "unit_or_total", "amount_unclear")
"""Questions about one price: what has an amount beside it was read exactly, and waits."""
EACH_OR_ALL = "unit_or_total"
"""Under which name the shop's choice is remembered, and the reader's name for the doubt."""
EACH, ALL = "each", "all"
SOLD = (EntryKind.SALE, EntryKind.DEBT)
"""Where the shop's own prices count."""


def drafts(scene: Scene) -> list[Draft]:
    """What the message tells, each with the doubt that the reader or the book has about it."""
    asked = scene.heard.understanding.question
    told = [
        act
        for act in scene.acts
        if act.intent in KINDS or ((asked or act.item) and _is_goods(act))
    ]
    if len({act.intent is Intent.UNKNOWN for act in told}) > 1:
        return []  # Part of one line without a direction: the line was not read at all.
    found = [_doubted(scene, act, _draft(scene, act)) for act in told]
    if asked and not _is_explained(told, found):
        return [replace(draft, doubt=Doubt.AMOUNT) for draft in found]
    return found


def examined(scene: Scene, draft: Draft) -> Draft:
    """Without an amount in the money of this book a draft cannot be booked."""
    if draft.currency not in (None, scene.organization.currency):
        return replace(draft, doubt=Doubt.AMOUNT)
    if draft.amount is None and draft.rate is not None:
        return chosen(draft, scene.shop.choice(EACH_OR_ALL))
    draft = draft if draft.amount is not None else at_known_price(scene.shop, draft)
    return draft if draft.amount is not None else replace(draft, doubt=Doubt.AMOUNT)


def chosen(draft: Draft, choice: str | None) -> Draft:
    """The amount of a draft whose price is that of each or of all; None: it must be asked."""
    if choice == EACH and draft.rate is not None:
        amount = draft.rate * (draft.quantity or Decimal(1))
        return replace(draft, amount=amount, unit_price=draft.rate, doubt=None)
    if choice == ALL:
        return replace(draft, amount=draft.rate, doubt=None)
    return replace(draft, doubt=Doubt.EACH)


def _draft(scene: Scene, act: Act) -> Draft:
    today = scene.shop.business_date(scene.heard.at)
    draft = Draft.of(act, scene.heard.at).not_ahead(today)
    draft = replace(draft, rate=_rate(scene, act))
    if draft.kind is EntryKind.EXPENSE and draft.item is None:
        return replace(draft, item=draft.party)  # Whom it was paid is what it was for.
    return draft


def _rate(scene: Scene, act: Act) -> Decimal | None:
    """`3 bread at 50`: the other figure of a message that has two."""
    understanding = scene.heard.understanding
    if understanding.question != EACH_OR_ALL or len(scene.acts) != 1 or act.amount is not None:
        return None
    figures = list(understanding.amounts)
    if len(figures) != 2 or act.quantity not in figures:
        return None
    figures.remove(act.quantity)
    return figures[0] if figures[0] > 0 else None


def _is_goods(act: Act) -> bool:
    """Goods or money of which nothing said whether they came in or went out."""
    return act.intent is Intent.UNKNOWN and (act.item is not None or act.amount is not None)


def _doubted(scene: Scene, act: Act, draft: Draft) -> Draft:
    understanding = scene.heard.understanding
    if act.intent is Intent.UNKNOWN or understanding.question == "direction":
        return replace(draft, doubt=Doubt.DIRECTION)
    if understanding.question == "done":
        return replace(draft, doubt=Doubt.DONE)
    if understanding.question == "amount_unclear" and draft.amount is None:
        return replace(draft, doubt=Doubt.AMOUNT)
    if understanding.outcome is Outcome.ACT or understanding.question in PRICES:
        return examined(scene, draft)
    return replace(draft, doubt=Doubt.AMOUNT)


def _is_explained(told: Sequence[Act], found: Sequence[Draft]) -> bool:
    """Whether what the reader would ask is asked, or answered by the book itself."""
    return any(
        draft.doubt or (draft.amount is not None and act.amount is None)
        for act, draft in zip(told, found, strict=True)
    )


def at_known_price(shop: Shop, draft: Draft) -> Draft:
    """A price that the shop has given before is never asked again."""
    if draft.kind not in SOLD or not draft.item or not draft.quantity:
        return draft
    known = shop.price(draft.item)
    if known is None or known.unit != draft.unit:
        return draft
    amount = known.unit_price * draft.quantity
    return replace(draft, amount=amount, unit_price=known.unit_price)
