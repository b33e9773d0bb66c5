"""Debts that were just booked, in one bubble: lines, balances, what is left, how to undo."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot import goods
from bot.balances import balance
from bot.debt_doubts import NEW
from bot.drafts import PARTIES, Draft
from bot.receipt import total_of_day
from bot.replies import debts as replies
from bot.replies import recording
from bot.reply import Money, Reply
from bot.shop import EntryKind
from bot.topic import Scene

FEW = 3
"""As many lines as two SMS parts can show with their balances."""


def receipt(scene: Scene, sure: Sequence[Draft]) -> Reply:
    """Every line with its balance; of a list the sums."""
    owing = [draft for draft in sure if draft.kind in PARTIES]
    lines = _each(scene, owing) if len(owing) <= FEW else _sums(scene, owing)
    left = goods.left(goods.moved(scene.shop, sure))
    return replies.receipt([*lines, *_paid_at_once(scene, sure), *left])


def _each(scene: Scene, owing: Sequence[Draft]) -> list[Reply]:
    currency = scene.organization.currency
    noted = [replies.noted(draft, currency) for draft in owing]
    people = {draft.party: draft for draft in owing}
    new = [replies.is_new(name) for name, d in people.items() if name and d.customer == NEW]
    sides = {(draft.party, PARTIES[draft.kind]): draft for draft in owing}
    balances = [
        replies.now_owes(balance(scene.shop, draft, owing), currency)
        for draft in sides.values()
    ]
    return [*noted, *new, *balances]


def _sums(scene: Scene, owing: Sequence[Draft]) -> list[Reply]:
    currency = scene.organization.currency
    kinds = {kind: [draft for draft in owing if draft.kind is kind] for kind in EntryKind}
    return [
        replies.counted(kind, len(same), Money(_sum(same), currency))
        for kind, same in kinds.items()
        if same
    ]


def _paid_at_once(scene: Scene, sure: Sequence[Draft]) -> list[Reply]:
    """A sale or an expense that came to light on the way."""
    today = scene.shop.business_date(scene.heard.at)
    said = []
    for draft in sure:
        if draft.kind not in PARTIES:
            amount = draft.amount or Decimal()
            said.append(recording.noted(draft.kind, [draft], scene.organization.currency))
            said.append(total_of_day(scene, draft.kind, draft.day or today, amount))
    return said


def _sum(drafts: Sequence[Draft]) -> Decimal:
    return sum((draft.amount or Decimal() for draft in drafts), start=Decimal())
