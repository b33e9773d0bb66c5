"""What a regular reminder is about, in the words it was said in."""

from __future__ import annotations

from collections.abc import Container

from bot.nlu.message import Message
from bot.nlu.rhythm import rhythm, spoken
from bot.nlu.rule_words import Saying
from bot.nlu.senses import Deed, Role
from bot.nlu.words import Token

LONGEST = 60
LEADING = frozenset(
    {Role.OF, Role.TO, Role.PRICE, Role.NOISE, Role.POLITE, Role.AND, Role.WE, Role.RATE}
)
TRAILING = frozenset(
    {Role.AND, Role.POLITE, Role.OF, Role.TO, Role.EVERY, Role.EACH, Role.HOUR}
)


def errand(message: Message, without: Container[str] = ()) -> str | None:
    """`mkumbushe Asha kodi kila tarehe 5`: the words that tell neither whom nor when."""
    timed = set(message.used) | set(spoken(message, rhythm(message)))
    kept = [
        token
        for place, token in enumerate(message.tokens)
        if place not in timed
        and token.kind in {"word", "digits"}
        and token.text not in without
        and not _orders(token, message)
        and not (token.has(Role.RATE) and place + 1 in timed)
    ]
    while kept and kept[0].sense.roles & LEADING:
        kept.pop(0)
    while kept and kept[-1].sense.roles & TRAILING:
        kept.pop()
    return _plain(" ".join(token.text for token in kept), message)[:LONGEST].strip() or None


def _plain(text: str, message: Message) -> str:
    """`to pay rent`, `kuhusu kodi`: without the word that only leads to it."""
    first, _, rest = text.partition(" ")
    leads = (first.casefold(),) in message.lexicons.rules.phrases[Saying.ABOUT].get(
        first.casefold(), ()
    )
    return rest if leads and rest else text


def _orders(token: Token, message: Message) -> bool:
    verb = token.sense.verb
    if verb is not None and verb.deed is Deed.REMIND:
        return True
    said = message.lexicons.rules.phrases[Saying.TELL]
    timely = token.sense.daypart or token.sense.weekday is not None or token.has(Role.EVERY)
    return bool(timely) or (token.word,) in said.get(token.word, ())
