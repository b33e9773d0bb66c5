"""What a rule is about: its kind, how much, when, for whom, of which goods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.nlu.errand import errand
from bot.nlu.message import Message
from bot.nlu.names import capital_name
from bot.nlu.rhythm import rhythm
from bot.nlu.rule_words import Saying
from bot.nlu.senses import NOTHING, Deed, Mood, Role
from bot.nlu.understanding import Act, Intent

LIMITED: Sequence[tuple[str, frozenset[Role], frozenset[Deed]]] = (
    ("sale", frozenset({Role.SALES}), frozenset({Deed.SELL})),
    (
        "drawing",
        frozenset({Role.DRAWINGS, Role.PRIVATE}),
        frozenset({Deed.WITHDRAW, Deed.TAKE}),
    ),
    (
        "debt",
        frozenset({Role.DEBT, Role.OWED, Role.CREDIT}),
        frozenset({Deed.LEND, Deed.BORROW, Deed.OWE, Deed.CLAIM}),
    ),
    ("purchase", frozenset({Role.PURCHASES}), frozenset({Deed.BUY, Deed.BRING, Deed.TAKE_IN})),
    (
        "expense",
        frozenset({Role.EXPENSES, Role.EXPENSE}),
        frozenset({Deed.SPEND, Deed.PAY}),
    ),
)
"""What a limit may be set for, with the words that name it; the first found counts."""
LIMITS = frozenset(kind for kind, *_ in LIMITED)
DEBTS = frozenset({Role.DEBT, Role.OWED})
OWING = frozenset({Deed.OWE, Deed.CLAIM, Deed.BORROW})
TELLING = frozenset({Deed.REMIND, Deed.SEND, Deed.SPEND})
"""Deeds of the clerk: "nitumie" is both send me and let me spend."""
BOOK = frozenset({Role.REPORT, Role.SALES, Role.EXPENSES, Role.PROFIT})
MORNING, NOON = time(8), time(13)
"""When "every morning" and "every noon" are, where no hour is said."""


def rule(message: Message) -> Act:
    """The rule a message sets, with the values that are said.

    Of a regular one `unit` is how often (day, week, month), `date` the next such day.
    """
    kind = _kind(message)
    act = _regular(message, Act(Intent.RULE, kind=kind))
    if kind == "stock":
        return _of_goods(message, act)
    if kind == "debt_reminder":
        return replace(act, party=capital_name(message))
    if kind == "customer":
        party = capital_name(message)
        return replace(act, party=party, item=errand(message, {party or ""}))
    if kind in LIMITS and message.figures:
        told = {figure.value for figure in message.figures}
        limit = message.figures[-1].value if len(told) == 1 else None
        return Act(Intent.RULE, kind=kind, amount=limit)
    own = kind is None and act.unit is not None and is_ours(message)
    return replace(act, kind="own", item=errand(message)) if own else act


def runs_out(message: Message) -> bool:
    """Whether something is to be told once goods run out."""
    wanted = (Deed.RUN_OUT, Mood.IF)
    return any((verb.deed, verb.mood) == wanted for verb in message.verbs)


def falls(message: Message) -> bool:
    """`sukari ikifika 5`, `when bread drops below 10`: goods that come down to a figure."""
    low = message.lexicons.rules.has(Saying.FALLS, message.words)
    if not low or len(message.figures) != 1 or message.figures[0].money:
        return False
    goods = _goods(message) or message.has(Role.STOCK) or message.has(Role.GOODS)
    return bool(goods) and _limited(message) is None


def is_low(message: Message) -> bool:
    """Whether it is about goods that run low."""
    return message.has(Role.LOW) or runs_out(message) or falls(message)


def is_day_before(message: Message) -> bool:
    """`wakumbushe wateja siku moja kabla`: customers told of an appointment before it."""
    spans = any(token.sense.span for token in message.tokens)
    visits = message.has(Role.CUSTOMER) or message.has(Role.APPOINTMENT)
    visits = visits or message.lexicons.rules.has(Saying.CLINIC, message.words)
    return spans and visits and message.has(Role.BEFORE) and not message.has(Role.LIMIT)


def is_ours(message: Message) -> bool:
    """Whether the speaker is the one to be reminded."""
    verbs = message.verbs
    return any(
        verb.deed is Deed.REMIND and "we" in {verb.subject, verb.object} for verb in verbs
    )


def deeds(message: Message) -> frozenset[Deed]:
    """What its verbs do."""
    return frozenset(verb.deed for verb in message.verbs)


def _kind(message: Message) -> str | None:
    written = _written(message)
    if written is not None:
        return written
    if is_low(message):
        return "stock"
    if is_day_before(message) and not is_ours(message):
        clinic = message.lexicons.rules.has(Saying.CLINIC, message.words)
        return "clinic" if clinic else "appointment"
    done, regular = deeds(message), rhythm(message) is not None
    if regular and _duns(message, done):
        return "debt_reminder"
    if regular and Deed.REMIND in done and not is_ours(message):
        return "customer" if capital_name(message) else None
    if _reports(message, done, regular=regular):
        return "summary"
    if regular and not message.figures:
        return None  # An errand of every day, not a limit.
    return _limited(message) or ("sale" if message.figures else None)


def _written(message: Message) -> str | None:
    """What is written to others when something happens."""
    said, words = message.lexicons.rules, message.words
    if said.has(Saying.FAILURE, words):
        return "failure"
    visitor = message.has(Role.CUSTOMER) or message.has(Role.APPOINTMENT)
    bid, told = said.has(Saying.BIDS, words), said.has(Saying.TELL, words)
    if visitor and not message.figures and (bid or told) and said.has(Saying.MISSED, words):
        return "missed"
    if not visitor or message.figures or not bid:
        return None
    return "receipt" if said.has(Saying.RECEIPT, words) or _thanks(message) else None


def _thanks(message: Message) -> bool:
    """`washukuru wateja wakilipa`."""
    return message.lexicons.rules.has(Saying.THANK, message.words)


def _limited(message: Message) -> str | None:
    done = deeds(message)
    limited = (
        kind for kind, roles, done_by in LIMITED if message.roles & roles or done & done_by
    )
    return next(limited, None)


def _reports(message: Message, done: frozenset[Deed], *, regular: bool) -> bool:
    told = regular and message.roles & BOOK and done <= TELLING
    return not message.figures and bool(
        message.has(Role.REPORT) or (told and not message.has(Role.RECORD))
    )


def _duns(message: Message, done: frozenset[Deed]) -> bool:
    """Tell whether others than the shop are to be reminded of what they owe."""
    unpaid = message.has(Role.UNPAID) and capital_name(message) is None
    owed = bool(unpaid or message.roles & DEBTS or done & OWING)
    return Deed.REMIND in done and owed and not message.figures and not is_ours(message)


def _regular(message: Message, act: Act) -> Act:
    """When it comes: the hour, or where only a part of the day is said, when that is."""
    how_often = rhythm(message)
    hour = message.hours[-1] if message.hours else None
    if how_often is not None:
        act = replace(act, unit=how_often.span, date=how_often.date)
    if hour is not None and not hour.unclear:
        return replace(act, when=hour.moments[0])
    if act.date is None and message.days and hour is None:
        act = replace(act, date=message.days[0].date)
    if hour is None and how_often is not None and act.kind == "summary":
        return replace(act, when=_part(message, act.date))
    return act


def _part(message: Message, day: date | None) -> datetime | None:
    parts = [token.sense.daypart for token in message.tokens if token.sense.daypart]
    if not parts or parts[0].usual_end > 17:
        return None
    now = message.utterance.now
    at = MORNING if parts[0].usual_end <= 12 else NOON
    moment = datetime.combine(day or now.date(), at, now.tzinfo)
    return moment if moment > now or day is not None else moment + timedelta(days=1)


def _of_goods(message: Message, act: Act) -> Act:
    """`tell me when sugar is below 5 kg`: of which goods, and how much of it."""
    units = [token.sense.unit for token in message.tokens if token.sense.unit]
    figure = message.figures[0].value if falls(message) else None
    unit = units[-1] if units and figure is not None else None
    return replace(act, item=_goods(message), quantity=figure, unit=unit, date=None)


def _goods(message: Message) -> str | None:
    """`tell me when sugar is low`: the words that mean nothing else."""
    said = message.lexicons.rules
    told = [said.find(name, message.words) for name in (Saying.TELL, Saying.FALLS)]
    taken = {word for found in told if found for word in message.words[slice(*found)]}
    words = (token for token in message.tokens if token.kind == "word")
    named = (t.text for t in words if t.sense is NOTHING and t.word not in taken)
    return " ".join(named) or None
