"""Tell apart what the figures of one clause stand for: how many, each, altogether."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from bot.nlu.amounts import Figure
from bot.nlu.senses import Deed, Role
from bot.nlu.words import Token

LEAST = {"KE": Decimal(50), "TZ": Decimal(300), "UG": Decimal(300), "RW": Decimal(100)}
"""Below this a bare figure beside a thing sold is more likely a count than a price."""
COUNTS_BEFORE_GOODS = frozenset(
    {Deed.SELL, Deed.BUY, Deed.BRING, Deed.TAKE, Deed.BORROW, Deed.OWE}
    | {Deed.HAVE, Deed.COUNT, Deed.REMAIN}
)


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


@dataclass(slots=True)
class Sorting:
    """The figures of a clause while they are being sorted."""

    tokens: Sequence[Token]
    figures: Sequence[Figure]
    start: int
    end: int
    counts: list[Figure] = field(default_factory=list)
    each: list[Figure] = field(default_factory=list)
    totals: list[Figure] = field(default_factory=list)
    rates: list[Figure] = field(default_factory=list)
    bare: list[Figure] = field(default_factory=list)
    unit: str | None = None
    lone: bool = False
    used: set[int] = field(default_factory=set)

    def token(self, place: int) -> Token | None:
        """The token at `place`, if it lies inside the clause."""
        return self.tokens[place] if self.start <= place < self.end else None

    def role(self, place: int, role: Role) -> bool:
        """Tell whether the word at `place` may play `role` here."""
        token = self.token(place)
        return token is not None and token.has(role)


def terms(
    tokens: Sequence[Token],
    figures: Sequence[Figure],
    bounds: tuple[int, int],
    country: str,
    deed: Deed | None,
) -> Terms:
    """Read the figures between `bounds`; the verb's deed decides where a bare one leans."""
    sorting = Sorting(tokens, figures, *bounds)
    for figure in figures:
        _sort(sorting, figure)
    _lone_unit(sorting)
    _doubled(sorting)
    _settle_bare(sorting, country, deed)
    return _conclude(sorting)


def _sort(sorting: Sorting, figure: Figure) -> None:
    sorting.used.update(range(figure.start, figure.end))
    if _is_each(sorting, figure):
        sorting.each.append(figure)
    elif figure.counted or _is_count(sorting, figure):
        sorting.counts.append(figure)
    elif _is_total(sorting, figure):
        sorting.totals.append(figure)
    elif sorting.role(figure.start - 1, Role.RATE):
        sorting.used.add(figure.start - 1)
        sorting.rates.append(figure)
    else:
        sorting.bare.append(figure)


def _is_each(sorting: Sorting, figure: Figure) -> bool:
    """`@50`, `each 50`, `50 each`, `kila moja @50`, `50 per kg`, `300 kwa kilo`."""
    before = figure.start - 1
    found = False
    while sorting.role(before, Role.EACH) or (found and sorting.role(before, Role.PRICE)):
        sorting.used.add(before)
        found, before = True, before - 1
    if not found and (start := _each_unit_before(sorting, figure)) is not None:
        sorting.used.update(range(start, figure.start))
        return True
    return found or _each_behind(sorting, figure)


def _each_unit_before(sorting: Sorting, figure: Figure) -> int | None:
    """`kila gramu kwa 300`, `per kg 300`, `kwa kilo 300`: from where the words begin."""
    unit = figure.start - 1
    if sorting.role(unit, Role.PRICE) or sorting.role(unit, Role.RATE):
        unit -= 1
    token = sorting.token(unit)
    if token is None or token.sense.unit is None:
        return None
    return unit - 1 if sorting.role(unit - 1, Role.EACH) else None


def _each_behind(sorting: Sorting, figure: Figure) -> bool:
    behind = figure.end
    marked = False
    while sorting.role(behind, Role.EACH) or (
        not marked
        and sorting.role(behind, Role.PRICE)
        and not sorting.role(behind + 1, Role.TO)
    ):
        marked = marked or sorting.role(behind, Role.EACH)
        behind += 1
    token = sorting.token(behind)
    is_unit = token is not None and token.sense.unit is not None and behind > figure.end
    if (
        (not marked and not is_unit)
        or _counts_unit(sorting, behind)
        or _next_figure(sorting, behind)
    ):
        return False
    sorting.used.update(range(figure.end, behind + is_unit))
    if is_unit and token is not None and sorting.unit is None:
        sorting.unit = token.sense.unit
    return True


