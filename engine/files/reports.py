"""A period's sales as a chart, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Self
from uuid import UUID

from babel.dates import format_date

from bot import i18n
from bot.languages import FALLBACK
from bot.replies import reports as replies
from bot.reply import Money, Reply
from bot.shop import EntryKind
from engine.files import charts
from engine.files.charts import Bar, Chart
from engine.runtime import Runtime
from store import days, organizations, totals
from store.database import Transaction

TOP = 4
MOST_DAYS = 62
"""Longer periods are drawn by month: the bars would be too thin."""
LONGEST = timedelta(days=366)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which chart: of whose sales, from when to when, in which language."""

    organization_id: UUID
    first: date
    last: date
    language: str

    @classmethod
    def of_media(cls, media: str, organization_id: UUID, language: str | None) -> Self:
        """What an outbound message names: "chart/2026-11-01/2026-11-30"."""
        _, first, last = media.split("/")
        return cls(
            organization_id,
            date.fromisoformat(first),
            date.fromisoformat(last),
            language or FALLBACK,
        )


def draw(rt: Runtime, wanted: Wanted) -> bytes | None:
    """The chart as a PNG of at most 40 kB; None where nothing was sold. Opens a transaction."""
    with rt.db.tenant(wanted.organization_id) as tx:
        chart = _chart(tx, rt.languages.translations, wanted)
    return charts.draw(chart) if chart else None


def _chart(tx: Transaction, translations: i18n.Translations, wanted: Wanted) -> Chart | None:
    first, last = max(wanted.first, wanted.last - LONGEST), wanted.last
    owner, sale = wanted.organization_id, EntryKind.SALE.value
    sold = days.amounts(tx, owner, sale, first, last)
    total = sum(sold.values(), start=Decimal())
    if total <= 0:
        return None
    items = totals.by_item(tx, owner, sale, (first, last), TOP)
    currency = organizations.get(tx, owner).currency

    def say(reply: Reply) -> str:
        return i18n.wording(reply, wanted.language, translations)

    def bar(label: str, amount: Decimal) -> Bar:
        return Bar(label, i18n.digits(Money(amount, currency)), amount)

    return Chart(
        title=say(replies.chart_title(first, last)),
        total=i18n.digits(Money(total, currency)),
        bars=[bar(label, amount) for label, amount in _columns(sold, first, last, wanted)],
        items_title=say(replies.chart_items()),
        items=[bar(item.item, item.amount) for item in items],
    )


def _columns(
    sold: Mapping[date, Decimal], first: date, last: date, wanted: Wanted
) -> Sequence[tuple[str, Decimal]]:
    """A column for each day, or for each month of a long period."""
    every = [first + DAY * number for number in range((last - first).days + 1)]
    if len(every) <= MOST_DAYS:
        return [(_day(day, first, wanted), sold.get(day, Decimal())) for day in every]
    months = sorted({day.replace(day=1) for day in every})
    return [
        (
            format_date(month, "MMM", locale=wanted.language),
            sum((sold[day] for day in sold if day.replace(day=1) == month), start=Decimal()),
        )
        for month in months
    ]


def _day(day: date, first: date, wanted: Wanted) -> str:
    """The day's number; where another month begins, also that month's name."""
    begins = day.day == 1 and day != first
    return format_date(day, "d MMM" if begins else "d", locale=wanted.language)
