"""Take the name out of "my name is …", or the whole answer as a name."""

from __future__ import annotations

import re

from bot.nlu.message import Message
from bot.nlu.senses import NOTHING
from bot.nlu.understanding import Awaiting

LONGEST_NAME, LONGEST_SHOP = 60, 6
SPACES = re.compile(r"\s+")


def introduced(message: Message) -> str | None:
    """The name behind words such as "my name is", if the message has them."""
    persons = message.lexicons.introductions - message.lexicons.shop_names
    for place, token in enumerate(message.tokens):
        if token.word in persons:
            return _name_from(message, place + 1)
    return None


def introduced_shop(message: Message) -> str | None:
    """The name behind words such as "duka langu linaitwa", up to the next introduction."""
    for place, token in enumerate(message.tokens):
        if token.word in message.lexicons.shop_names:
            return _shop_from(message, place + 1)
    return None


def given_name(message: Message) -> str | None:
    """The name given in answer to "what is your name?" or "what is the shop called?"."""
    if message.utterance.awaiting is not Awaiting.SHOP and (name := introduced(message)):
        return name
    text = SPACES.sub(" ", message.utterance.text).strip(" .!,\"'")
    if not text or len(text) > LONGEST_NAME or "?" in text or text.isdigit():
        return None
    start = _after_introduction(message)
    return (
        text
        if start is None
        else SPACES.sub(" ", message.utterance.text[start:]).strip(" .!,\"'")
    )


def capital_name(message: Message) -> str | None:
    """The first word with a capital that means nothing else."""
    plain = (
        token for token in message.tokens if token.kind == "word" and token.sense is NOTHING
    )
    return next((token.text for token in plain if token.text[:1].isupper()), None)


def _after_introduction(message: Message) -> int | None:
    for token in message.tokens:
        if token.word in message.lexicons.introductions:
            return token.end
    return None


def _shop_from(message: Message, place: int) -> str | None:
    """`Duka la Zuhura`: small words inside it belong to it, those behind it do not."""
    words: list[str] = []
    for token in message.tokens[place : place + LONGEST_SHOP]:
        if token.kind != "word" or token.word in message.lexicons.introductions:
            break
        words.append(token.text)
    while words and not words[-1][:1].isupper():
        words.pop()
    return " ".join(words) if words and words[0][:1].isupper() else None


def _name_from(message: Message, place: int) -> str | None:
    words: list[str] = []
    for token in message.tokens[place : place + 4]:
        if token.kind != "word" or (words and not token.text[:1].isupper()):
            break
        words.append(token.text)
    return " ".join(words) or None
