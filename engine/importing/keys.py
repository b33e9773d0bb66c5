"""Which fact a row is: the same row of the same book is the same fact, however often it comes.

Its id says when it happened, as all ids do, so the book's order is that of the days and not
of the imports; what is left of the id is made of what the row says. Equal rows of one file
are numbered: two sales of the same are two.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from engine.importing.drafts import STOCK_COUNT, Draft
from engine.importing.words import KINDS
from store.base import first_id
from store.events import Event
from store.organizations import Organization

SOURCE = "import"
_HIGH, _LOW = 12, 62
"""The bits of an id of this version that are free, on either side of its variant."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A row with the fact that it is."""

    draft: Draft
    event: Event


def date(
    drafts: Iterable[Draft], shop: Organization, person_id: UUID | None, book: str
) -> Sequence[Dated]:
    """Rows as facts of a shop, in the order of their ids; `book` tells its books apart."""
    seen: Counter[str] = Counter()
    dated = []
    for draft in drafts:
        told = _key(draft)
        seen[told] += 1
        at = draft.at or _moment(draft, shop)
        row = f"{shop.id} {book} {seen[told]} {told}"
        dated.append(Dated(draft, _event(draft, shop, person_id, at, row)))
    return sorted(dated, key=lambda one: one.event.id)


def _event(
    draft: Draft, shop: Organization, person_id: UUID | None, at: datetime, row: str
) -> Event:
    payload: dict[str, Any] = dict(draft.payload)
    if draft.kind != STOCK_COUNT:
        payload["business_date"] = draft.day.isoformat()
    return Event(
        organization_id=shop.id,
        type=KINDS[draft.kind],
        source=SOURCE,
        person_id=person_id,
        message_id=None,
        payload=payload,
        occurred_at=at,
        id=_id(at, row),
    )


def _moment(draft: Draft, shop: Organization) -> datetime:
    """The first of the shop's day: what is said by chat on it comes after.

    A count of the stock is one of what the day's rows left.
    """
    begins = datetime.combine(draft.day, time(shop.day_ends_hour), ZoneInfo(shop.timezone))
    rows_first = timedelta(seconds=1 if draft.kind == STOCK_COUNT else 0)
    return begins.astimezone(UTC) + rows_first


def _id(at: datetime, row: str) -> UUID:
    bits = int.from_bytes(sha256(row.encode()).digest())
    high, low = bits >> 256 - _HIGH, (bits >> 256 - _HIGH - _LOW) & (1 << _LOW) - 1
    return UUID(int=first_id(at).int | high << 64 | low)


def _key(draft: Draft) -> str:
    """What a row says of money and goods; a note or a phone makes it no other."""
    if draft.mark is not None:
        return draft.mark
    payload = {"payment": "cash", **draft.payload}
    return json.dumps([draft.kind, draft.day.isoformat(), payload], sort_keys=True).casefold()
