"""Orders to rules that there are: `rule 2 off`, `futa sheria 2`, `sheria 1 iwe 20,000`."""

from __future__ import annotations

from collections.abc import Sequence

from bot.nlu.message import Message
from bot.nlu.rule_acts import rule
from bot.nlu.rule_words import RuleWords, Saying
from bot.nlu.senses import Mood, Role
from bot.nlu.standing import sets
from bot.nlu.understanding import Act, Intent, Understanding
from bot.nlu.verdict import acting

ORDERS = (
    (Saying.DROP, "remove"),
    (Saying.CHANGE, "change"),
    (Saying.OFF, "pause"),
    (Saying.ON, "resume"),
)
"""What may be done to a rule, by its words; the first found counts."""
ABOUT = (
    (Role.STOCK, "stock"),
    (Role.GOODS, "stock"),
    (Role.REPORT, "summary"),
    (Role.APPOINTMENT, "appointment"),
    (Role.DEBT, "debt_reminder"),
)
SWITCHING = frozenset(kind for _, kind in ORDERS)
ALL = {"remove": "remove_all", "pause": "pause_all", "resume": "resume_all"}
SHORT, LONGEST = 4, 14


def rule_order(message: Message) -> Understanding | None:
    """Switch, change or end a rule named by its number, by what it is about, or all of them."""
    said, words = message.lexicons.rules, message.words
    named = said.find(Saying.NAMED, words)
    if named is None or len(words) > LONGEST or not sets(message) or _tells(message):
        return None
    kind = _order(said, words, named)
    if kind in SWITCHING and message.has(Role.NOT):
        kind = "list"  # "don't delete rule 2"
    if kind is None:
        return None
    if said.has(Saying.ALL, words) and kind in ALL:
        return acting(message, Act(Intent.RULES, kind=ALL[kind]))
    if not _numbered(message):
        about = _about(message) if kind != "list" else None
        return acting(message, Act(Intent.RULES, kind=kind, item=about)) if about else None
    return acting(message, _of_number(message, kind))


def _about(message: Message) -> str | None:
    """`zima sheria ya stoki`: what the rule is about."""
    kinds = (kind for role, kind in ABOUT if message.has(role))
    return rule(message).kind or next(kinds, None)


def _of_number(message: Message, kind: str) -> Act:
    """The rule's number is its first figure; a second one, or an hour, is what is new."""
    number, *others = message.figures
    new = others[-1].value if others and kind == "change" else None
    hour = message.hours[-1] if message.hours else None
    when = hour.moments[0] if hour and not hour.unclear and kind == "change" else None
    return Act(Intent.RULES, kind=kind, quantity=number.value, amount=new, when=when)


def _order(said: RuleWords, words: Sequence[str], named: tuple[int, int]) -> str | None:
    """What is to be done: said just before the rule is named, or behind it."""
    for saying, kind in ORDERS:
        found = said.find(saying, words)
        near = found is not None and (found[0] == 0 or found[1] >= named[0] - 1)
        if near or (found is not None and kind == "change"):
            return kind
    return "list" if len(words) <= SHORT and named[0] <= 2 else None


def _numbered(message: Message) -> bool:
    """`sheria 2`, `rule no. 2`: the figure follows soon."""
    if not message.figures:
        return False
    names = [
        place for place, token in enumerate(message.tokens) if _is_named(message, token.word)
    ]
    return any(0 < message.figures[0].start - place <= 3 for place in names)


def _is_named(message: Message, word: str) -> bool:
    return (word,) in message.lexicons.rules.phrases[Saying.NAMED].get(word, ())


def _tells(message: Message) -> bool:
    return any(verb.mood is Mood.DONE for verb in message.verbs)
