"""Sort the figures of a clause by the marks they wear: each, at, for, kilo."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from bot.nlu.amounts import Figure
from bot.nlu.senses import Role
from bot.nlu.words import Token


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
    repaid: bool = False
    used: set[int] = field(default_factory=set)
    taken: Collection[int] = ()
    """Places that belong to a day or an hour."""

    def token(self, place: int) -> Token | None:
        """The token at `place`, if it lies inside the clause."""
        inside = self.start <= place < self.end and place not in self.taken
        return self.tokens[place] if inside else None

    def role(self, place: int, role: Role) -> bool:
        """Tell whether the word at `place` may play `role` here."""
        token = self.token(place)
        return token is not None and token.has(role)


def sort(sorting: Sorting, figure: Figure) -> None:
    """Put one figure where its marks say it belongs; without any it stays bare."""
    if sorting.repaid and sorting.role(figure.start - 1, Role.REMAINDER):
        sorting.used.update(range(figure.start - 1, figure.end))
        return  # `amelipa 300 bado 200`: what is still owed is not what was paid.
    sorting.used.update(range(figure.start, figure.end))
    if _is_each(sorting, figure):
        sorting.each.append(figure)
    elif _is_count(sorting, figure) or figure.counted:
        sorting.counts.append(figure)
    elif _is_rate(sorting, figure):
        sorting.used.add(figure.start - 1)
        sorting.rates.append(figure)
    elif _is_total(sorting, figure):
        sorting.totals.append(figure)
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
        or (is_unit and _counts_unit(sorting, behind))
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
    """A figure beside a unit counts it; between two the unit goes to a smaller left one."""
    if figure.money:
        return False
    after, before = sorting.token(figure.end), sorting.token(figure.start - 1)
    if after is not None and after.sense.unit and _unit_is_mine(sorting, figure, after):
        sorting.used.add(figure.end)
        sorting.unit = sorting.unit or after.sense.unit
        return True
    free = not sorting.counts and figure.start - 1 not in sorting.used
    if before is not None and before.sense.unit and free:  # Of "1 dozen cups 480" it is sold.
        sorting.used.add(figure.start - 1)
        sorting.unit = sorting.unit or before.sense.unit
        return True
    return False


def _unit_is_mine(sorting: Sorting, figure: Figure, unit: Token) -> bool:
    rival = next((each for each in sorting.figures if each.start == figure.end + 1), None)
    if rival is None or sorting.tokens[figure.end - 1].end == unit.start:
        return True
    return (not rival.money and figure.value <= rival.value) or rival.money


def _is_rate(sorting: Sorting, figure: Figure) -> bool:
    """`3 bread at 50 bob`: a currency does not tell whether each costs it or all do."""
    whole = sorting.role(figure.end, Role.WHOLE_BEHIND)
    return not whole and sorting.role(figure.start - 1, Role.RATE)


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


def lone_unit(sorting: Sorting) -> None:
    """`gunia la mkaa`: a unit nobody counted is one of it."""
    for place in range(sorting.start, sorting.end):
        token = sorting.token(place)
        unit = token.sense.unit if token else None
        if unit and place not in sorting.used and sorting.unit is None:
            sorting.used.add(place)
            sorting.unit = unit
            sorting.lone = True
