"""Plain requests to the clerk, said in set phrases: help, stop, thanks, a report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import takewhile

from bot.nlu.message import Message, words_of
from bot.nlu.moods import asks
from bot.nlu.names import capital_name, introduced, introduced_shop
from bot.nlu.phrasebook import Phrasebook, Saying
from bot.nlu.rule_acts import rule
from bot.nlu.senses import Deed, Mood, Role, Verb
from bot.nlu.standing import is_habit, sets
from bot.nlu.team import phone
from bot.nlu.understanding import Act, Intent, Understanding
from bot.nlu.verdict import acting
from bot.nlu.words import Token

REPORTS = frozenset({Intent.SUMMARY, Intent.WHO_OWES, Intent.APPOINTMENTS})
"""Reports may be asked for beside a record; every other command is the message's only point."""
COURTESY = frozenset({Role.POLITE, Role.NOISE})
COUNTED = frozenset({Deed.HAVE, Deed.REMAIN, Deed.COUNT})
WISHES = COURTESY | {Role.WISH, Role.IF, Role.WE, Role.OF, Role.MAYBE_QUESTION}
CIVIL = frozenset({Intent.GREETING, Intent.THANKS})
SHORT, LONGEST_INTRODUCTION, LONGEST_JOINED = 4, 14, 9


def command(message: Message) -> Understanding | None:
    """Read a saying from the phrasebook."""
    saying = _saying(message)
    if saying is None:
        return None
    intent = Intent(saying.meaning)
    if intent is Intent.RULE:
        return _ruling(message, saying)
    if message.figures and intent in REPORTS and (_records(message) or not asks(message)):
        return None
    if intent is Intent.CLOSE_DAY and message.has(Role.STOCK):
        return None  # "closing stock soda 31" counts goods, not the cash.
    if intent is Intent.FEEDBACK and len(message.figures) > 1:
        return None  # "umekosea, ni 350 sio 300" puts an amount right.
    if _is_another(message, intent):
        return None
    if intent is Intent.APPOINTMENTS and message.hours and not asks(message):
        return None  # With an hour it is an appointment, not a wish to see them.
    return acting(message, _act(message, intent, saying), because=(" ".join(saying.words),))


def _is_another(message: Message, intent: Intent) -> bool:
    """Tell whether the saying only looks like a wish of its kind."""
    match intent:
        case Intent.OWN_NUMBER:  # "my till has 5,400" tells of a drawer.
            return bool(message.figures) and _number(message) is None
        case Intent.CANCEL_APPOINTMENT:  # By name or day: the diary reads it.
            return _number(message) is None
        case _:
            return False


def _ruling(message: Message, saying: Saying) -> Understanding | None:
    """A rule said in a set phrase; "niulize kesho" puts something off and sets none."""
    if not sets(message):
        return None
    if is_habit(message):
        return None  # "kila siku nauza mikate 50" tells of a shop's days.
    act = rule(message)
    if saying.kind is not None:
        return acting(message, replace(act, kind=saying.kind))
    later = act.kind is None and act.unit is None and act.date is not None
    return None if later else acting(message, act)


def _records(message: Message) -> bool:
    """Tell whether a deed that was done stands before any word that asks."""
    for token in message.tokens:
        if token.has(Role.QUESTION):
            return False
        if token.sense.verb is not None and token.sense.verb.mood is Mood.DONE:
            return True
    return False


def request(message: Message, bounds: tuple[int, int]) -> Act | None:
    """A report asked for in one part of a message."""
    saying = message.lexicons.phrases.find(words_of(message.tokens[slice(*bounds)]))
    if saying is None or Intent(saying.meaning) not in REPORTS:
        return None
    return _act(message, Intent(saying.meaning), saying, bounds)


def ordered(message: Message) -> bool:
    """Tell whether a saying is all of a message, or long enough to be no part of a name."""
    saying = _saying(message)
    if saying is None or saying.meaning == Intent.REGISTER:
        return saying is not None and saying.words == message.words
    return len(saying.words) >= len(message.words) or len(saying.words) > 1


def switch_language(message: Message) -> Understanding | None:
    """The name of a language in a few words without a deed: "naomba kiswahili"."""
    words = message.words
    named = {message.lexicons.names[word] for word in words if word in message.lexicons.names}
    if len(named) != 1 or len(words) > SHORT or message.figures:
        return None
    moods = {verb.mood for verb in message.verbs}
    if message.has(Role.NOT) or moods & {Mood.DONE, Mood.NOW, Mood.NOT}:
        return None
    return acting(message, Act(Intent.LANGUAGE, kind=named.pop()))


def introduction(message: Message) -> Understanding | None:
    """A name given without being asked: "naitwa Juma"."""
    name, shop = introduced(message), introduced_shop(message)
    if name is None or len(message.words) > LONGEST_INTRODUCTION or message.figures:
        return None
    verbs = message.verbs
    if not name[:1].isupper() or any(_moves_money(verb) for verb in verbs):
        return None
    return acting(message, Act(Intent.REGISTER, party=name, item=shop))


def _moves_money(verb: Verb) -> bool:
    return verb.mood is Mood.DONE and verb.deed is not Deed.HAVE


def period(message: Message) -> str | None:
    """The span a report is for: a day, a week, a month or a year."""
    spans = (token.sense.span for token in message.tokens)
    return next((span for span in spans if span in {"day", "week", "month", "year"}), None)


