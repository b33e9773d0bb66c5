"""Read numbers that say the count first: two thousand five hundred."""

from __future__ import annotations

from decimal import Decimal

from bot.nlu.speech import HUNDRED, THOUSAND, Speech


def count_first(speech: Speech) -> Decimal | None:
    """Read a number whose count stands in front of its scale."""
    total, start = Decimal(0), speech.place
    above: Decimal | None = None
    while True:
        group = _group(speech, first=above is None)
        if group is None:
            break
        scale = speech.take("scale")
        if scale is None:
            total += group
            break
        if above is not None and scale.value >= above:
            speech.unclear = True
        above = scale.value
        total += group * above
        if above < THOUSAND or not _goes_on(speech):
            break
    return total if speech.place > start else None


def _goes_on(speech: Speech) -> bool:
    if speech.joint():
        speech.place += 1
        return True
    return speech.word() is not None


def _group(speech: Speech, *, first: bool) -> Decimal | None:
    """Up to 999, or "one and a half": what stands in front of a scale."""
    value = _below_hundred(speech, first=first)
    if value is None:
        return None
    hundred = speech.word()
    if hundred is not None and hundred.role == "scale" and hundred.value == HUNDRED:
        speech.place += 1
        value *= HUNDRED
        if speech.joint():
            speech.place += 1
        value += _below_hundred(speech, first=False) or 0
    return value


def _below_hundred(speech: Speech, *, first: bool) -> Decimal | None:
    half = speech.take("half")
    if half is not None:
        speech.take("article")
        return half.value
    head = speech.take("unit", "tens", "article") if first else speech.take("unit", "tens")
    if head is None:
        return None
    if head.role == "tens":
        unit = speech.take("unit", below=Decimal(10))
        value = head.value + (unit.value if unit else 0)
    else:
        value = head.value
        half = speech.take("half") if head.role == "article" else None
        if half is not None:
            return half.value
        if speech.word() is not None and speech.take("unit", "tens") is not None:
            speech.doubt_digits()
            speech.unclear = True  # "two fifty": 250, 2.50 or a code?
    return value + _and_a_half(speech)


def _and_a_half(speech: Speech) -> Decimal:
    if not speech.joint():
        return Decimal(0)
    article = speech.word(1)
    skip = 2 if article is not None and article.role == "article" else 1
    half = speech.word(skip)
    if half is None or half.role not in {"half", "quarter"}:
        return Decimal(0)
    speech.place += skip + 1
    return half.value
