"""Fill the properties of a schema from what the reader finds in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from babel import Locale, UnknownLocaleError

from bot import phones
from bot.nlu.document import plain
from bot.nlu.understanding import Outcome, Understanding
from engine.ai import schemas
from engine.ai.base import AIError, AIRequest
from engine.ai.classification import classify
from engine.ai.fields import kind
from engine.ai.finding import Finding
from engine.ai.inputs import number, text_of
from engine.ai.reading import Read, read

DEFAULT: Mapping[str, Any] = {
    name: {} for name in ("amount", "date", "time", "phone", "name", "item", "quantity")
}
"""What is looked for without a schema."""

MOST_PROPERTIES, MOST_PHONES = 40, 20
SAID, GUESSED, MISSING = Decimal("0.9"), Decimal("0.5"), Decimal("0.4")
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}")
_NAME = re.compile(r"(?<=[^\W\d_,] )[A-Z][a-z]+(?: [A-Z][a-z]+)*")

Found = tuple[Sequence[object], Decimal]
"""Every value of one kind, the likeliest first, and how sure we are of that one."""


def extract(reader: Read, request: AIRequest) -> Finding:
    """One value, or a list of all, for each property. Raises `AIError`.

    What the text does not say is null where the schema permits it, else left out; where it
    is required there is no answer.
    """
    text = text_of(request.input)[:4_096]
    numbers, rest = _phones(text, request.country)
    understood = read(reader, request, rest)
    properties = (request.schema or {}).get("properties") or DEFAULT
    if len(properties) > MOST_PROPERTIES:
        raise AIError("bad_schema", f"at most {MOST_PROPERTIES} properties")
    output: dict[str, Any] = {}
    weights: list[Decimal] = []
    for name, part in properties.items():
        values, sure = _values(name, part, understood, numbers, rest)
        fitting = _fitting(values, part)
        if fitting:
            weights.append(sure)
        if fitting or schemas.fits(None, part):
            output[name] = fitting[0] if fitting else None
    missing = set((request.schema or {}).get("required", ())) - set(output)
    if missing or not output:
        raise AIError("no_answer", f"the text does not say: {', '.join(sorted(missing))[:200]}")
    return Finding(output, min(weights, default=MISSING))  # As sure as of its weakest value.


def _values(
    name: str,
    part: Mapping[str, Any],
    heard: Understanding,
    numbers: Sequence[str],
    text: str,
) -> Found:
    if "enum" in part:
        return _chosen(text, name, part)
    match kind(name, part):
        case None:
            return (), MISSING
        case "phone":
            return [*_said(heard, "phone"), *numbers], SAID
        case "language":
            return [heard.language], SAID
        case wanted:
            return _found(wanted, heard, text)


def _found(wanted: str, heard: Understanding, text: str) -> Found:
    match wanted:
        case "email":
            return _EMAIL.findall(text), SAID
        case "name":
            said = _said(heard, "party")
            return (said, _sure(heard)) if said else (_capitals(text, heard), GUESSED)
        case "amount" | "quantity":
            return _figure(wanted, heard)
        case "time":
            return _said(heard, "when") or heard.times, SAID
        case "date":
            return _said(heard, "date") or heard.dates or _days(heard), SAID
        case _:
            return _said(heard, wanted), _sure(heard)


def _sure(heard: Understanding) -> Decimal:
    """What Karani would ask about first is only a guess."""
    return SAID if heard.outcome is Outcome.ACT else GUESSED


def _days(heard: Understanding) -> Sequence[date]:
    return [moment.date() for moment in heard.times]


def _said(heard: Understanding, name: str) -> Sequence[object]:
    values = (getattr(act, name) for act in heard.acts)
    return [value for value in values if value is not None]


def _figure(wanted: str, heard: Understanding) -> Found:
    """From what was understood; else of the bare figures the largest is the amount."""
    said = _said(heard, wanted)
    if said:
        return said, _sure(heard)
    figures = sorted(set(heard.amounts), reverse=wanted == "amount")
    if wanted == "quantity":
        figures = figures[: len(figures) - 1]  # A single figure is rather an amount.
    return figures, GUESSED


def _chosen(text: str, name: str, part: Mapping[str, Any]) -> Found:
    """The label of an enum that the text speaks of."""
    try:
        found = classify(text, {"properties": {name: part}}, {})
    except AIError:
        return (), MISSING
    return [found.output["label"]], found.confidence


def _fitting(values: Sequence[object], part: Mapping[str, Any]) -> Sequence[Any]:
    """The values as the property wants them, without those that do not fit it."""
    readings = [list(_forms(value)) for value in values]
    if "array" in _types(part):
        forms = range(max(map(len, readings), default=0))
        lists = [[each[min(at, len(each) - 1)] for each in readings] for at in forms]
        return [each for each in lists if schemas.fits(each, part)]
    fitting = ([form for form in forms if schemas.fits(form, part)] for forms in readings)
    return [forms[0] for forms in fitting if forms]


def _forms(value: object) -> Iterator[Any]:
    """What a value may be in JSON: amounts are text first, because text is exact."""
    yield plain(value)
    if isinstance(value, Decimal):
        exact = number(value)
        if exact is not None:
            yield exact
    elif isinstance(value, datetime):
        yield value.date().isoformat()
        yield value.strftime("%H:%M")
    elif isinstance(value, date):
        yield value.strftime("%d/%m/%Y")


def _types(part: Mapping[str, Any]) -> Sequence[str]:
    named = part.get("type", ())
    return [named] if isinstance(named, str) else list(named)


def _phones(text: str, country: str) -> tuple[Sequence[str], str]:
    """Every phone number, and the text with blanks in their place: they are no amounts."""
    numbers: list[str] = []
    rest = text
    for _ in range(MOST_PHONES):
        phone = phones.found(rest, country)
        if phone is None:
            break
        numbers.append(phone.number)
        rest = _without(rest, phone.end)
    return numbers, rest


def _without(text: str, end: int) -> str:
    """Blank the figures that end at `end`."""
    start = end
    while start > 0 and (text[start - 1] in "+()-. " or text[start - 1].isdigit()):
        start -= 1
    return text[:start] + " " * (end - start) + text[end:]


def _capitals(text: str, heard: Understanding) -> Sequence[str]:
    """Words with a capital inside a sentence that name no day and no month."""
    return [name for name in _NAME.findall(text) if name not in _calendar(heard.language)]


def _calendar(language: str) -> frozenset[str]:
    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return frozenset()
    days, months = locale.days["format"]["wide"], locale.months["format"]["wide"]
    return frozenset((*days.values(), *months.values()))