def _next_figure(sorting: Sorting, place: int) -> bool:
    """`saba kila moja @9,000`: "each" belongs to the figure it stands in front of."""
    return any(figure.start == place for figure in sorting.figures)


def _counts_unit(sorting: Sorting, unit: int) -> bool:
    """`300 kwa kilo 2`: the unit belongs to the figure behind it."""
    return any(figure.start == unit + 1 for figure in sorting.figures)


def _is_count(sorting: Sorting, figure: Figure) -> bool:
    """A figure beside a unit counts it; between two figures the unit goes to the smaller left one."""
    if figure.money:
        return False
    after, before = sorting.token(figure.end), sorting.token(figure.start - 1)
    if after is not None and after.sense.unit and _unit_is_mine(sorting, figure, after):
        sorting.used.add(figure.end)
        sorting.unit = sorting.unit or after.sense.unit
        return True
    if before is not None and before.sense.unit and figure.start - 1 not in sorting.used:
        sorting.used.add(figure.start - 1)
        sorting.unit = sorting.unit or before.sense.unit
        return True
    return False


def _unit_is_mine(sorting: Sorting, figure: Figure, unit: Token) -> bool:
    rival = next((each for each in sorting.figures if each.start == figure.end + 1), None)
    if rival is None or sorting.tokens[figure.end - 1].end == unit.start:
        return True
    return (not rival.money and figure.value <= rival.value) or rival.money


def _is_total(sorting: Sorting, figure: Figure) -> bool:
    before = figure.start - 1
    for role in (Role.PRICE, Role.WHOLE, Role.OF):
        if sorting.role(before, role):
            sorting.used.add(before)
            if sorting.role(before - 1, Role.PRICE):
                sorting.used.add(before - 1)
            return True
    if sorting.role(figure.end, Role.WHOLE_BEHIND):
        sorting.used.add(figure.end)
        return True
    return figure.money


def _lone_unit(sorting: Sorting) -> None:
    """`gunia la mkaa`: a unit nobody counted is one of it."""
    for place in range(sorting.start, sorting.end):
        unit = sorting.tokens[place].sense.unit
        if unit and place not in sorting.used and sorting.unit is None:
            sorting.used.add(place)
            sorting.unit = unit
            sorting.lone = True


def _doubled(sorting: Sorting) -> None:
    """`ashu ashu`: a sum said twice in a row is the price of each."""
    if len(sorting.totals) == 2 and sorting.totals[0].value == sorting.totals[1].value:
        first, second = sorting.totals
        if first.end == second.start and not first.digits:
            sorting.each, sorting.totals = [first], []


def _settle_bare(sorting: Sorting, country: str, deed: Deed | None) -> None:
    """Give each figure without a mark its place: the last is the total, the one before counts."""
    priced = bool(sorting.totals or sorting.each or sorting.rates)
    if not sorting.bare:
        return
    if len(sorting.bare) > 1 and _two_things(sorting, LEAST.get(country, Decimal(0))):
        sorting.totals += sorting.bare
        return
    if priced or len(sorting.bare) > 1:
        if not priced:
            sorting.totals.append(sorting.bare.pop())
        _count_or_doubt(sorting, deed)
        return
    only = sorting.bare[0]
    if not sorting.counts and _counts_goods(sorting, only, country, deed):
        sorting.counts.append(only)
    else:
        sorting.totals.append(only)


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


def _count_or_doubt(sorting: Sorting, deed: Deed | None) -> None:
    """`amelipa 300 bado 200`: where no goods change hands a second figure counts nothing."""
    if deed is None or deed in COUNTS_BEFORE_GOODS:
        sorting.counts += sorting.bare
    else:
        sorting.totals += sorting.bare


def _counts_goods(sorting: Sorting, figure: Figure, country: str, deed: Deed | None) -> bool:
    """A single figure: `sold 20 eggs` and `daftari 3` count, `sold soap 150` is the price."""
    if deed is not None and deed not in COUNTS_BEFORE_GOODS:
        return False
    behind = sorting.token(figure.end)
    if behind is not None and _names_goods(behind) and deed is not None:
        return True
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
    one = base.quantity is None or base.quantity == 1
    if sorting.rates and not one:
        return _with(base, question="unit_or_total")
    count = base.quantity if base.quantity is not None else Decimal(1)
    price = None if sorting.rates and base.quantity is None else value
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
