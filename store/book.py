"""The book in memory: every read model, folded from events alone, without looking at it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from store import claims, counts, day_closes, names
from store.events import Event
from store.items import Item
from store.postings import NOTHING, Posting, entry_id, postings

Ids = Mapping[tuple[UUID, int], UUID]
"""The ids of entries that are not made of their event's and the line, but older."""


@dataclass
class Account:
    """A customer's balances, and the debts that they are made of."""

    name: str
    owes_us: Decimal = NOTHING
    we_owe: Decimal = NOTHING
    debts: list[Posting] = field(default_factory=list)

    @property
    def owes_since(self) -> date | None:
        """The date of the oldest debt that is not paid, payments paying the oldest first."""
        if self.owes_us <= 0:
            return None
        newer = NOTHING
        newest_first = sorted(self.debts, key=lambda p: (p.business_date, p.id), reverse=True)
        for debt in newest_first:
            newer += debt.amount
            if newer >= self.owes_us:
                return debt.business_date
        return None


@dataclass
class Book:
    """One shop's read models; `take` its events in the order of their ids."""

    taken_back: Set[UUID]
    """The ids of all entries and counts that a reversal names anywhere."""
    ids: Ids = field(default_factory=dict)
    totals: dict[tuple[date, str], tuple[Decimal, int]] = field(default_factory=dict)
    accounts: dict[UUID, Account] = field(default_factory=dict)
    items: dict[str, Item] = field(default_factory=dict)
    claims: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    closes: dict[date, dict[str, Any]] = field(default_factory=dict)
    counts: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    _waiting: dict[UUID, Posting] = field(default_factory=dict)

    def take(self, event: Event) -> Iterator[Posting]:
        """Fold one event in; the entries that it leads to."""
        match event.type:
            case "ENTRY_REVERSED":
                yield from self._reverse(event)
            case "STOCK_COUNTED":
                self._count(event)
            case "PAYMENT_CLAIMED" | "PAYMENT_VERIFIED":
                self._claim(event)
            case "DAY_CLOSED":
                row = day_closes.row_of(event)
                self.closes[row["business_date"]] = row
            case _:
                yield from self._enter(event)

    def _enter(self, event: Event) -> Iterator[Posting]:
        for made in postings(event):
            key = (made.event_id, made.line)
            posting = replace(made, id=self.ids[key]) if key in self.ids else made
            if posting.id in self.taken_back:
                self._waiting[posting.id] = posting
            if posting.customer_id is not None:
                self._meet(posting.customer_id, event.payload)
            self._post(posting)
            yield posting

    def _reverse(self, event: Event) -> Iterator[Posting]:
        taken = UUID(str(event.payload["entry"]))
        entry = self._waiting.pop(taken, None)
        if entry is None:  # Taken back before, never written, or a count of the stock.
            count = self.counts.get(taken)
            if count is not None and count["taken_back_by"] is None:
                self.counts[taken] = {**count, "taken_back_by": event.id}
            return
        opposite = replace(
            entry,
            id=self.ids.get((event.id, 1), entry_id(event.id, 1)),
            event_id=event.id,
            line=1,
            amount=-entry.amount,
            quantity=None if entry.quantity is None else -entry.quantity,
            reverses=entry.id,
        )
        self._post(opposite)
        yield opposite

    def _count(self, event: Event) -> None:
        """Keep a count; one that is taken back later never says how much there is."""
        item = self._item(str(event.payload["item"]))
        self.counts[event.id] = counts.row_of(event)
        stands = event.id not in self.taken_back
        self.items[item.key] = item.recounted(event) if stands else item

    def _post(self, posting: Posting) -> None:
        day = (posting.business_date, posting.kind)
        amount, number = self.totals.get(day, (NOTHING, 0))
        one = -1 if posting.reverses else 1
        self.totals[day] = (amount + posting.amount, number + one)
        if posting.customer_id is not None:
            self._owe(self.accounts[posting.customer_id], posting)
        if posting.item_key:
            item = self._item(posting.item or "").after(
                replace(posting, unit_price=None) if self._falls(posting) else posting
            )
            self.items[item.key] = item

    def _owe(self, account: Account, posting: Posting) -> None:
        account.owes_us += posting.owes_us
        account.we_owe += posting.we_owe
        if posting.owes_us > 0 and not self._falls(posting):
            account.debts.append(posting)

    def _falls(self, posting: Posting) -> bool:
        """Whether the entry is taken back later: a price or a debt that it brought is none."""
        return posting.id in self.taken_back or posting.reverses is not None

    def _meet(self, customer_id: UUID, payload: Mapping[str, Any]) -> None:
        if customer_id not in self.accounts:
            self.accounts[customer_id] = Account(str(payload.get("name") or ""))

    def _item(self, name: str) -> Item:
        key = names.key(name)
        return self.items.get(key) or Item(key, name.strip())

    def _claim(self, event: Event) -> None:
        row = claims.row_of(event)
        key = (row["provider"], row["code"])
        known = self.claims.get(key)
        if event.type == "PAYMENT_VERIFIED":
            told = claims.verified(known, row) if known else {**row, "claimed_by": None}
            self.claims[key] = {**told, "status": claims.VERIFIED}
        elif known is None:
            self.claims[key] = {**row, "status": claims.CLAIMED, "claimed_by": event.person_id}
        elif known["claimed_by"] is None:
            told = {name: row[name] for name in ("kind", "party", "flags")}
            amount = row["amount"] if known["amount"] is None else known["amount"]
            self.claims[key] = {
                **known,
                **told,
                "amount": amount,
                "claimed_by": event.person_id,
            }
