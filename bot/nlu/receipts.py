"""What a photographed receipt says: typed lines, as far as they agree with their own words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from bot.nlu.understanding import Act, Intent, Outcome, Understanding

MOST_LINES = 30
LARGEST = Decimal(10) ** 12
_FIGURE = re.compile(r"\d[\d,]*(?:\.\d{1,2})?")
_PLAIN = re.compile(r"\d{1,12}(?:\.\d{1,2})?")
_NAME = re.compile(r"[^\W_][\w .,'’()/&%+-]{0,59}")

SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "is_receipt": {"type": "boolean"},
        "lines": {
            "type": "array",
            "maxItems": MOST_LINES,
            "items": {
                "type": "object",
                "properties": {
                    "written": {
                        "type": "string",
                        "description": "the whole line as it is printed, sign for sign",
                    },
                    "item": {"type": "string", "description": "the goods, as printed"},
                    "quantity": {"type": ["string", "null"]},
                    "amount": {
                        "type": "string",
                        "description": "what the whole line costs, digits only",
                    },
                },
                "required": ["written", "item", "quantity", "amount"],
                "additionalProperties": False,
            },
        },
        "total": {"type": ["string", "null"], "description": "the printed total, digits only"},
    },
    "required": ["is_receipt", "lines", "total"],
    "additionalProperties": False,
}


def weigh(document: Mapping[str, Any], caption: Understanding) -> Understanding | None:
    """The lines as acts; None where they disagree with themselves.

    Every amount stands in its own line as printed, and where there is a total they add up to
    it. Which way the money went a receipt does not say: a caption of one plain deed does
    ("nimenunua"), else it is asked. `caption` is what the rules read there.
    """
    lines = [_line(one) for one in _objects(document.get("lines"))]
    acts = tuple(act for act in lines if act is not None)
    if document.get("is_receipt") is not True or not acts or len(acts) != len(lines):
        return None
    total = document.get("total")
    if total is not None and _amount(total) != sum(act.amount or 0 for act in acts):
        return None
    intent = _deed(caption)
    read = Understanding(
        outcome=Outcome.ACT if intent else Outcome.ASK,
        language=caption.language,
        acts=tuple(replace(act, intent=intent or Intent.UNKNOWN) for act in acts),
        amounts=tuple(act.amount for act in acts if act.amount is not None),
        confidence=0.6,
    )
    return read if intent else replace(read, question="direction")


def _line(told: Mapping[str, Any]) -> Act | None:
    written, item = told.get("written"), told.get("item")
    amount, quantity = _amount(told.get("amount")), _amount(told.get("quantity"))
    if not isinstance(written, str) or not isinstance(item, str) or amount is None:
        return None
    if not _NAME.fullmatch(item) or item.casefold() not in written.casefold():
        return None
    figures = {Decimal(figure.replace(",", "")) for figure in _FIGURE.findall(written)}
    if amount not in figures:
        return None
    counted = quantity if quantity in figures and quantity != amount else None
    return Act(Intent.UNKNOWN, amount=amount, item=item.strip().lower(), quantity=counted)


def _deed(caption: Understanding) -> Intent | None:
    """The one deed that the caption says, and nothing else with it."""
    known = {Intent.RECORD_PURCHASE, Intent.RECORD_EXPENSE, Intent.RECORD_SALE}
    intents = {act.intent for act in caption.acts}
    is_plain = caption.question in {None, "amount"} and len(intents) == 1
    return next(iter(intents)) if is_plain and intents <= known else None


def _amount(value: Any) -> Decimal | None:
    digits = value.replace(",", "").strip() if isinstance(value, str) else ""
    if not (digits.isascii() and _PLAIN.fullmatch(digits)):
        return None
    amount = Decimal(digits)
    return amount if 0 < amount < LARGEST else None


def _objects(value: Any) -> Iterator[Mapping[str, Any]]:
    for one in value if isinstance(value, list) else ():
        yield one if isinstance(one, Mapping) else {}
