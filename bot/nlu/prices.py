"""Tell apart what the figures of one clause stand for: how many, each, altogether."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.nlu.amounts import MOST, Figure
from bot.nlu.marks import Sorting, lone_unit, sort
from bot.nlu.senses import Deed, Role
from bot.nlu.words import Token

LEAST = {"KE": Decimal(50), "TZ": Decimal(300), "UG": Decimal(300), "RW": Decimal(100)}
"""Below this a bare figure beside a thing sold is more likely a count than a price."""
COUNTS_BEFORE_GOODS = frozenset(
    {Deed.SELL, Deed.BUY, Deed.BRING, Deed.TAKE_IN, Deed.TAKE, Deed.BORROW, Deed.OWE}
    | {Deed.HAVE, Deed.COUNT, Deed.REMAIN}
)


REPAID = frozenset({Deed.PAY, Deed.REPAY, Deed.CLEAR})
HOLDING = frozenset({Deed.HAVE, Deed.COUNT, Deed.REMAIN})
OF_PEOPLE = frozenset({Deed.BORROW, Deed.TAKE, Deed.OWE})
"""Behind these a word with a capital is somebody, not something."""


@dataclass(frozen=True, slots=True)
class Terms:
    """Quantity and price of one clause; `question` names what two readings leave open."""

    quantity: Decimal | None = None
    unit: str | None = None
    unit_price: Decimal | None = None
    amount: Decimal | None = None
    currency: str | None = None
    question: str | None = None
    used: frozenset[int] = frozenset()


def terms(
    tokens: Sequence[Token],
    figures: Sequence[Figure],
    bounds: tuple[int, int],
    country: str,
    deed: Deed | None,
    taken: Collection[int] = (),
) -> Terms:
    """Read the figures between `bounds`; the verb's deed decides where a bare one leans.

    What is `taken` belongs to a day or an hour: in "3 days ago" the days count no goods.
    """
    sorting = Sorting(tokens, figures, *bounds, repaid=deed in REPAID, taken=taken)
    for figure in figures:
        sort(sorting, figure)
    lone_unit(sorting)
    _doubled(sorting)
    _settle_bare(sorting, country, deed)
    return _conclude(sorting)


def _doubled(sorting: Sorting) -> None:
    """`ashu ashu`: a sum said twice in a row is the price of each."""
    if len(sorting.totals) == 2 and sorting.totals[0].value == sorting.totals[1].value:
        first, second = sorting.totals
        if first.end == second.start and not first.digits:
            sorting.each, sorting.totals = [first], []


def _settle_bare(sorting: Sorting, country: str, deed: Deed | None) -> None:
    """Give each bare figure its place: the last is the total, the one before counts."""
    priced = bool(sorting.totals or sorting.each or sorting.rates)
    if not sorting.bare:
        return
    if len(sorting.bare) > 1 and _two_things(sorting, LEAST.get(country, Decimal(0))):
        sorting.totals += sorting.bare
        return
    if priced or len(sorting.bare) > 1:
        if not priced:
            sorting.totals.append(sorting.bare.pop())
        if _are_doubtful(sorting):
            sorting.totals += sorting.bare
            return
        _count_or_doubt(sorting, deed, LEAST.get(country, Decimal(0)))
        return
    only = sorting.bare[0]
    if not sorting.counts and _counts_goods(sorting, only, country, deed):
        sorting.counts.append(only)
    else:
        sorting.totals.append(only)


def _are_doubtful(sorting: Sorting) -> bool:
    """`phone 12000 5000` for the count of a price, `1 500` for one and a half thousand."""
    last, total = sorting.bare[-1], sorting.totals[-1] if sorting.totals else None
    if total is None:
        return False
    goods = _goods_between(sorting, sorting.start, sorting.end)
    apart = last.end == total.start and Decimal(100) <= total.value < Decimal(1000)
    return last.value > total.value or (apart and last.digits and total.digits and not goods)


def _two_things(sorting: Sorting, least: Decimal) -> bool:
    """`eggs 500 milk 300`: goods before the first sum and between the two are two things."""
    first, second = sorting.bare[0], sorting.bare[1]
    if first.value < least:
        return False  # `sukari 2 nyeupe 300` counts two.
    return _goods_between(sorting, sorting.start, first.start) and _goods_between(
        sorting, first.end, second.start
    )


def _goods_between(sorting: Sorting, start: int, end: int) -> bool:
    return any(
        _names_goods(sorting.tokens[place]) and place not in sorting.used
        for place in range(start, end)
    )


def _count_or_doubt(sorting: Sorting, deed: Deed | None, least: Decimal) -> None:
    """`amelipa 300 bado 200`: where no goods change hands a second figure counts nothing."""
    goods = _goods_between(sorting, sorting.start, sorting.end)
    small = all(figure.value < least for figure in sorting.bare)
    if (deed is None or deed in COUNTS_BEFORE_GOODS) and (goods or small):
        sorting.counts += sorting.bare
    else:
        sorting.totals += sorting.bare


def _counts_goods(sorting: Sorting, figure: Figure, country: str, deed: Deed | None) -> bool:
    """A single figure: `sold 20 eggs` and `daftari 3` count, `sold soap 150` is the price."""
    if deed is not None and deed not in COUNTS_BEFORE_GOODS:
        return False
    if deed in HOLDING:
        return True
    behind = sorting.token(figure.end)
    if behind is not None and deed is not None and _names_goods(behind):
        return not (deed in OF_PEOPLE and behind.text[:1].isupper())
    return figure.value < LEAST.get(country, Decimal(0))


def _names_goods(token: Token) -> bool:
    sense = token.sense
    return (
        token.kind == "word"
        and not sense.roles - {Role.EXPENSE, Role.TITLE, Role.STOCK, Role.GOODS}
        and sense.day is None
        and sense.weekday is None
        and sense.verb is None
        and sense.daypart is None
    )


def _conclude(sorting: Sorting) -> Terms:
    quantity = sorting.counts[0].value if len(sorting.counts) == 1 else None
    if not sorting.counts and sorting.lone:
        quantity = Decimal(1)
    money = [*sorting.each, *sorting.rates, *sorting.totals]
    base = Terms(
        quantity=quantity,
        unit=sorting.unit,
        currency=next((figure.currency for figure in money if figure.currency), None),
        used=frozenset(sorting.used),
    )
    return _priced(base, sorting)


def _priced(base: Terms, sorting: Sorting) -> Terms:
    money = [*sorting.each, *sorting.rates, *sorting.totals]
    if any(figure.unclear for figure in (*money, *sorting.counts)):
        return _with(base, question="amount_unclear")
    if len(money) > 1 or len(sorting.counts) > 1:
        return _several(base, sorting)
    if not money:
        return base
    value = money[0].value
    if value <= 0:
        return _with(base, question="amount")
    if sorting.totals:
        return _with(base, amount=value)
    if sorting.each and base.quantity is None:
        return _with(base, unit_price=value, question="quantity")
    return _multiplied(base, value, asked_at=bool(sorting.rates))


def _multiplied(base: Terms, value: Decimal, *, asked_at: bool) -> Terms:
    """`3 @50` is 150; `3 at 50` may be either, and `bread at 50` is one of it."""
    count = base.quantity if base.quantity is not None else Decimal(1)
    if asked_at and count != 1:
        return _with(base, question="unit_or_total")
    if count <= 0:
        return _with(base, question="amount")
    if count * value >= MOST:
        return _with(base, question="amount_unclear")
    price = None if asked_at and base.quantity is None else value
    return _with(base, unit_price=price, amount=count * value)


def _several(base: Terms, sorting: Sorting) -> Terms:
    """A unit price beside its total is welcome when they agree; anything else is asked."""
    if len(sorting.each) == 1 and len(sorting.totals) == 1 and not sorting.rates:
        price, total = sorting.each[0].value, sorting.totals[0].value
        if base.quantity is not None and price * base.quantity == total:
            return _with(base, unit_price=price, amount=total)
    return _with(base, question="amount_unclear")


def _with(base: Terms, **changes: Decimal | str | None) -> Terms:
    filled = {name: getattr(base, name) for name in Terms.__dataclass_fields__}
    return Terms(**{**filled, **changes})
