"""What entries do to the stock of counted items: what is left, and what runs low."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from bot.drafts import Draft
from bot.effects import Raise
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
    threshold: Decimal | None

    @property
    def is_low(self) -> bool:
        """Whether this change takes it down to its threshold or further."""
        return self.threshold is not None and self.left <= self.threshold and self._sinks

    @property
    def _sinks(self) -> bool:
        return self.left < self.before.quantity

    @property
    def becomes_low(self) -> bool:
        """Whether it was above its threshold before."""
        return self.is_low and self.before.quantity > (self.threshold or Decimal())


def moved(shop: Shop, drafts: Iterable[Draft]) -> list[Moved]:
    """The counted items among the goods of these drafts, each once."""
    changes: dict[str, list[Draft]] = {}
    for draft in drafts:
        if draft.item and draft.quantity and draft.kind in MOVES:
            changes.setdefault(draft.item.casefold(), []).append(draft)
    found = [_moved(shop, same) for same in changes.values()]
    return [change for change in found if change is not None]


def threshold_name(item: str) -> str:
    """Under which name the shop's choice of an item's threshold is remembered."""
    return f"threshold:{item.casefold()}"


def threshold(shop: Shop, stock: StockItem) -> Decimal | None:
    """Where the item runs low; None where the shop never wants to be told."""
    if stock.threshold is not None:
        return stock.threshold
    try:
        return Decimal(shop.choice(threshold_name(stock.item)) or "none")
    except InvalidOperation:
        return None


def left(changes: Sequence[Moved]) -> list[Reply]:
    """What to say about the stock afterwards."""
    plenty = [change for change in changes if not change.is_low]
    said = [replies.left([(c.before.item, c.left, c.before.unit) for c in plenty])]
    low = [replies.runs_low(c.before.item, c.left, c.before.unit) for c in changes if c.is_low]
    return [*(said if plenty else []), *low]


def warnings(changes: Sequence[Moved]) -> list[Raise]:
    """The events of what has just become low."""
    return [
        Raise(
            "INVENTORY_LOW",
            {
                "item": change.before.item,
                "quantity": f"{change.left:f}",
                "threshold": f"{change.threshold:f}",
            },
        )
        for change in changes
        if change.becomes_low
    ]


def _moved(shop: Shop, drafts: Sequence[Draft]) -> Moved | None:
    stock = shop.stock(drafts[0].item or "")
    if stock is None:
        return None
    change = sum((_quantity(draft, stock) for draft in drafts), start=Decimal())
    return Moved(stock, stock.quantity + change, threshold(shop, stock)) if change else None


def _quantity(draft: Draft, stock: StockItem) -> Decimal:
    """Units are never converted silently: what is counted otherwise does not count here."""
    if draft.unit is not None and stock.unit is not None and draft.unit != stock.unit:
        return Decimal()
    return (draft.quantity or Decimal()) * MOVES[draft.kind]
