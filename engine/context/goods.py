"""What a fact's lines name, in words: "cement 20 bags, nails"."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from bot import i18n
from bot.i18n import Translations
from bot.replies import entries
from bot.reply import Reply

FEW = 3
"""How many kinds of goods are named."""
ONE = Decimal(1)


def words(payload: Mapping[str, Any], language: str, translations: Translations) -> str:
    """The goods of an event's payload; empty where it names none. Raises nothing."""
    lines = payload.get("lines")
    known = lines if isinstance(lines, list) else []
    named = [one for one in known if isinstance(one, Mapping) and one.get("item")]
    said = [i18n.wording(_line(line), language, translations) for line in named[:FEW]]
    return ", ".join(said) + (" ..." if len(named) > FEW else "")


def _line(line: Mapping[str, Any]) -> Reply:
    quantity, unit = _number(line.get("quantity")), line.get("unit")
    shown = None if quantity == ONE and not unit else quantity
    return entries.counted(str(line["item"]), shown, str(unit) if unit else None)


def _number(value: object) -> Decimal | None:
    try:
        number = None if value is None else Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number is not None and number.is_finite() else None
