"""Exact amounts of money, as expressions and texts of workflows see them."""

from __future__ import annotations

import re

LARGEST_CENTS = 2**63 - 1
"""An integer of the expression language has 64 bits."""
_DECIMAL = re.compile(r"(-?)(\d{1,17})(?:\.(\d{1,9}))?", re.ASCII)


def hundredths(value: object) -> int:
    """A decimal string or a whole number as hundredths: "12000.5" is 1,200,050.

    ValueError says what is wrong without the value: such texts reach logs.
    """
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise ValueError(f"an amount is a decimal text or a whole number, not a {_kind(value)}")
    if isinstance(value, int) and abs(value) > LARGEST_CENTS:
        raise ValueError("the amount is too large")
    match = _DECIMAL.fullmatch(str(value))
    if match is None:
        raise ValueError("the amount is not a number such as '12000' or '12000.50'")
    sign, whole, part = match.groups()
    fraction = (part or "").rstrip("0")
    if len(fraction) > 2:
        raise ValueError("the amount has parts smaller than a cent")
    cents = int(whole) * 100 + int(fraction.ljust(2, "0"))
    if cents > LARGEST_CENTS:
        raise ValueError("the amount is too large")
    return -cents if sign else cents


def _kind(value: object) -> str:
    return "number with a point" if isinstance(value, float) else type(value).__name__
