"""Show what a file would bring into a book, and what is wrong with it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

from rich.console import Console
from rich.markup import escape
from rich.table import Table as Shown

from engine.importing.drafts import STOCK_COUNT, Draft, Fault
from engine.importing.lines import Table
from store import names

MOST = 20
_OWED: Mapping[str, tuple[str, int]] = {
    "debt": ("owes us", 1),
    "debt_paid": ("owes us", -1),
    "payable": ("we owe", 1),
    "payable_paid": ("we owe", -1),
}
_ON_CREDIT = {"sale": "owes us", "purchase": "we owe", "expense": "we owe"}


def table(read: Table, rows: Sequence[Draft], currency: str, there: int) -> None:
    """What was read: months and kinds, debts, and what was left out."""
    print(f"Rows that can be booked: {len(rows):,}; of these in the book already: {there:,}.")
    if read.unread:
        print(f"Columns that are not read: {', '.join(read.unread)}.")
    if read.totals:
        print(f"Rows of totals, left out: {_few([str(one) for one in read.totals])}.")
    _months(rows, currency)
    _debts(rows, currency)


def faults(found: Sequence[Fault]) -> None:
    """What is wrong with which row."""
    rows = len({fault.number for fault in found})
    print(f"Rows that cannot be booked: {rows:,}.")
    for fault in found[:MOST]:
        print(f"  row {fault.number}, {fault.field}: {fault.what}")
    if len(found) > MOST:
        print(f"  and {len(found) - MOST:,} more")


def _months(rows: Sequence[Draft], currency: str) -> None:
    counts: Counter[tuple[str, str]] = Counter()
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in rows:
        place = (f"{row.day:%Y-%m}", row.kind)
        counts[place] += 1
        sums[place] += row.amount
    shown = Shown("month", "kind", "rows", currency, box=None, pad_edge=False)
    for column in shown.columns[2:]:
        column.justify = "right"
    for month, kind in sorted(counts):
        amount = "" if kind == STOCK_COUNT else f"{sums[month, kind]:,.2f}"
        shown.add_row(month, kind, f"{counts[month, kind]:,}", amount)
    if counts:
        Console(soft_wrap=True).print(shown)


def _debts(rows: Sequence[Draft], currency: str) -> None:
    """What each customer and supplier would owe by this file alone."""
    owed: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    called: dict[str, str] = {}
    for row in rows:
        name = str(row.payload.get("name"))
        way, sign = _OWED.get(row.kind, ("", 1))
        if row.payload.get("payment") == "credit":
            way = _ON_CREDIT.get(row.kind, "")
        if way:
            called.setdefault(names.key(name), name)
            owed[names.key(name), way] += sign * row.amount
    left = [(place, amount) for place, amount in owed.items() if amount]
    if not left:
        return
    left.sort(key=lambda one: (-one[1], one[0]))
    shown = Shown("who", "", currency, box=None, pad_edge=False)
    shown.columns[2].justify = "right"
    for (name, way), amount in left[:MOST]:
        shown.add_row(escape(called[name]), way, f"{amount:,.2f}")
    Console(soft_wrap=True).print(shown)
    if len(left) > MOST:
        print(f"and {len(left) - MOST:,} more who owe or are owed")


def _few(said: Sequence[str]) -> str:
    rest = len(said) - MOST
    return ", ".join(said[:MOST]) + (f" and {rest:,} more" if rest > 0 else "")
