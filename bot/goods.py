"""What entries do to the stock of counted items: what is left, and what runs low."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.drafts import Draft
from bot.replies import stock as replies
from bot.reply import Reply
from bot.shop import EntryKind, Shop, StockItem

MOVES = {
    EntryKind.SALE: -1,
    EntryKind.DEBT: -1,
    EntryKind.PURCHASE: 1,
    EntryKind.PAYABLE: 1,
}
"""Goods leave, goods arrive."""


@dataclass(frozen=True, slots=True)
class Moved:
    """An item whose stock changes: as it was, and what is left afterwards."""

    before: StockItem
    left: Decimal

    @property
    def is_low(self) -> bool:
        """Whether this change takes it down to its threshold, or further below."""
        threshold = self.before.threshold
        return (
            threshold is not None
            and self.left <= threshold
            and self.left < self.before.quantity
        )


def moved(shop: Shop, drafts: Iterable[Draft]) -> list[Moved]:
    """The counted items among the goods of these drafts, each once."""
    changes: dict[str, list[Draft]] = {}
    for draft in drafts:
        if draft.item and draft.quantity and draft.kind in MOVES:
            changes.setdefault(draft.item.casefold(), []).append(draft)
    found = [_moved(shop, same) for same in changes.values()]
    return [change for change in found if change is not None]


def left(changes: Sequence[Moved]) -> list[Reply]:
    """What to say about the stock afterwards."""
    plenty = [change for change in changes if not change.is_low]
    said = [replies.left([(c.before.item, c.left, c.before.unit) for c in plenty])]
    low = [replies.runs_low(c.before.item, c.left, c.before.unit) for c in changes if c.is_low]
    return [*(said if plenty else []), *low]


def _moved(shop: Shop, drafts: Sequence[Draft]) -> Moved | None:
    stock = shop.stock(drafts[0].item or "")
    if stock is None:
        return None
    change = sum((_quantity(draft, stock) for draft in drafts), start=Decimal())
    return Moved(stock, stock.quantity + change) if change else None


def _quantity(draft: Draft, stock: StockItem) -> Decimal:
    """Units are never converted silently: what is counted otherwise does not count here."""
    if draft.unit is not None and stock.unit is not None and draft.unit != stock.unit:
        return Decimal()
    return (draft.quantity or Decimal()) * MOVES[draft.kind]
