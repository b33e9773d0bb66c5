"""Cut a message into tokens and give each the senses its word has."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from bot.nlu.answerbook import unstretched
from bot.nlu.lexicon import Lexicons, fold
from bot.nlu.senses import NOTHING, Deed, Mood, Role, Sense, Verb

PIECE = re.compile(
    r"(?P<link>https?://\S+|www\.\S+)"
    r"|(?P<phone>\+\d[\d -]{7,16}\d)"
    r"|(?P<date>\d{4}-\d{1,2}-\d{1,2}(?!\d)|\d{1,2}(?P<part>[/.-])\d{1,2}(?P=part)(?:\d{4}|\d{2})(?!\d)"
    r"|(?!1/2|1/4|3/4)\d{1,2}/\d{1,2}(?![\d/=-]))"
    r"|(?P<time>\d{1,2}:\d{2}(?::\d{2})?(?!\d))"
    r"|(?P<digits>(?:1/2|1/4|3/4)(?![\d/])|\d+(?:[.,]\d+)*)"
    r"|(?P<word>(?:\b[^\W\d_]\.){2}|[^\W\d_]+(?:['’‘`-][^\W\d_]+)*['’]?)"
    r"|(?P<line>\n)"
    r"|(?P<tail>/[-=]{1,2}|=/=?|/(?=\s|$))"
    r"|(?P<sign>[^\w\s])",
)
UNSEEN: dict[int, str | None] = dict.fromkeys(
    [0xAD, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A)]
)
"""Marks without a shape of their own: soft hyphens, joiners, directions of writing."""
UNSEEN |= {0xBD: " 1/2 ", 0xBC: " 1/4 ", 0xBE: " 3/4 "}
GROUPED = re.compile(r"(?<=\d)['’\u2009\u202f](?=\d{3}(?!\d))")
"""`1’500`, and the thin spaces of phones: what parts thousands in one figure."""
FEW, SURE = 3, 6
SHORTEST_DEED, SHORTEST_GOODS = 7, 3
TRADING = frozenset({Deed.SELL, Deed.BUY, Deed.PAY, Deed.SPEND})
BEFORE_NAMES = frozenset({Role.TITLE, Role.TO, Role.FROM, Role.OWED})
TOWARDS = frozenset({Role.TO, Role.FROM, Role.OF, Role.AND, Role.BY, Role.TITLE, Role.DEBT})


class Token(NamedTuple):
    """A piece of a message: its text as typed, its word folded, and what it may mean."""

    text: str
    word: str
    start: int
    end: int
    kind: str
    sense: Sense

    def has(self, role: Role) -> bool:
        """Tell whether this word may play `role`."""
        return role in self.sense.roles


def seen(text: str) -> str:
    """`text` as a reader sees it: no marks that show nothing, parts and thousands spelt out."""
    return GROUPED.sub(",", text.translate(UNSEEN)).strip()


def tokens(text: str, lexicons: Lexicons) -> list[Token]:
    """Cut `text` up; known phrases become one token."""
    cut = _quiet(_cut(text, lexicons))
    return _join_phrases(_join_names(cut, lexicons), lexicons)


def _quiet(cut: list[Token]) -> list[Token]:
    """Where every word has a capital, a capital tells no name: `NIMEMUUZIA JUMA UNGA`."""
    words = [token for token in cut if token.kind == "word"]
    loud = all(token.text[:1].isupper() for token in words)
    if not loud or len(words) < FEW or not any(token.sense.verb for token in words):
        return cut
    return [token._replace(text=token.text.lower()) for token in cut]


def _cut(text: str, lexicons: Lexicons) -> list[Token]:
    cut: list[Token] = []
    for match in PIECE.finditer(text):
        kind = match.lastgroup or "sign"
        word = match.group()
        start, end = match.span()
        if word == "." and cut and cut[-1].sense.currency is not None and cut[-1].end == start:
            continue  # "Ksh. 350": a shortened word, no end of a sentence.
        if kind == "word":
            folded = fold(word)
            cut.append(Token(word, folded, start, end, kind, lexicons.look_up(folded)))
        else:
            sense = lexicons.senses.get(word, NOTHING) if kind == "sign" else NOTHING
            cut.append(Token(word, word, start, end, kind, sense))
    return cut


def _join_names(cut: list[Token], lexicons: Lexicons) -> list[Token]:
    """Letters and figures in one are a name (A4, J3), unless they say of what: Ksh500, saa4."""
    joined: list[Token] = []
    for token in cut:
        last = joined[-1] if joined else None
        if (
            last is None
            or token.kind != "digits"
            or last.kind != "word"
            or last.end != token.start
            or last.sense.currency is not None
            or last.has(Role.EACH)
            or last.has(Role.HOUR)
            or (last.sense.unit is not None and len(last.word) > 1)
        ):
            joined.append(token)
            continue
        word = last.word + token.word
        joined[-1] = Token(
            last.text + token.text, word, last.start, token.end, "word", lexicons.look_up(word)
        )
    return joined


def _join_phrases(cut: list[Token], lexicons: Lexicons) -> list[Token]:
    joined: list[Token] = []
    place = 0
    while place < len(cut):
        token, size = _phrase(cut, place, lexicons)
        joined.append(token)
        place += size
    return joined


def _phrase(cut: Sequence[Token], place: int, lexicons: Lexicons) -> tuple[Token, int]:
    first = cut[place]
    for size in range(lexicons.longest.get(first.word, 1), 1, -1):
        part = cut[place : place + size]
        sense = lexicons.senses.get(" ".join(token.word for token in part))
        if sense is not None and len(part) == size:
            text = " ".join(token.text for token in part)
            word = " ".join(token.word for token in part)
            return Token(text, word, first.start, part[-1].end, "word", sense), size
    return first, 1


def named(cut: list[Token]) -> list[Token]:
    """`Tatu amekopa`, `Mama Tatu`: a number with a capital beside a verb or title is a name."""
    return [
        token._replace(sense=NOTHING) if _is_name(cut, place) else token
        for place, token in enumerate(cut)
    ]


def called(cut: list[Token]) -> list[Token]:
    """`amenilipa 300 kaka`: who is called brother behind all that was said is the clerk."""
    last = len(cut) - 1
    while last > 0 and cut[last].kind == "sign":
        last -= 1
    if last < 1 or not _is_call(cut[last], cut[last - 1]):
        return cut
    plain = replace(cut[last].sense, roles=cut[last].sense.roles - {Role.TITLE})
    return [*cut[:last], cut[last]._replace(sense=plain), *cut[last + 1 :]]


def _is_call(token: Token, before: Token) -> bool:
    """A title that is a courtesy too, and no word in front that makes it somebody else."""
    titled = token.has(Role.TITLE) and token.has(Role.POLITE)
    verb = before.sense.verb
    acted_on = verb is not None and verb.object == "they"
    return titled and not acted_on and not before.sense.roles & TOWARDS


def _is_name(cut: list[Token], place: int) -> bool:
    token = cut[place]
    if token.sense.number is None or token.kind != "word" or not token.text[:1].isupper():
        return False
    before = cut[place - 1].sense if place else NOTHING
    after = cut[place + 1].sense.verb if place + 1 < len(cut) else None
    does = after is not None and (after.subject == "they" or _is_foreign(token, after))
    suffers = before.verb is not None and before.verb.object == "they"
    return (
        does
        or suffers
        or (bool(before.roles & BEFORE_NAMES) and Role.PRICE not in before.roles)
    )


def _is_foreign(token: Token, verb: Verb) -> bool:
    """`Tatu paid 120`: a Swahili number does nothing in English."""
    number = token.sense.number
    bare = verb.subject is None and verb.mood is Mood.DONE
    return (
        bare and number is not None and number.role == "unit" and number.order == "scale first"
    )


def repaired(cut: list[Token], lexicons: Lexicons) -> list[Token]:
    """Mend slips in control words; where a verb was understood, only in the names of days."""
    cut = [part for token in cut for part in _parted(token, lexicons)]
    spoken = any(token.sense.verb for token in cut)
    return [_mended(token, lexicons, only_days=spoken) for token in cut]


def _parted(token: Token, lexicons: Lexicons) -> list[Token]:
    """`nimeuzasukari`: a deed and its goods, written without the space between them."""
    if token.kind != "word" or token.sense is not NOTHING:
        return [token]
    for cut in range(len(token.word) - SHORTEST_GOODS, SHORTEST_DEED - 1, -1):
        sense = lexicons.look_up(token.word[:cut])
        verb = sense.verb
        if verb and verb.deed in TRADING and verb.mood is Mood.DONE and verb.subject == "we":
            return [_piece(token, 0, cut, lexicons), _piece(token, cut, None, lexicons)]
    return [token]


def _piece(token: Token, start: int, end: int | None, lexicons: Lexicons) -> Token:
    word = token.word[start:end]
    begin = token.start + start
    text = token.text[start:end]
    return Token(text, word, begin, begin + len(word), token.kind, lexicons.look_up(word))


def _mended(token: Token, lexicons: Lexicons, *, only_days: bool) -> Token:
    if token.kind != "word" or token.sense is not NOTHING:
        return token
    better = _undoubled(token.word, lexicons) or lexicons.typos.repair(token.word)
    if better is None:
        return token
    sense = lexicons.look_up(better)
    if only_days and not _is_plain_day(token, sense):
        return token
    return token._replace(word=better, sense=sense)


def _undoubled(word: str, lexicons: Lexicons) -> str | None:
    """`nimeuzaa`, `nimeuzzaaa`: a deed whose letters a finger doubled."""
    single = unstretched(word)
    verb = lexicons.look_up(single).verb if single != word else None
    return single if verb is not None and verb.subject == "we" else None


def _is_plain_day(token: Token, sense: Sense) -> bool:
    """A long word in small letters: Fridah is a name, and "fridah" is too near to Friday."""
    day = sense.day is not None or sense.weekday is not None
    return day and token.text.islower() and len(token.text) > SURE


def decimal(text: str) -> Decimal:
    """Read a figure whose commas are known to part thousands."""
    return Decimal(text.replace(",", ""))
