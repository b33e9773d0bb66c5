"""Items: what a shop sells under which name, at what price, and how many it has left."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Table, Text, Uuid, bindparam, func, select, text, update
from sqlalchemy.dialects.postgresql import insert

from store import counts, names
from store.base import MONEY, QUANTITY, metadata, moment, organization_column, quantity
from store.counts import Count
from store.database import Transaction
from store.events import Event
from store.postings import NOTHING, STOCK_SIGN, Posting, fits
from store.prepared import Prepared

items = Table(
    "items",
    metadata,
    organization_column(),
    Column("key", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("quantity", QUANTITY),
    Column("unit", Text),
    Column("threshold", QUANTITY),
    moment("counted_at", nullable=True),
    Column("counted_by", Uuid),
    Column("unit_price", MONEY),
    Column("price_unit", Text),
    Column("priced_by", Uuid),
)


@dataclass(frozen=True, slots=True)
class Item:
    """An item as the book knows it.

    `quantity` is what is left since it was counted, by the event `counted_by`; None where it
    never was. `unit_price` is the last one given, by the entry `priced_by`.
    """

    key: str
    name: str
    quantity: Decimal | None = None
    unit: str | None = None
    threshold: Decimal | None = None
    counted_at: datetime | None = None
    counted_by: UUID | None = None
    unit_price: Decimal | None = None
    price_unit: str | None = None
    priced_by: UUID | None = None

    def after(self, posting: Posting) -> Item:
        """The item after an entry about it; a price that was taken back stays until asked."""
        item = self
        if self.quantity is not None and self._counts(posting):
            item = replace(item, quantity=self.quantity + posting.moved)
        if posting.price is None or posting.reverses or not self._is_news(posting):
            return item
        return replace(
            item, unit_price=posting.price, price_unit=posting.unit, priced_by=posting.id
        )

    def _counts(self, posting: Posting) -> bool:
        """Whether it moves the stock: a count knew of all that was written before it."""
        later = self.counted_by is not None and posting.counted_from > self.counted_by
        return later and fits(posting.unit, self.unit)

    def _is_news(self, posting: Posting) -> bool:
        if self.priced_by is None:
            return True
        same = (posting.price, posting.unit) == (self.unit_price, self.price_unit)
        return posting.id > self.priced_by and not same

    def recounted(self, event: Event) -> Item:
        """The item after a count of the stock; an older count than the known one is no news."""
        if self.counted_by is not None and event.id < self.counted_by:
            return self
        payload = event.payload
        threshold = payload.get("threshold")
        return replace(
            self,
            quantity=quantity(payload["quantity"]),
            unit=payload.get("unit"),
            threshold=self.threshold if threshold is None else quantity(threshold),
            counted_at=event.occurred_at,
            counted_by=event.id,
        )

    def uncounted(self, known: Count | None, threshold: Decimal | None, moved: Decimal) -> Item:
        """The item after its last count was taken back: at the one before, and what moved."""
        if known is None:
            return replace(
                self, quantity=None, unit=None, threshold=None, counted_at=None, counted_by=None
            )
        return replace(
            self,
            quantity=known.quantity + moved,
            unit=known.unit,
            threshold=threshold,
            counted_at=known.counted_at,
            counted_by=known.id,
        )

    def fell_to(self, later: Item) -> bool:
        """Whether the stock came down to the threshold, or past it, and was above before."""
        threshold = later.threshold
        if self.quantity is None or later.quantity is None or threshold is None:
            return False
        return later.quantity <= threshold < self.quantity


_i = items.c
_NAMES = tuple(field.name for field in fields(Item))
_KEPT = tuple(name for name in _NAMES if name not in ("key", "name"))
_COLUMNS = tuple(_i[name] for name in _NAMES)
_OURS = _i.organization_id == bindparam("organization")
_GET = select(*_COLUMNS).where(_OURS, _i.key == bindparam("wanted"))
_COUNTED = (
    select(*_COLUMNS)
    .where(_OURS, _i.quantity.is_not(None))
    .order_by(_i.key)
    .limit(bindparam("most"))
)
_MEET = insert(items).on_conflict_do_nothing()
# In the order of their keys: two lists of the same goods do not wait for each other.
_LOCK = Prepared(
    select(*_COLUMNS)
    .where(_OURS, _i.key == func.any(bindparam("keys")))
    .order_by(_i.key)
    .with_for_update(key_share=True)
)
_KEEP = Prepared(
    update(items)
    .where(_OURS, _i.key == bindparam("wanted"))
    .values({name: bindparam(f"new_{name}", type_=_i[name].type) for name in _KEPT})
)
_PRICE = text("""
    select e.id as priced_by, e.unit_price, e.unit as price_unit
    from entries e
    where e.organization_id = :organization and e.item_key = :wanted
      and e.unit_price is not null and e.kind in ('sale', 'debt') and e.reverses is null
      and not exists (
        select from entries r
        where r.organization_id = e.organization_id and r.reverses = e.id
      )
    order by e.id desc limit 1
""")
_MOVED = text("""
    select e.kind, e.unit, sum(e.quantity) as quantity
    from entries e
    where e.organization_id = :organization and e.item_key = :wanted and e.quantity is not null
      and e.id > :counted and coalesce(e.reverses, e.id) > :counted
    group by e.kind, e.unit
