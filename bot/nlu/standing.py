"""Rules for the time to come: limits, routines, reminders, notices of low stock."""

from __future__ import annotations

from bot.nlu.message import Message
from bot.nlu.rhythm import rhythm
from bot.nlu.rule_acts import LIMITS, deeds, is_ours, rule
from bot.nlu.rule_words import Saying
from bot.nlu.senses import Deed, Mood, Role
from bot.nlu.understanding import Act, Intent, Understanding
from bot.nlu.verdict import acting, nothing

HAPPENING = frozenset({"failure", "receipt", "missed"})
BEFOREHAND = frozenset({"clinic", "appointment"})
TOLD_OWNER = frozenset({"summary", "stock", "failure"})
REGULAR = frozenset({"debt_reminder", "customer", "summary", "own"})
TOLD = frozenset({Mood.DONE, Mood.NOW})
TRADES = frozenset({Deed.SELL, Deed.BUY, Deed.SPEND, Deed.PAY, Deed.GET})
WORDS = frozenset({"word", "digits", "phone"})


def standing(message: Message) -> Understanding | None:
    """What a shorter saying inside it would hide: a notice of low stock, a routine."""
    ordered, regular = _is_told(message) or _bids(message), rhythm(message) is not None
    if not ordered and not _untold(message) and not (regular and message.has(Role.REPORT)):
        return None
    if not sets(message):
        return nothing(message, Act(Intent.UNKNOWN)) if _reminded(message) else None
    act = rule(message)
    if _untold(message):
        return _no_longer(message, act)
    if act.kind in HAPPENING or (act.kind in BEFOREHAND and _bids(message)):
        return acting(message, act)
    told = act.kind == "stock" and _is_told(message)
    timed = regular and not message.figures and act.kind in REGULAR
    return acting(message, act) if told or timed else None


def sets(message: Message) -> bool:
    """Whether a message may set a rule: it tells of nothing past, asks nothing, quotes nobody.

    "Can you ask me when a sale is above 8,000?" only sounds like a question.
    """
    if _is_quoted(message) or _is_past(message):
        return False
    said, words = message.lexicons.rules, message.words
    if not _wonders(message) or said.has(Saying.PLEASE, words):
        return True
    if _untold(message) and "?" not in message.utterance.text:
        return True  # "stop reminding customers who owe"
    bid, missed = said.find(Saying.BIDS, words), said.find(Saying.MISSED, words)
    # "message customers who miss their appointment"
    return bid is not None and missed is not None and bid[0] == 0


def limit(message: Message) -> Understanding | None:
    """`ask me when a sale is above 5,000`: a limit set for the future is a rule, no record."""
    if not message.has(Role.LIMIT) or not message.figures or message.has(Role.REPORT):
        return None
    if _wonders(message) or _is_quoted(
        message
    ):  # "What if sales go above 10,000?" sets nothing.
        return nothing(message, Act(Intent.UNKNOWN)) if message.has(Role.IF) else None
    if not sets(message):
        return None
    if not _is_told(message):  # "sales are over 5,000" tells how they stand.
        return nothing(message, Act(Intent.UNKNOWN)) if message.has(Role.IF) else None
    return acting(message, rule(message))


def routine(message: Message) -> Understanding | None:
    """`kila Ijumaa nitumie ripoti`: a report for every such day is a rule."""
    regular = rhythm(message) is not None and not message.figures
    if not message.has(Role.REPORT) or not regular or not sets(message):
        return None
    return acting(message, rule(message))


def is_habit(message: Message) -> bool:
    """Tell whether what happens every day is told: a deed now, and nothing that is wished."""
    verbs = message.verbs
    trades = any(verb.deed in TRADES and verb.mood is Mood.NOW for verb in verbs)
    wished = any(verb.mood in {Mood.WISH, Mood.ORDER} for verb in verbs)
    limited = message.has(Role.LIMIT) or message.has(Role.REPORT)
    return trades and not (wished or limited or _told(message))


def _no_longer(message: Message, act: Act) -> Understanding | None:
    """`usiniulize mauzo yakizidi 10,000`: the rule of this kind is to be paused."""
    kind = act.kind
    if _bids(message) and (kind in {None, "debt"} or message.has(Role.CUSTOMER)):
        kind = kind if kind in BEFOREHAND | HAPPENING else "debt_reminder"
    elif kind not in TOLD_OWNER and not _is_limit(message, kind):
        return None  # "usinitumie reminder za deni" opts out of being reminded.
    return acting(message, Act(Intent.RULES, kind="pause", item=kind, amount=act.amount))


def _is_limit(message: Message, kind: str | None) -> bool:
    """`usiniulize kuhusu mauzo`; of debts only where an amount is spoken of.

    In "acha kunitumia ujumbe" the verb says "send" and looks like "spend".
    """
    spoken = message.has(Role.LIMIT) or (kind == "expense" and message.has(Role.EXPENSES))
    return kind in LIMITS and (kind not in {"debt", "expense"} or spoken)


def _untold(message: Message) -> bool:
    return message.lexicons.rules.has(Saying.UNTELL, message.words)


def _is_told(message: Message) -> bool:
    said = message.lexicons.rules.has(Saying.TELL, message.words)
    return said or Deed.REMIND in deeds(message)


def _bids(message: Message) -> bool:
    """Whether the clerk is to write to others: an order, or what should happen to them."""
    said = message.lexicons.rules.has(Saying.BIDS, message.words)
    return said or (Deed.REMIND in deeds(message) and not is_ours(message))


def _is_past(message: Message) -> bool:
    """`nimewakumbusha wateja`: what was done is no wish, unless a wish to be told of it."""
    done = _first_done(message)
    if done is None or message.lexicons.rules.has(Saying.MISSED, message.words):
        return False
    told = _told(message)
    return told is None or done < told[0]


def _first_done(message: Message) -> int | None:
    """Before which word something is told as done."""
    words = 0
    for token in message.tokens:
        verb = token.sense.verb
        reminds = verb is not None and verb.deed is Deed.REMIND and verb.mood is Mood.NOW
        if verb is not None and (verb.mood is Mood.DONE or reminds):
            return words
        words += len(token.word.split(" ")) if token.kind in WORDS else 0
    return None


def _reminded(message: Message) -> bool:
    """`nimewakumbusha wateja`: a reminder that was given is neither a wish nor a record."""
    verbs = message.verbs
    told = any(verb.deed is Deed.REMIND and verb.mood in TOLD for verb in verbs)
    return told and _is_past(message)


def _told(message: Message) -> tuple[int, int] | None:
    """Where the clerk is told what to do."""
    said, words = message.lexicons.rules, message.words
    found = [said.find(each, words) for each in (Saying.TELL, Saying.UNTELL, Saying.BIDS)]
    return min((each for each in found if each), default=None)


def _is_quoted(message: Message) -> bool:
    """`Juma said ask me …`: another's words set nothing."""
    quoted = message.lexicons.rules.find(Saying.SAID, message.words)
    told = _told(message)
    return quoted is not None and (told is None or quoted[0] < told[0])


def _wonders(message: Message) -> bool:
    """Tell whether a limit is asked about; "when a sale is above 8,000" asks nothing."""
    return any(
        token.word == "?" or (token.has(Role.QUESTION) and not token.has(Role.WHENEVER))
        for token in message.tokens
    )
