"""The store's rows as the bot's read-only port to the shop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from uuid import UUID

from bot import shop as port
from bot.day_closes import DayClose
from bot.memberships import Invitation, OwnShop
from bot.nlu.understanding import Catalogue
from bot.open_questions import Questions
from bot.pin_book import PinBook
from bot.rules import Rule
from bot.shop import EntryKind
from engine.facts import events
from engine.ports import numbers, portrait
from engine.ports.contact_book import StoreContacts
from engine.ports.diary import StoreDiary
from engine.ports.identity_book import StoreIdentity
from engine.ports.pin_book import StorePins
from engine.ports.questions import StoreQuestions
from store import (
    catalogue,
    choices,
    claims,
    counts,
    customers,
    day_closes,
    entries,
    invitations,
    items,
    members,
    organizations,
    payment_numbers,
    people,
    totals,
    workflows,
)
from store.database import Transaction
from store.organizations import Membership


class StoreShop:
    """What the speaker's shop looks like inside this transaction; each question is one look.

    Without an organization, and for one who is not a member of it, the book is empty.
    """

    def __init__(
        self,
        tx: Transaction,
        *,
        person_id: UUID,
        organization_id: UUID | None,
        languages: tuple[str, ...],
        membership: Membership | None = None,
        is_doubted: bool = False,
    ) -> None:
        self._tx = tx
        self._person_id = person_id
        self._organization_id = organization_id
        self.languages = languages
        self._membership = membership
        self.identity = StoreIdentity(tx, person_id, is_doubted=is_doubted)
        self.pins: PinBook = StorePins(tx, person_id)
        self._items: dict[str, items.Item | None] = {}

    @cached_property
    def speaker(self) -> port.Speaker:
        """Who speaks."""
        return portrait.speaker(people.get(self._tx, self._person_id))

    @cached_property
    def organization(self) -> port.Organization | None:
        """The shop; None for a newcomer, and for one who is not a member."""
        if self._organization_id is None:
            return None
        return portrait.organization(self._found)

    def business_date(self, at: datetime) -> date:
        """The shop's day that a moment belongs to."""
        if self._organization_id is None:
            return at.date()
        return events.business_date(self._found.organization, at).date()

    def total(self, kind: EntryKind, day: date) -> Decimal:
        """The day's total of a kind, reversals counted off."""
        shop = self._shop
        return totals.total(self._tx, shop, kind.value, day) if shop else Decimal(0)

    def last_entries(self, most: int) -> Sequence[port.Entry]:
        """The speaker's newest entries of this shop that are not reversed, newest first."""
        shop = self._shop
        found = entries.newest(self._tx, shop, self._person_id, most) if shop else ()
        return [portrait.entry(one) for one in found]

    @cached_property
    def _names(self) -> Catalogue:
        shop = self._shop
        known = catalogue.names(self._tx, shop) if shop else catalogue.NONE
        return Catalogue(items=known.items, people=known.people)

    def catalogue(self) -> Catalogue:
        """The names this shop uses: looked up once, at most a thousand of either."""
        return self._names

    def quoted_entry(self, reference: str) -> port.Entry | None:
        """The entry whose receipt has this provider reference, unless it is reversed."""
        shop = self._shop
        found = entries.quoted(self._tx, shop, reference) if shop else None
        return portrait.entry(found) if found else None

    def companions(self, entry_id: UUID) -> Sequence[port.Entry]:
        """The standing entries that the same message wrote, this one among them, in order."""
        shop = self._shop
        found = entries.together(self._tx, shop, entry_id) if shop else ()
        return [portrait.entry(one) for one in found]

    def totals(self, first: date, last: date) -> Mapping[EntryKind, Decimal]:
        """A period's totals by kind, both days included, reversals counted off."""
        shop = self._shop
        found = totals.totals(self._tx, shop, first, last) if shop else {}
        return {EntryKind(kind): amount for kind, amount in found.items()}

    def by_item(
        self, kind: EntryKind, first: date, last: date, most: int
    ) -> Sequence[port.ItemTotal]:
        """A period's items with the largest totals of a kind."""
        shop = self._shop
        if shop is None:
            return ()
        found = totals.by_item(self._tx, shop, kind.value, (first, last), most)
        return [port.ItemTotal(one.item, one.amount, one.quantity) for one in found]

    def by_person(self, first: date, last: date) -> Sequence[port.PersonTotal]:
        """What each member sold in a period, largest first; with those who have left since."""
        shop = self._shop
        if shop is None:
            return ()
        found = totals.by_person(self._tx, shop, first, last)
        return portrait.by_person(found, members.everyone(self._tx, shop))

    def cash(self, day: date) -> Decimal:
        """What the day should have left in the till: cash in less cash out."""
        shop = self._shop
        return totals.cash(self._tx, shop, day) if shop else Decimal(0)

    def day_close(self, day: date) -> DayClose | None:
        """How the day was closed last; None while it is open."""
        shop = self._shop
        found = day_closes.get(self._tx, shop, day) if shop else None
        return DayClose(found.closed_by, found.expected, found.counted) if found else None

    def customers(self) -> Sequence[port.Customer]:
        """Everyone in the book, largest debt first; at most a thousand."""
        shop = self._shop
        found = customers.everyone(self._tx, shop) if shop else ()
        return [portrait.customer(one) for one in found]

    def statement(self, customer_id: UUID, most: int) -> Sequence[port.Entry]:
        """A customer's newest entries, oldest first."""
        shop = self._shop
        found = entries.of_customer(self._tx, shop, customer_id, most) if shop else ()
        return [portrait.entry(one) for one in found]

    def stock(self, item: str) -> port.StockItem | None:
        """The item's stock, if the shop has counted it."""
        found = self._item(item)
        return portrait.stock(found) if found else None

    def stocks(self, most: int) -> Sequence[port.StockItem]:
        """The counted items, by name."""
        shop = self._shop
        found = items.counted(self._tx, shop, most) if shop else ()
        return [stock for one in found if (stock := portrait.stock(one))]

    def last_counts(self) -> Sequence[port.Count]:
        """What the speaker counted last and still stands: all of that message, in order."""
        shop = self._shop
        found = counts.last(self._tx, shop, self._person_id) if shop else ()
        return [self._count(one) for one in found]

    def quoted_counts(self, reference: str) -> Sequence[port.Count]:
        """The standing counts whose receipt has this provider reference, in order."""
        shop = self._shop
        found = counts.quoted(self._tx, shop, reference) if shop else ()
        return [self._count(one) for one in found]

    def price(self, item: str) -> port.KnownPrice | None:
        """The item's price, if the shop has given one."""
        found = self._item(item)
        if found is None or found.unit_price is None:
            return None
        return port.KnownPrice(found.name, found.unit_price, found.price_unit)

    def choice(self, name: str) -> str | None:
        """What the shop once chose where a message has two readings."""
        shop = self._shop
        return choices.get(self._tx, shop, name) if shop else None

    def claim(self, provider: str, code: str) -> port.Claim | None:
        """The claim with this transaction code, whoever forwarded it."""
        shop = self._shop
        found = claims.get(self._tx, shop, provider, code) if shop else None
        return portrait.claim(found) if found else None

    def claimed_elsewhere(self, provider: str, code: str, kind: str) -> bool:
        """Whether another shop claims this code for money that moved the same way."""
        shop = self._shop
        if shop is None:
            return False
        came_in = kind == claims.RECEIVED
        with self._tx.directory():
            return bool(claims.elsewhere(self._tx, shop, provider, code, came_in=came_in))

    def unclaimed(self, most: int) -> Sequence[port.Claim]:
        """Verified payments that came in and that nobody here has told of, oldest first."""
        shop = self._shop
        found = claims.unclaimed(self._tx, shop, most) if shop else ()
        return [portrait.claim(one) for one in found]

    def payment_numbers(self) -> Sequence[port.PaymentNumber]:
        """The shop's tills and paybills."""
        shop = self._shop
        found = payment_numbers.of_shop(self._tx, shop) if shop else ()
        return [port.PaymentNumber(one.provider, one.number, one.kind) for one in found]

    def number_is_taken(self, provider: str, number: str) -> bool:
        """Whether another shop has named this till or paybill."""
        shop = self._shop
        return shop is not None and numbers.is_taken(self._tx, shop, provider, number)

    def members(self) -> Sequence[port.Member]:
        """Who works here, the owner first."""
        shop = self._shop
        found = members.everyone(self._tx, shop) if shop else ()
        return [portrait.member(one) for one in found if not one.has_left]

    def invitation(self) -> Invitation | None:
        """The open invitation to the speaker, newest first."""
        found = invitations.newest(self._tx, self._person_id)
        return portrait.invitation(found) if found else None

    def own_shops(self) -> Sequence[OwnShop]:
        """The shops that the speaker is a member of, in the order of joining."""
        with self._tx.directory():
            found = organizations.of_person(self._tx, self._person_id)
        return [OwnShop(one.id, one.name, one.role) for one in found]

    def rules(self) -> Sequence[Rule]:
        """The shop's rules, oldest first."""
        shop = self._shop
        return [portrait.rule(one) for one in workflows.rules(self._tx, shop)] if shop else ()

    @cached_property
    def diary(self) -> StoreDiary:
        """Who comes when, on the shop's clock."""
        return StoreDiary(self._tx, self.organization, self._person_id)

    @cached_property
    def contacts(self) -> StoreContacts:
        """Addresses of the shop's customers."""
        return StoreContacts(self._tx, self._person_id, self._shop)

    @cached_property
    def questions(self) -> Questions:
        """What the speaker is asked, in whatever shop."""
        return StoreQuestions(self._tx, self._person_id)

    @cached_property
    def _found(self) -> Membership:
        if self._membership is not None:
            return self._membership
        assert self._organization_id is not None  # noqa: S101 -- Asked only with one.
        return organizations.get_for(self._tx, self._organization_id, self._person_id)

    @property
    def _shop(self) -> UUID | None:
        """Whose book is read; None for whom there is none."""
        return self.organization.id if self.organization else None

    def _count(self, row: counts.Count) -> port.Count:
        item = self._item(row.item)
        if item is None or self._shop is None:
            return portrait.count(row, None)
        return portrait.count(row, items.without(self._tx, self._shop, item, [row.id]))

    def _item(self, name: str) -> items.Item | None:
        """An item, looked up once: its stock and its price are asked for together."""
        shop = self._shop
        if shop is None:
            return None
        if name not in self._items:
            self._items[name] = items.get(self._tx, shop, name)
        return self._items[name]
