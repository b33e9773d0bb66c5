"""Sum up: the sentences of a text that say most; of rows their count, total and largest."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bot.nlu.document import plain
from bot.replies import summaries as say
from bot.reply import Money, Reply, in_one_bubble
from engine.ai.base import AIError
from engine.ai.inputs import amount as read_amount

MOST_SENTENCES = 3
LONGEST_NAME = 60
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_WORD = re.compile(r"[^\W\d_]{3,}")
_FIGURE = re.compile(r"\d")
_AMOUNTS = ("amount", "total", "value", "price", "balance", "quantity", "count")
_NAMES = ("item", "name", "title", "customer", "supplier", "party", "description", "label")

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RowSummary:
    """Rows summed up, as a reply and as facts for the record."""

    reply: Reply
    facts: Mapping[str, Any]


def rows_of(value: Any) -> Sequence[Row] | None:
    """The rows of an input: a list of mappings, or what its mapping calls `records`.

    None where the input is a text. Raises `AIError` where it is neither.
    """
    if isinstance(value, Mapping):
        if isinstance(value.get("text"), str):
            return None
        value = value.get("records", value.get("rows"))
    elif isinstance(value, str):
        return None
    if not isinstance(value, list | tuple) or not all(isinstance(r, Mapping) for r in value):
        raise AIError("bad_input", "give a text, a list of records, or 'text' or 'records'")
    return value


def best_sentences(text: str, most: int = MOST_SENTENCES) -> str:
    """The sentences that share most words with the rest, in their order; nothing is added."""
    sentences = [part.strip() for part in _SENTENCE.split(text) if part.strip()]
    if len(sentences) <= most:
        return " ".join(sentences)
    words = [[word.casefold() for word in _WORD.findall(each)] for each in sentences]
    common = Counter(word for each in words for word in set(each))
    weights = [
        _weight(sentence, said, common) for sentence, said in zip(sentences, words, strict=True)
    ]
    ranked = sorted(range(len(sentences)), key=lambda place: (-weights[place], place))
    return " ".join(sentences[place] for place in sorted(ranked[:most]))


def sum_up(rows: Sequence[Row]) -> RowSummary:
    """Count, total by currency and largest row, exactly."""
    if not rows:
        return RowSummary(say.nothing(), {"count": 0})
    replies = [say.how_many(len(rows))]
    facts: dict[str, Any] = {"count": len(rows)}
    field = _amount_field(rows)
    if field is not None:
        groups = _by_currency(rows, field)
        facts["totals"] = {}
        for currency in sorted(groups):
            said, total = _group(groups[currency], currency, several=len(rows) > 1)
            replies += said
            facts["totals"][currency or field] = plain(total)
    return RowSummary(in_one_bubble(replies), facts)


def _weight(sentence: str, words: Sequence[str], common: Counter[str]) -> Decimal:
    """How much of what is said often it says, with a bonus for figures; long ones pay."""
    shared = sum(common[word] - 1 for word in set(words))
    figures = 2 if _FIGURE.search(sentence) else 0
    return Decimal(shared + figures) / Decimal(len(words) + 5)


def _amount_field(rows: Sequence[Row]) -> str | None:
    """The field that every row has an amount in; what is named like money goes first."""
    names = list(rows[0])
    names.sort(key=lambda n: _AMOUNTS.index(n) if n in _AMOUNTS else len(_AMOUNTS))
    full = (n for n in names if all(read_amount(row.get(n)) is not None for row in rows))
    return next(full, None)


def _by_currency(rows: Sequence[Row], field: str) -> Mapping[str, list[tuple[Decimal, Row]]]:
    groups: dict[str, list[tuple[Decimal, Row]]] = defaultdict(list)
    for row in rows:
        value, currency = read_amount(row.get(field)), row.get("currency")
        if value is not None:
            groups[currency[:3] if isinstance(currency, str) else ""].append((value, row))
    return groups


def _group(
    lines: Sequence[tuple[Decimal, Row]], currency: str, *, several: bool
) -> tuple[list[Reply], Decimal]:
    total = sum((value for value, _ in lines), Decimal(0))
    replies = [say.total(_money(total, currency))]
    if several:
        value, row = max(lines, key=lambda line: line[0])
        replies.append(say.largest(_money(value, currency), _name(row)))
    return replies, total


def _money(value: Decimal, currency: str) -> Money | Decimal:
    return Money(value, currency) if currency else value


def _name(row: Row) -> str | None:
    names = (row.get(name) for name in _NAMES)
    found = next((name for name in names if isinstance(name, str) and name.strip()), None)
    return found and found.strip()[:LONGEST_NAME]
