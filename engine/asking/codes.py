"""Approval codes: short enough for an SMS, and not to be taken for goods."""

from __future__ import annotations

from collections.abc import Iterator, Set
from itertools import product

LETTERS = "ABCDEFGHJKLMNPQRSTUVWYZ"
"""Without I and O, which read as digits, and X, which reads as "times"."""

PAPER = frozenset({"A3", "A4", "A5"})
"""Sizes of paper that shops sell."""


def free(used: Set[str]) -> Iterator[str]:
    """Codes that are not in use, the shortest first."""
    for numbers in (range(1, 10), range(10, 100)):
        for number, letter in product(numbers, LETTERS):
            code = f"{letter}{number}"
            if code not in used and code not in PAPER:
                yield code