""")
_UNPRICED: Mapping[str, None] = {"priced_by": None, "unit_price": None, "price_unit": None}


def get(tx: Transaction, organization_id: UUID, name: str) -> Item | None:
    """The item of this name."""
    key = {"organization": organization_id, "wanted": names.key(name)}
    row = tx.execute(_GET, key).one_or_none()
    return Item(**row._mapping) if row else None


def counted(tx: Transaction, organization_id: UUID, most: int) -> list[Item]:
    """The items whose stock was counted, by name."""
    rows = tx.execute(_COUNTED, {"organization": organization_id, "most": most})
    return [Item(**row._mapping) for row in rows]


def post(
    tx: Transaction, organization_id: UUID, postings: Sequence[Posting]
) -> Sequence[tuple[UUID, Item]]:
    """Carry entries over to their items, event by event.

    Each event that brought an item's stock down to its threshold, with the item.
    """
    mine = [posting for posting in postings if posting.item_key]
    # The first spelling of a new one is its name.
    before = _locked(
        tx, organization_id, {p.item_key or "": p.item or "" for p in reversed(mine)}
    )
    after = dict(before)
    fallen: list[tuple[UUID, Item]] = []
    for event_id, lines in groupby(mine, attrgetter("event_id")):
        earlier = dict(after)
        for posting in lines:
            item = after[posting.item_key or ""].after(posting)
            if posting.reverses and posting.reverses == item.priced_by:
                item = _priced_anew(tx, organization_id, item)
            after[item.key] = item
        fallen += [(event_id, one) for key, one in after.items() if earlier[key].fell_to(one)]
    _keep(tx, organization_id, before, after)
    return fallen


def recount(tx: Transaction, event: Event) -> None:
    """Take a count of the stock into the book."""
    counts.add(tx, event)
    name = str(event.payload["item"])
    before = _locked(tx, event.organization_id, {names.key(name): name})
    after = {key: item.recounted(event) for key, item in before.items()}
    _keep(tx, event.organization_id, before, after)


def uncount(tx: Transaction, event: Event) -> None:
    """Take a count back, if the event names one that stands: twice is as good as once."""
    shop, taken = event.organization_id, counts.take_back(tx, event)
    if taken is None:
        return
    name, key = taken
    before = _locked(tx, shop, {key: name})
    _keep(tx, shop, before, {key: without(tx, shop, before[key])})


def reckon(tx: Transaction, organization_id: UUID, wanted: Mapping[str, str]) -> None:
    """Reckon items anew, by their keys and names: what came in late lies between the others."""
    before = _locked(tx, organization_id, wanted)
    after = {
        key: _priced_anew(tx, organization_id, without(tx, organization_id, item))
        for key, item in before.items()
    }
    _keep(tx, organization_id, before, after)


def without(
    tx: Transaction, organization_id: UUID, item: Item, taken: Collection[UUID] = ()
) -> Item:
    """The item as it is when some of its counts no longer count."""
    known, threshold = counts.newest(tx, organization_id, item.key, taken)
    moved = NOTHING
    if known is not None:
        key = {"organization": organization_id, "wanted": item.key, "counted": known.id}
        moved = sum(
            (
                row.quantity * STOCK_SIGN.get(row.kind, 0)
                for row in tx.execute(_MOVED, key)
                if fits(row.unit, known.unit)
            ),
            start=NOTHING,
        )
    return item.uncounted(known, threshold, moved)


def _locked(
    tx: Transaction, organization_id: UUID, wanted: Mapping[str, str]
) -> dict[str, Item]:
    """The items of these keys, written in by their names where they are new."""
    if not wanted:
        return {}
    found = _lock(tx, organization_id, wanted)
    if missing := sorted(set(wanted) - set(found)):
        new = [
            {"organization_id": organization_id, "key": key, "name": wanted[key].strip()}
            for key in missing
        ]
        tx.execute(_MEET, new)
        found |= _lock(tx, organization_id, missing)
    return found


def _lock(tx: Transaction, organization_id: UUID, keys: Iterable[str]) -> dict[str, Item]:
    rows = tx.fetch(_LOCK, {"organization": organization_id, "keys": list(keys)})
    return {row.key: Item(*row) for row in rows}


def _keep(
    tx: Transaction,
    organization_id: UUID,
    before: Mapping[str, Item],
    after: Mapping[str, Item],
) -> None:
    changed = [item for key, item in sorted(after.items()) if item != before[key]]
    for item in changed:
        tx.send(_KEEP, _kept(organization_id, item))


def _kept(organization_id: UUID, item: Item) -> dict[str, Any]:
    values = {f"new_{name}": getattr(item, name) for name in _KEPT}
    return {**values, "organization": organization_id, "wanted": item.key}


def _priced_anew(tx: Transaction, organization_id: UUID, item: Item) -> Item:
    """The item at the newest price that still stands."""
    key = {"organization": organization_id, "wanted": item.key}
    row = tx.execute(_PRICE, key).one_or_none()
    return replace(item, **(row._mapping if row else _UNPRICED))
