"""Read whether a customer came: "Asha amefika", "Asha did not come"."""

from __future__ import annotations

from bot.nlu.message import Message, words_of
from bot.nlu.moods import asks
from bot.nlu.senses import Role
from bot.nlu.understanding import Act, Intent, Understanding
from bot.nlu.verdict import acting
from bot.nlu.words import Token

MOST = 9
"""Words and signs; a longer message tells a story, and not whether somebody came."""
BESIDE = frozenset({Role.NOISE, Role.POLITE, Role.TITLE, Role.CUSTOMER})


def visit(message: Message) -> Understanding | None:
    """Read a name and whether they came, and nothing else but "today"."""
    if message.figures or message.hours or len(message.tokens) > MOST or asks(message):
        return None
    today = message.utterance.now.date()
    if any(day.date != today for day in message.days):
        return None
    found = _said(message)
    if found is None:
        return None
    start, end, kind = found
    left = [
        token
        for place, token in enumerate(message.tokens)
        if not start <= place < end and place not in message.used and token.kind != "sign"
    ]
    named = [token for token in left if not token.sense.roles & BESIDE]
    if not named or not all(_is_name(message, token) for token in named):
        return None
    party = " ".join(token.text for token in named)
    return acting(message, Act(Intent.APPOINTMENTS, party=party, kind=kind))


def _said(message: Message) -> tuple[int, int, str] | None:
    """The words that tell it, the longest first, and what they tell."""
    tokens, book = message.tokens, message.lexicons.visits
    spans = [(a, b) for a in range(len(tokens)) for b in range(len(tokens), a, -1)]
    for start, end in sorted(spans, key=lambda span: span[0] - span[1]):
        kind = book.get(words_of(tokens[start:end]))
        if kind is not None:
            return start, end, kind
    return None


def _is_name(message: Message, token: Token) -> bool:
    """`Asha`, and `asha` where the book knows her; no word with a sense of its own."""
    if token.word in message.known:
        return True
    return token.kind == "word" and token.text[:1].isupper() and token.sense.verb is None
