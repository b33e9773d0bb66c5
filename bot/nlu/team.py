"""Take a member of the team in or out: a name, and a telephone number or the team itself."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from bot.nlu.amounts import is_phone
from bot.nlu.message import Message
from bot.nlu.senses import Deed, Mood, Role
from bot.nlu.understanding import Act, Intent, Understanding
from bot.nlu.verdict import acting
from bot.nlu.words import Token

LONGEST_NAME = 4
LOCAL = 10
"""A number dialled inside the country: a nought and nine digits, however they are grouped."""
KINDS = {
    Deed.BRING: "add",
    Deed.CANCEL: "remove",
    Deed.WITHDRAW: "remove",
    Deed.CHANGE: None,
    Deed.MOVE: None,
    Deed.MAKE: None,
}
"""What an order does to a member; a change of role is asked about by name."""


def member(message: Message) -> Understanding | None:
    """`ongeza Baraka 0722 000 002`, `toa Baraka kwenye timu`: an order, a name, and where."""
    deed = _deed(message.tokens[0]) if message.tokens else None
    if deed not in KINDS:
        return None
    number = phone(message.tokens)
    words = [token for token in message.tokens[1:] if token.kind == "word"]
    name = [token.text for token in words if not token.sense.roles]
    name = [word for word in name if word[0].isupper()] or name
    if not name or len(name) > LONGEST_NAME:
        return None
    here = not message.figures and any(token.has(Role.STAFF) for token in words)
    if number is None and not here:
        return None
    if any(token.sense.verb or token.sense.unit for token in words):
        return None
    kind = KINDS[deed]
    return acting(message, Act(Intent.TEAM, party=" ".join(name), phone=number, kind=kind))


def phone(tokens: Sequence[Token]) -> str | None:
    """The first telephone number, whole or in groups of digits."""
    whole = next((token.word for token in tokens if is_phone(token)), None)
    if whole is not None:
        return whole
    for kind, group in groupby(tokens, key=lambda token: token.kind):
        digits = "".join(token.word for token in group) if kind == "digits" else ""
        if len(digits) == LOCAL and digits.startswith("0") and digits.isdigit():
            return digits
    return None


def _deed(first: Token) -> Deed | None:
    if first.has(Role.RECORD):
        return Deed.BRING
    verb = first.sense.verb
    return verb.deed if verb is not None and verb.mood is Mood.ORDER else None
