"""Tell what whole weeks, months and years came to: no entry of today."""

from __future__ import annotations

from collections.abc import Sequence

from bot.nlu.clauses import Bounds
from bot.nlu.senses import Deed, Role, Verb
from bot.nlu.words import Token

LONG = frozenset({"week", "month", "year"})
LEADING = frozenset({Role.OF, Role.PRICE})
BYGONE = frozenset({Role.LAST, Role.AGO})
SUMMED = frozenset({Deed.SELL, Deed.TAKE_IN, Deed.SPEND, Deed.GET})
NEAR = 3


def long_ago(tokens: Sequence[Token], bounds: Bounds) -> bool:
    """`mwaka jana tuliuza 500,000`: a story; `kodi ya mwaka jana` is what was paid for."""
    return any(
        tokens[place].sense.span == "year" and _is_bygone(tokens, bounds, place)
        for place in _spans(tokens, bounds)
    )


def sums_up(tokens: Sequence[Token], bounds: Bounds, verb: Verb) -> bool:
    """Tell a sum of many entries: `mwezi huu nimeuza 40,000`."""
    return verb.deed in SUMMED and any(
        _has(tokens, bounds, place + 1, Role.THIS) or _has(tokens, bounds, place - 1, Role.THIS)
        for place in _spans(tokens, bounds)
    )


def heads(tokens: Sequence[Token], bounds: Bounds) -> bool:
    """`mauzo ya mwezi huu 40,000`: what a long time came to in all."""
    return any(
        tokens[place].sense.span in LONG
        and any(
            _has(tokens, bounds, near, role)
            for near in (place - 1, place + 1)
            for role in (Role.THIS, Role.LAST)
        )
        for place in range(*bounds)
    )


def _spans(tokens: Sequence[Token], bounds: Bounds) -> list[int]:
    """Where a long time is said that is not what something is for: `mshahara wa mwezi huu`."""
    return [
        place
        for place in range(*bounds)
        if tokens[place].sense.span in LONG and not _is_led(tokens, bounds, place)
    ]


def _is_led(tokens: Sequence[Token], bounds: Bounds, place: int) -> bool:
    before = [tokens[each] for each in range(max(bounds[0], place - 2), place)]
    return any(token.sense.roles & LEADING for token in before)


def _is_bygone(tokens: Sequence[Token], bounds: Bounds, place: int) -> bool:
    near = tokens[max(bounds[0], place - 1) : min(bounds[1], place + NEAR)]
    return any(token.sense.roles & BYGONE or (token.sense.day or 0) < 0 for token in near)


def _has(tokens: Sequence[Token], bounds: Bounds, place: int, role: Role) -> bool:
    return bounds[0] <= place < bounds[1] and tokens[place].has(role)
