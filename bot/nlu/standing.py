"""Rules for the time to come: limits, routines, reminders, notices of low stock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.nlu.message import Message
from bot.nlu.moods import asks
from bot.nlu.names import capital_name
from bot.nlu.senses import NOTHING, Deed, Mood, Role
from bot.nlu.understanding import Act, Intent, Understanding
from bot.nlu.verdict import acting, nothing
from bot.nlu.words import Token

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
    ("purchase", frozenset({Role.PURCHASES}), frozenset({Deed.BUY, Deed.BRING})),
    (
        "expense",
        frozenset({Role.EXPENSES, Role.EXPENSE}),
        frozenset({Deed.SPEND, Deed.PAY}),
    ),
)
"""What a limit may be set for, with the words that name it; the first found counts."""
DEBTS = frozenset({Role.DEBT, Role.OWED, Role.UNPAID})
OWING = frozenset({Deed.OWE, Deed.CLAIM, Deed.BORROW})
AHEAD = frozenset({Role.IF, Role.WHENEVER, Role.MAYBE_QUESTION, Role.QUESTION, Role.WISH}) | {
    Role.NOT,
    Role.EVERY,
    Role.EACH,
    Role.BEFORE,
}
"""What tells that a limit is meant for the time to come."""
TELLING = frozenset({Deed.REMIND, Deed.SEND, Deed.SPEND})
"""Deeds of the clerk: "nitumie" is both send me and let me spend."""
BOOK = frozenset({Role.REPORT, Role.SALES, Role.EXPENSES, Role.PROFIT})


def rule(message: Message) -> Act:
    """The rule a message sets: what it is about, the sum or the next time where said."""
    hour = message.hours[-1] if message.hours else None
    kind = _kind(message)
    act = Act(
        Intent.RULE,
        kind=kind,
        item=_goods(message) if kind == "stock" else None,
        when=hour.moments[0] if hour and not hour.unclear else None,
        date=message.days[0].date if message.days and hour is None else None,
    )
    if kind not in {each for each, *_ in LIMITED} or not message.figures:
        return act
    return Act(Intent.RULE, kind=kind, amount=message.figures[-1].value)


def own_errand(message: Message) -> bool:
    """Tell whether it is the shop's own errand that comes again: a reminder, no rule."""
    return _is_ours(message) and bool(message.hours) and _kind(message) is None


def _goods(message: Message) -> str | None:
    """`tell me when sugar is low`: the words that mean nothing else."""
    words = (token for token in message.tokens if token.kind == "word")
    return " ".join(token.text for token in words if token.sense is NOTHING) or None


def standing(message: Message) -> Understanding | None:
    """What a shorter saying inside it would hide: a notice of low stock, a routine."""
    if asks(message):
        return None
    deeds = _deeds(message)
    if Deed.REMIND in deeds and not _is_ours(message) and _is_day_before(message):
        return acting(message, rule(message))
    if message.figures:
        return None
    shown = message.has(Role.MAYBE_QUESTION) or Deed.REMIND in deeds
    low = shown and _is_low(message) and (message.has(Role.IF) or _runs_out(message))
    dunned = _kind(message) == "debt_reminder"
    timed = bool(message.hours) and message.has(Role.REPORT) and _is_regular(message.tokens)
    if not (low or dunned or timed):
        return None
    act = rule(message)
    party = capital_name(message) if dunned else None
    return acting(message, replace(act, party=party))


def limit(message: Message) -> Understanding | None:
    """`ask me when a sale is above 5,000`: a limit set for the future is a rule, no record."""
    done = any(
        token.sense.verb is not None and token.sense.verb.mood is Mood.DONE
        for token in message.tokens
    )
    if not message.has(Role.LIMIT) or not message.figures or done or message.has(Role.REPORT):
        return None
    if not message.roles & AHEAD and Deed.REMIND not in _deeds(message):
        return None  # "sales are over 5,000" tells how they stand.
    if _wonders(message):  # "What if sales go above 10,000?" sets nothing.
        return nothing(message, Act(Intent.UNKNOWN)) if message.has(Role.IF) else None
    return acting(message, rule(message))


def _wonders(message: Message) -> bool:
    """Tell whether a limit is asked about; "when a sale is above 8,000" asks nothing."""
    return any(
        token.word == "?" or (token.has(Role.QUESTION) and not token.has(Role.WHENEVER))
        for token in message.tokens
    )


def routine(message: Message) -> Understanding | None:
    """`kila Ijumaa nitumie ripoti`: a report for every such day is a rule."""
    if not message.has(Role.REPORT) or message.figures or not _is_regular(message.tokens):
        return None
    return acting(message, rule(message))


def _kind(message: Message) -> str | None:
    deeds = _deeds(message)
    if _is_low(message):
        return "stock"
    if _is_day_before(message):
        return "appointment"
    regular = _is_regular(message.tokens)
    if regular and not message.figures and _duns(message, deeds):
        return "debt_reminder"
    told = (
        regular and message.roles & BOOK and deeds <= TELLING and not message.has(Role.RECORD)
    )
    if not message.figures and (message.has(Role.REPORT) or told):
        return "summary"
    if regular and not message.figures:
        return None  # An errand of every day, not a limit.
    limited = (kind for kind, roles, done in LIMITED if message.roles & roles or deeds & done)
    return next(limited, "sale" if message.figures else None)


def _duns(message: Message, deeds: frozenset[Deed]) -> bool:
    """Tell whether others than the shop are to be reminded of what they owe."""
    owed = bool(message.roles & DEBTS or deeds & OWING)
    return Deed.REMIND in deeds and owed and not _is_ours(message)


def _is_ours(message: Message) -> bool:
    verbs = [token.sense.verb for token in message.tokens if token.sense.verb]
    return any(
        verb.deed is Deed.REMIND and "we" in {verb.subject, verb.object} for verb in verbs
    )


def _is_day_before(message: Message) -> bool:
    """`wakumbushe wateja siku moja kabla`: customers told of an appointment before it."""
    spans = any(token.sense.span for token in message.tokens)
    visits = message.has(Role.CUSTOMER) or message.has(Role.APPOINTMENT)
    return spans and visits and message.has(Role.BEFORE) and not message.has(Role.LIMIT)


def _is_low(message: Message) -> bool:
    return message.has(Role.LOW) or _runs_out(message)


def _runs_out(message: Message) -> bool:
    verbs = (token.sense.verb for token in message.tokens)
    return any(verb and (verb.deed, verb.mood) == (Deed.RUN_OUT, Mood.IF) for verb in verbs)


def _deeds(message: Message) -> frozenset[Deed]:
    return frozenset(token.sense.verb.deed for token in message.tokens if token.sense.verb)


def _is_regular(tokens: Sequence[Token]) -> bool:
    """Tell whether some day, or part of one, is said to come again and again."""
    every = (
        place
        for place, token in enumerate(tokens[:-1])
        if token.has(Role.EVERY) or token.has(Role.EACH)
    )
    next_ones = (tokens[place + 1].sense for place in every)
    return any(token.has(Role.EVERY) and " " in token.word for token in tokens) or any(
        sense.weekday is not None or sense.daypart or sense.span for sense in next_ones
    )
