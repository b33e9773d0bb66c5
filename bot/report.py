"""A shop's figures in words: a day, a week, a month; an item; a person; the evening."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from bot.periods import DAY, Period, Span
from bot.replies import reports as replies
from bot.replies.appointments import tomorrow
from bot.reply import Money, Reply
from bot.shop import EntryKind, ItemTotal, Member, Shop

TOP = 3
FEW = 6
"""As many people as one line of a report names."""
EVERY = 1000
EVERY_VISIT = 10
NOON = 12
SPENDING = (EntryKind.EXPENSE, EntryKind.PURCHASE)


def overview(shop: Shop, period: Period) -> Reply:
    """What a period brought and took, beside the one before it."""
    totals = shop.totals(period.first, period.last)
    sales = totals.get(EntryKind.SALE, Decimal())
    expenses = totals.get(EntryKind.EXPENSE, Decimal())
    head = replies.headline(period, _money(shop, sales), _money(shop, expenses))
    compared = [*_compared(shop, period, sales)]
    left = [*_left(shop, totals)]
    lines = [head, *compared, *_also(shop, totals), *left, *_details(shop, period)]
    return replies.report(lines, [head, *compared, *left])


def evening(shop: Shop, at: datetime) -> Reply:
    """The day's summary, for whoever is sent one; in the morning yesterday's. `at` is aware."""
    today = shop.business_date(at)
    if at.hour < NOON:
        return overview(shop, Period.around(Span.DAY, today - DAY, today))
    said = overview(shop, Period.around(Span.DAY, today, today))
    visits = _tomorrow(shop, at)
    said = said.followed_by(visits) if visits else said
    closed = shop.day_close(today) is not None
    return said if closed else said.followed_by(replies.how_to_close())


def _tomorrow(shop: Shop, at: datetime) -> Reply | None:
    """Who is expected tomorrow, on the clock of `at`."""
    start = at.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    found = shop.diary.between(start, start + timedelta(days=1))
    expected = [one for one in found if one.is_standing]
    return tomorrow(expected[:EVERY_VISIT], len(expected) - EVERY_VISIT) if expected else None


def weekly(shop: Shop, at: datetime) -> Reply:
    """The week's summary; in the morning that of the week in which yesterday was."""
    return _until(shop, Span.WEEK, at)


def monthly(shop: Shop, at: datetime) -> Reply:
    """The month's summary; in the morning that of the month in which yesterday was."""
    return _until(shop, Span.MONTH, at)


def _until(shop: Shop, span: Span, at: datetime) -> Reply:
    today = shop.business_date(at)
    day = today - DAY if at.hour < NOON else today
    return overview(shop, Period.around(span, day, today))


def of_item(shop: Shop, item: str, period: Period) -> Reply:
    """What one item brought, and what was bought of it."""
    sold = _item(shop, EntryKind.SALE, item, period)
    earlier = _item(shop, EntryKind.SALE, item, period.before())
    lines = [
        replies.of_one(period, item, _money(shop, sold.amount), sold.quantity),
        *_difference(shop, period, sold.amount, earlier.amount),
    ]
    bought = _item(shop, EntryKind.PURCHASE, item, period)
    if bought.amount:
        lines.append(replies.bought(_money(shop, bought.amount), bought.quantity))
    return replies.report(lines, lines)


def of_person(shop: Shop, member: Member, period: Period) -> Reply:
    """What one member sold."""
    sold = _sold_by(shop, member, period)
    earlier = _sold_by(shop, member, period.before())
    lines = [
        replies.of_one(period, member.name, _money(shop, sold)),
        *_difference(shop, period, sold, earlier),
    ]
    return replies.report(lines, lines)


def has_sales(shop: Shop, first: date, last: date) -> bool:
    """Whether there is anything to draw."""
    return bool(shop.totals(first, last).get(EntryKind.SALE))


def _compared(shop: Shop, period: Period, sales: Decimal) -> Iterator[Reply]:
    """Sales beside those of the period before, and of a day also those a week before."""
    beside = [(period.before(), replies.before(period))]
    if period.span is Span.DAY:
        beside.append((period.a_week_before(), replies.a_week_before(period)))
    differences = [
        replies.difference(sales, _money(shop, then), reference)
        for other, reference in beside
        if (then := _sales(shop, other))
    ]
    if differences:
        yield replies.compared(differences)


def _difference(shop: Shop, period: Period, now: Decimal, then: Decimal) -> Iterator[Reply]:
    if then:
        found = replies.difference(now, _money(shop, then), replies.before(period))
        yield replies.compared([found])


def _also(shop: Shop, totals: Mapping[EntryKind, Decimal]) -> Iterator[Reply]:
    others = replies.also(totals, _currency(shop))
    if others is not None:
        yield others


def _left(shop: Shop, totals: Mapping[EntryKind, Decimal]) -> Iterator[Reply]:
    spent = sum((totals.get(kind, Decimal()) for kind in SPENDING), start=Decimal())
    sales = totals.get(EntryKind.SALE, Decimal())
    if spent and sales:
        yield replies.less_spending(_money(shop, sales - spent))


def _details(shop: Shop, period: Period) -> Iterator[Reply]:
    """The items that brought most, and who sold, where there are several."""
    items = shop.by_item(EntryKind.SALE, period.first, period.last, TOP)
    if len(items) > 1:
        yield replies.sold_most(items, _currency(shop))
    people = [one for one in shop.by_person(period.first, period.last) if one.amount]
    people.sort(key=lambda one: -one.amount)
    if len(people) > 1:
        yield replies.sold_by(
            [(one.member.name, _money(shop, one.amount)) for one in people[:FEW]]
        )


def _sales(shop: Shop, period: Period) -> Decimal:
    return shop.totals(period.first, period.last).get(EntryKind.SALE, Decimal())


def _item(shop: Shop, kind: EntryKind, item: str, period: Period) -> ItemTotal:
    wanted = item.casefold()
    for found in shop.by_item(kind, period.first, period.last, EVERY):
        if found.item.casefold() == wanted:
            return found
    return ItemTotal(item, Decimal(), None)


def _sold_by(shop: Shop, member: Member, period: Period) -> Decimal:
    people = shop.by_person(period.first, period.last)
    amounts = (one.amount for one in people if one.member.person_id == member.person_id)
    return sum(amounts, start=Decimal())


def _money(shop: Shop, amount: Decimal) -> Money:
    return Money(amount, _currency(shop))


def _currency(shop: Shop) -> str:
    organization = shop.organization
    if organization is None:
        raise LookupError("A report is about a shop, and there is none")
    return organization.currency