def _saying(message: Message) -> Saying | None:
    """Find what is said: as it stands, without courtesies, or with one slip mended."""
    book, words = message.lexicons.phrases, message.words
    plain = words_of([token for token in message.tokens if not token.sense.roles & COURTESY])
    said = words_of([token for token in message.tokens if not token.has(Role.TITLE)])
    found = next((saying for each in (words, plain, said) if (saying := book.find(each))), None)
    if found is not None or message.figures:
        return found or _closed(message)
    if not plain:
        return _civil(book, words)
    return _joined(book, plain) or _wished(message) or _repaired(message, words)


def _civil(book: Phrasebook, words: tuple[str, ...]) -> Saying | None:
    """`Shikamoo mzee`, `ok hi boss`: of courtesies alone the longest that says something."""
    count = min(len(words), LONGEST_JOINED)
    parts = (words[at : at + size] for size in range(count, 0, -1) for at in range(count))
    return next((book.whole[part] for part in parts if part in book.whole), None)


def _closed(message: Message) -> Saying | None:
    """`cash iliyobaki ni 5400, funga siku`: the cash counted, and the day is closed."""
    deeds = {verb.deed for verb in message.verbs}
    counted = message.has(Role.CASH) or message.has(Role.MONEY)
    if len(message.figures) != 1 or not counted or deeds - COUNTED:
        return None
    end = message.tokens[message.figures[0].end :]
    said = message.lexicons.phrases.whole.get(words_of([t for t in end if t.kind != "sign"]))
    return said if said is not None and said.meaning == Intent.CLOSE_DAY else None


def _wished(message: Message) -> Saying | None:
    """`nataka kufuta akaunti`, `can you show my rules`: what is wished for is said plainly."""
    wish = list(takewhile(lambda token: token.sense.roles & WISHES, message.tokens))
    rest = words_of(message.tokens[len(wish) :])
    if not wish or not rest:
        return None
    book = message.lexicons.phrases
    found = (book.find((word, *rest[1:])) for word in message.lexicons.ordered(rest[0]))
    return next((saying for saying in found if saying is not None), None)


def _joined(book: Phrasebook, words: tuple[str, ...]) -> Saying | None:
    """`Hujambo, za asubuhi`: two sayings in one breath; one that asks outweighs a greeting."""
    for cut in range(1, min(len(words), LONGEST_JOINED)):
        first, second = book.whole.get(words[:cut]), book.whole.get(words[cut:])
        if first is None or second is None:
            continue
        if first.meaning in CIVIL or first.meaning == second.meaning:
            return second
        if second.meaning in CIVIL:
            return first
    return None


def _repaired(message: Message, words: tuple[str, ...]) -> Saying | None:
    """A single slip of the finger in a command that is the whole message."""
    if len(words) > 2:
        return None
    repaired = tuple(message.lexicons.typos.repair(word) or word for word in words)
    return message.lexicons.phrases.whole.get(repaired) if repaired != words else None


def _act(
    message: Message, intent: Intent, saying: Saying, bounds: tuple[int, int] | None = None
) -> Act:
    match intent:
        case Intent.REGISTER:
            shop = introduced_shop(message)
            return Act(intent, party=introduced(message), item=shop, kind=saying.kind)
        case Intent.SUMMARY | Intent.APPOINTMENTS:
            return Act(intent, date=_date(message, bounds), kind=saying.kind or period(message))
        case Intent.WHO_OWES:
            return Act(intent, party=capital_name(message))
        case Intent.CLOSE_DAY:
            counted = message.figures[-1].value if message.figures else None
            return Act(intent, amount=counted)
        case _:
            return _of_shop(message, intent, saying)


def _of_shop(message: Message, intent: Intent, saying: Saying) -> Act:
    """What concerns the shop's own things: its team, numbers, invitations and rules."""
    match intent:
        case Intent.RULES | Intent.CANCEL_APPOINTMENT:
            number = message.figures[0].value if message.figures else None
            return Act(intent, kind=saying.kind, quantity=number)
        case Intent.TEAM:
            party = _name_behind(message, saying)
            return Act(intent, party=party, phone=phone(message.tokens), kind=saying.kind)
        case Intent.OWN_NUMBER:
            return Act(intent, code=_number(message), kind=saying.kind)
        case Intent.JOIN:
            return Act(intent, code=_code(message, saying))
        case _:
            return Act(intent, kind=saying.kind)


def _number(message: Message) -> str | None:
    """The only figure, where it is a number and not money: no sign in it, no nought before."""
    digits = [token.text for token in message.tokens if token.kind == "digits"]
    plain = len(digits) == 1 and digits[0].isdecimal() and not digits[0].startswith("0")
    return digits[0] if plain else None


def _date(message: Message, bounds: tuple[int, int] | None) -> date | None:
    start, end = bounds or (0, len(message.tokens))
    return next((day.date for day in message.days if start <= day.start < end), None)


def _behind(message: Message, saying: Saying) -> Sequence[Token]:
    """The tokens behind a saying that stands at the start."""
    words = 0
    for place, token in enumerate(message.tokens):
        if words >= len(saying.words):
            return message.tokens[place:]
        words += len(token.word.split(" ")) if token.kind != "sign" else 0
    return ()


def _name_behind(message: Message, saying: Saying) -> str | None:
    """The name behind "add staff": all words until a figure or a sign."""
    words = takewhile(lambda token: token.kind == "word", _behind(message, saying))
    return " ".join(token.text for token in words) or None


def _code(message: Message, saying: Saying) -> str | None:
    tokens = (token for token in _behind(message, saying) if token.kind != "sign")
    return next((token.text.upper() for token in tokens), None)
