"""Weigh what a model read against the message itself: by rule, or it counts for nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from itertools import chain, combinations
from typing import Any, cast, get_args

from bot.nlu.known import misspelt, recognised
from bot.nlu.lexicon import fold
from bot.nlu.message import Message
from bot.nlu.moods import MARKERS, UNDONE, asks
from bot.nlu.prompt import HARMLESS, MONEY, PROPOSABLE
from bot.nlu.senses import Role, Verb
from bot.nlu.understanding import Act, Intent, Payment, Understanding
from bot.nlu.verbs import RECORDED, Facts, direction
from bot.nlu.verdict import acting, asking

MOST_ACTS = 12
LARGEST = Decimal(10) ** 12
ONE = Decimal(1)
SHORTEST_START = 3
PAYMENTS: tuple[Payment, ...] = get_args(Payment)
_PAID = {"mobile": Role.MOBILE, "credit": Role.CREDIT, "cash": Role.CASH}
_TOLD_BY = {
    "credit": (Role.CREDIT, Role.UNPAID),
    "debt": (Role.DEBT, Role.OWED),
    "expense": (Role.EXPENSE,),
    "saving": (Role.SAVING,),
    "private": (Role.PRIVATE,),
    "supplier": (Role.SUPPLIER,),
    "staff": (Role.STAFF,),
    "customer": (Role.CUSTOMER,),
}
"""What turns a verb, and the words without which it does not."""


def weigh(document: Mapping[str, Any], message: Message) -> Understanding | None:
    """The reading as far as the message bears it out; None where it does not.

    Every figure stands in the message, as often as it is used; every name and thing is one
    of its words; the verb opens the way the money went; what was not done is not there. Where
    there is no verb the way is asked for: a model never decides it.
    """
    acts = _acts(document)
    if not acts or not all(_is_said(act, message) for act in acts):
        return None
    if not _figures(acts) <= Counter(message.amounts()):
        return None
    read = _directed(acts, message)
    return recognised(read, message) if read else None


def _directed(acts: tuple[Act, ...], message: Message) -> Understanding | None:
    changing = [act for act in acts if act.intent not in HARMLESS]
    if changing and (_is_undone(message) or asks(message)):
        return None
    money = [act for act in acts if act.intent in MONEY]
    verbs = message.verbs
    moved = {intent for verb in verbs for intent in _opened(verb, message)}
    if not money or all(act.intent in moved for act in money):
        return acting(message, *acts, confidence=0.6)
    if moved or len(money) < len(acts):
        return None
    return asking(message, "direction", *(replace(a, intent=Intent.UNKNOWN) for a in money))


def _acts(document: Mapping[str, Any]) -> tuple[Act, ...]:
    """The acts of a document that all are well formed and may be proposed, else none."""
    told = document.get("acts")
    if not isinstance(told, list) or len(told) > MOST_ACTS:
        return ()
    found = [_act(one) for one in told if isinstance(one, Mapping)]
    acts = tuple(act for act in found if act is not None)
    return acts if len(acts) == len(told) else ()


def _act(told: Mapping[str, Any]) -> Act | None:
    try:
        intent = Intent(str(told.get("intent")))
        act = Act(
            intent,
            amount=_number(told.get("amount")),
            currency=_text(told.get("currency")),
            item=_text(told.get("item")),
            quantity=_number(told.get("quantity")),
            unit=_text(told.get("unit")),
            unit_price=_number(told.get("unit_price")),
            party=_text(told.get("party")),
            when=_moment(told.get("when")),
            date=_day(told.get("date")),
            payment=_payment(told.get("payment")),
        )
    except (ValueError, TypeError, InvalidOperation):
        return None
    return act if intent in PROPOSABLE else None


def _is_said(act: Act, message: Message) -> bool:
    """Whether every word and moment of an act stands in the message."""
    return (
        _are_words(act.item, message)
        and _are_words(act.party, message)
        and _is_unit(act.unit, message)
        and act.currency in {None, *(token.sense.currency for token in message.tokens)}
        and (act.when is None or act.when in message.times())
        and (act.date is None or act.date in message.dates() or _is_day_of(act))
        and (act.payment in {None, "cash"} or message.has(_PAID[act.payment]))
    )


def _is_day_of(act: Act) -> bool:
    return act.when is not None and act.when.date() == act.date


def _are_words(name: str | None, message: Message) -> bool:
    """`sukari nyeupe` of "sukari nyeupe", "suk nyeup" or "sukary": said, begun or misspelt."""
    if name is None:
        return True
    said = [fold(word) for word in message.words]
    named = fold(name).split()
    return bool(named) and all(any(_is_near(word, one) for one in said) for word in named)


def _is_near(word: str, said: str) -> bool:
    begun = len(said) >= SHORTEST_START and word.startswith(said)
    return word == said or begun or misspelt(said, word)


def _is_unit(unit: str | None, message: Message) -> bool:
    known = {token.sense.unit for token in message.tokens}
    return unit is None or unit in known or _are_words(unit, message)


def _figures(acts: Iterable[Act]) -> Counter[Decimal]:
    """Every figure that the acts use; one of a thing needs no figure."""
    used = [
        *(act.amount for act in acts),
        *(act.unit_price for act in acts),
        *(act.quantity for act in acts if act.quantity != ONE),
    ]
    return Counter(figure for figure in used if figure is not None)


def _opened(verb: Verb, message: Message) -> set[Intent]:
    """Every way that the money may have gone by this verb, by what may stand around it."""
    if verb.mood not in RECORDED:
        return set()
    unsaid = {fact for fact, roles in _TOLD_BY.items() if not any(map(message.has, roles))}
    free = [fact for fact in Facts.__dataclass_fields__ if fact not in unsaid]
    some = chain.from_iterable(combinations(free, size) for size in range(3))
    around = (Facts(**dict.fromkeys(facts, True)) for facts in some)
    found = (direction(verb, facts) for facts in around)
    return {one.intent for one in found if one is not None and one.question != "direction"}


def _is_undone(message: Message) -> bool:
    """Whether anything is denied, planned, wished for or supposed: nothing is made of it."""
    moods = {verb.mood for verb in message.verbs}
    return bool(moods & UNDONE) or any(message.has(role) for role in MARKERS)


def _number(value: Any) -> Decimal | None:
    if value is None:
        return None
    if not isinstance(value, str) or not value.isascii() or len(value) > 20:
        raise ValueError("no decimal text")
    number = Decimal(value)
    if not number.is_finite() or not 0 <= number < LARGEST:
        raise ValueError("no amount")
    return number


def _text(value: Any) -> str | None:
    if value is None or value == "":
        return None
    if not isinstance(value, str) or len(value) > 80 or not value.isprintable():
        raise ValueError("no name")
    return value


def _payment(value: Any) -> Payment | None:
    if value is None or value in PAYMENTS:
        return cast("Payment | None", value)
    raise ValueError("no way to pay")


def _moment(value: Any) -> datetime | None:
    moment = None if value is None else datetime.fromisoformat(str(value))
    if moment is not None and moment.tzinfo is None:
        raise ValueError("no offset")
    return moment


def _day(value: Any) -> date | None:
    return None if value is None else date.fromisoformat(str(value))
