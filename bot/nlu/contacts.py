"""Learn a customer's telephone number: a name, a number, and a word that says what it is."""

from __future__ import annotations

from collections.abc import Sequence

from bot.nlu.message import Message
from bot.nlu.senses import Deed, Mood, Role
from bot.nlu.team import phone
from bot.nlu.understanding import Act, Intent, Understanding
from bot.nlu.verdict import acting
from bot.nlu.words import Token

LONGEST_NAME = 4
ORDERS = frozenset({Deed.BRING, Deed.TAKE_IN, Deed.CHANGE, Deed.PUT, Deed.SEND, Deed.GIVE})
"""What is done to a number: add, change, put down."""
PARTS_OF_NAMES = frozenset({Role.TITLE})


def contact(message: Message) -> Understanding | None:
    """`namba ya Asha ni 0712 345 678`, `mteja Asha 0712345678`, `Asha's number is 0712…`."""
    number = phone(message.tokens)
    if number is None or message.has(Role.STAFF) or _has_other_figures(message, number):
        return None
    words = [token for token in message.tokens if token.kind == "word"]
    about = message.has(Role.CUSTOMER) or any(_is_contact(message, token) for token in words)
    if not about or any(_does_something_else(token) for token in words):
        return None
    name = _name(message, words)
    if not name or len(name) > LONGEST_NAME:
        return None
    return acting(message, Act(Intent.CUSTOMER, party=" ".join(name), phone=number))


def _name(message: Message, words: Sequence[Token]) -> list[str]:
    """What is left of the words: neither what holds the sentence together nor what it is."""
    left = [
        token.text.removesuffix("'s").removesuffix("’s")
        for token in words
        if not _is_contact(message, token)
        and token.word not in message.lexicons.possessives  # "namba yake": nobody's name.
        and token.sense.verb is None
        and not token.sense.roles - PARTS_OF_NAMES
    ]
    return [word for word in left if word[0].isupper()] or left


def _has_other_figures(message: Message, number: str) -> bool:
    digits = (token.word for token in message.tokens if token.kind in {"digits", "phone"})
    return "".join(digits) != number


def _is_contact(message: Message, token: Token) -> bool:
    return token.word in message.lexicons.contacts


def _does_something_else(token: Token) -> bool:
    verb = token.sense.verb
    if verb is None:
        return False
    return verb.mood is not Mood.ORDER or verb.deed not in ORDERS
