"""What columns of people's tables are called, and what the words in them mean: pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from store import names, postings

KINDS: Mapping[str, str] = {
    **{kind: event for event, kind in postings.KINDS.items()},
    "stock_count": "STOCK_COUNTED",
}
"""The event that a row of each kind becomes."""

ANY = "any"

_REMARK = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_EDGES = " \t.:*#"


class TableError(ValueError):
    """A file cannot be read as a book; the text says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Words:
    """Every language's words for tables, each by its key."""

    columns: Mapping[str, str]
    kinds: Mapping[str, str]
    payments: Mapping[str, str]
    months: Mapping[str, int]
    totals: frozenset[str]
    money: Mapping[str, frozenset[str]]

    @classmethod
    def from_documents(cls, documents: Iterable[Mapping[str, Any]]) -> Words:
        """Join what each language has; the shape of a document is that of `table.toml`."""
        known = list(documents)
        marks = [document["marks"] for document in known]
        money: dict[str, frozenset[str]] = {}
        for mark in marks:
            for currency, said in mark["money"].items():
                money[currency] = money.get(currency, frozenset()) | set(said)
        return cls(
            columns=_meanings(known, "columns"),
            kinds=_meanings(known, "kinds"),
            payments=_meanings(known, "payments"),
            months={key(m): n for one in known for m, n in one["months"].items()},
            totals=frozenset(key(word) for mark in marks for word in mark["totals"]),
            money=money,
        )

    def money_marks(self, currency: str) -> Sequence[str]:
        """What may stand around an amount of a currency, the longest first."""
        said = {
            currency.casefold(),
            *self.money.get(ANY, ()),
            *self.money.get(currency, ()),
        }
        return sorted(said, key=lambda mark: (-len(mark), mark))

    def column(self, header: object) -> str | None:
        """The field that a header names; a remark in brackets says nothing of it."""
        told = str(header)
        return self.columns.get(key(told)) or self.columns.get(key(_REMARK.sub(" ", told)))


def key(word: object) -> str:
    """What a word in a table is known by."""
    return names.key(str(word).replace("_", " ").strip(_EDGES))


def _meanings(documents: Sequence[Mapping[str, Any]], part: str) -> Mapping[str, str]:
    return {
        key(word): meaning
        for document in documents
        for meaning, said in document[part].items()
        for word in said
    }
