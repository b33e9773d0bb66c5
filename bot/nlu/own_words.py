"""Tell an answer about an hour, or a name, from a message that says something of its own."""

from __future__ import annotations

from bot.nlu.appointments import appointment
from bot.nlu.message import Message
from bot.nlu.moods import MARKERS, UNDONE
from bot.nlu.rule_orders import rule_order
from bot.nlu.senses import Mood, Role
from bot.nlu.standing import limit, routine, standing
from bot.nlu.team import phone
from bot.nlu.understanding import Act, Intent

FEW = 4
"""Words of an answer that names a part of the day and nothing else."""
HALVES = {Role.AM: (0, 12), Role.PM: (12, 24)}
OWN = frozenset({Intent.RULE, Intent.RULES})
"""Wishes that are never an hour or a name."""


def tells_more(message: Message) -> bool:
    """`book Juma at 4`, `nimeuza soda 3 saa nne`: a wish or a record of its own."""
    verbs = message.verbs
    if message.figures and any(verb.mood is Mood.DONE for verb in verbs):
        return True
    if _is_planned(message):
        return True
    if phone(message.tokens) is not None:
        return True  # "mwongeze Rashidi 0755 000 402"
    wished = rule_order(message) or standing(message) or appointment(message)
    wished = wished or limit(message) or (routine(message) if verbs else None)
    return wished is not None and any(map(_is_own, wished.acts))


def _is_planned(message: Message) -> bool:
    """`kesho nitalipa kodi`, `I need to pay 300k`: a plan with its day or its sum."""
    verbs = message.verbs
    planned = bool(message.roles & MARKERS) or any(verb.mood in UNDONE for verb in verbs)
    return bool(verbs) and planned and bool(message.figures or message.days)


def _is_own(act: Act) -> bool:
    if act.intent in OWN:
        return True
    return act.party is not None or (act.intent is Intent.REMIND and act.item is not None)


def part_of_day(message: Message) -> str | None:
    """`asubuhi`, `ya mchana`, `pm`: the hours ("4-12") of the only part that is named."""
    if message.figures or len(message.words) > FEW:
        return None
    named = [token.sense.daypart for token in message.tokens if token.sense.daypart]
    parts = {(part.start, part.end) for part in named}
    parts = parts or {hours for role, hours in HALVES.items() if message.has(role)}
    return "{}-{}".format(*parts.pop()) if len(parts) == 1 else None
