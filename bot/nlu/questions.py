"""Questions about the book: answered, never booked."""

from __future__ import annotations

from bot.nlu.clauses import Bounds, clauses, lines
from bot.nlu.commands import period
from bot.nlu.lexicon import fold
from bot.nlu.message import Message
from bot.nlu.moods import asks
from bot.nlu.names import capital_name
from bot.nlu.senses import NOTHING, Deed, Mood, Role
from bot.nlu.understanding import Act, Intent, Understanding
from bot.nlu.verdict import acting, nothing
from bot.nlu.words import Token

TRADE = frozenset(
    {Deed.SELL, Deed.BUY, Deed.BRING, Deed.TAKE_IN, Deed.SPEND, Deed.GET, Deed.PAY, Deed.MAKE}
)
STORE = frozenset({Deed.HAVE, Deed.REMAIN, Deed.COUNT})
VISITS = frozenset({Deed.HAVE, Deed.COME})
DEBTS = frozenset({Deed.OWE, Deed.CLAIM, Deed.BORROW, Deed.LEND})
TOPICS = frozenset(
    {Role.SALES, Role.EXPENSES, Role.PURCHASES, Role.PROFIT, Role.REPORT, Role.STOCK}
)


SILENT = frozenset({Role.QUESTION, Role.MAYBE_QUESTION, Role.POLITE, Role.OF, Role.PRICE}) | {
    Role.THIS,
    Role.LAST,
    Role.NOISE,
    Role.MONEY,
    Role.WHOLE,
}
SHORT, LONGEST_ITEM = 8, 2


def report(message: Message) -> Understanding | None:
    """`faida ya wiki hii`: a subject of the book and a time, no figure and no deed."""
    if message.figures or len(message.words) > SHORT or not any(map(message.has, TOPICS)):
        return None
    if any(token.sense.verb or token.has(Role.NOT) for token in message.tokens):
        return None
    if _several_lines(message):
        return None
    day = message.days[0].date if message.days else None
    if message.has(Role.STOCK):
        return acting(message, Act(Intent.SUMMARY, kind="stock"))
    if day is None and period(message) is None and not message.has(Role.REPORT):
        return None
    return acting(message, Act(Intent.SUMMARY, date=day, kind=period(message)))


def span(message: Message) -> Understanding | None:
    """`leo`, `how much today?`, `sukari wiki hii`: a time that has come, perhaps a thing."""
    day = message.days[0].date if message.days else None
    kind = period(message)
    if day is None and kind in {None, "day"}:
        return None
    if (
        message.figures
        or message.hours
        or len(message.words) > SHORT
        or _several_lines(message)
    ):
        return None
    if day is not None and day > message.utterance.now.date():
        return None
    left = [token for place, token in enumerate(message.tokens) if _tells(message, place)]
    if len(left) > LONGEST_ITEM or not all(_may_be_goods(message, token) for token in left):
        return None
    item = " ".join(token.text for token in left).lower() or None
    return acting(message, Act(Intent.SUMMARY, item=item, date=day, kind=kind))


def _may_be_goods(message: Message, token: Token) -> bool:
    """A word of no other use: not one of a saying, and known where the shop knows its goods."""
    if token.sense is not NOTHING or token.word in message.lexicons.typos.known:
        return False
    items = message.catalogue.items
    return not items or any(token.word in fold(item).split() for item in items)


def _tells(message: Message, place: int) -> bool:
    """Whether a word says more than a time and that something is asked."""
    token = message.tokens[place]
    silent = place in message.used or token.sense.span is not None or token.kind == "sign"
    return not silent and not token.sense.roles & SILENT


def debts_of(message: Message) -> Understanding | None:
    """`deni la Kamau`: a debt, a name, no figure and no deed."""
    if message.has(Role.CUSTOMER) and message.has(Role.UNPAID) and not message.figures:
        return acting(message, Act(Intent.WHO_OWES))  # "customers wenye hawajalipa"
    name = capital_name(message) or _small_name(message)
    if name is None or message.figures or not message.has(Role.OWED):
        return None
    if len(message.words) > SHORT or message.verbs:
        return None
    return acting(message, Act(Intent.WHO_OWES, party=name))


def _small_name(message: Message) -> str | None:
    """`deni la juma`: behind a debt that nobody orders to write, one word is its debtor."""
    if len(message.tokens) != 2:
        return None
    owed, name = message.tokens
    if not owed.has(Role.OWED) or _writes(message, owed):
        return None
    return name.text if name.kind == "word" and name.sense is NOTHING else None


def _writes(message: Message, owed: Token) -> bool:
    first = message.lexicons.look_up(owed.word.split(" ")[0])
    return Role.RECORD in first.roles or first.verb is not None


def _several_lines(message: Message) -> bool:
    return any(token.kind == "line" for token in message.tokens)


def _asked_beside(message: Message, line: Bounds) -> bool:
    """`sold bread 50, who owes me?`: a record first, and a question of its own behind it."""
    told = clauses(message, line)
    if len(told) < 2 or not message.figures_in(told[0]):
        return False
    asking = [any(message.tokens[p].has(Role.QUESTION) for p in range(*part)) for part in told]
    return not asking[0] and any(asking)


def question(message: Message) -> Understanding | None:
    """Read a question; what it is about decides who answers it."""
    parts = lines(message)
    if not asks(message) or (len(parts) > 1 and not all(asks(message, part) for part in parts)):
        return None
    if len(parts) == 1 and _asked_beside(message, parts[0]):
        return None
    about = _about(message)
    return acting(message, about) if about else nothing(message, Act(Intent.UNKNOWN))


def shown(message: Message) -> Understanding | None:
    """`nipe list ya madeni`, `let me see the debts`: what is to be shown needs no "what"."""
    if not message.has(Role.MAYBE_QUESTION) or message.figures or len(message.words) > SHORT:
        return None
    verbs = message.verbs
    if any(verb.mood is not Mood.WISH for verb in verbs) or _several_lines(message):
        return None
    about = _about(message)
    return acting(message, about) if about else None


def _about(message: Message) -> Act | None:
    """What is asked for: debts, the diary, the team, the store or the sums of some days."""
    deeds = {verb.deed for verb in message.verbs}
    day = message.days[0].date if message.days else None
    owed = message.has(Role.DEBT) or message.has(Role.OWED)
    if (owed and not message.figures) or deeds & DEBTS:
        return Act(Intent.WHO_OWES, party=capital_name(message))
    visits = message.has(Role.CUSTOMER) and bool(deeds & VISITS or (day and not deeds))
    if message.has(Role.APPOINTMENT) or visits:
        return Act(Intent.APPOINTMENTS, date=day)
    if (deeds & STORE and not message.has(Role.PROFIT)) or message.has(Role.STOCK):
        return Act(Intent.SUMMARY, kind="stock")
    summed = message.has(Role.MONEY) or message.has(Role.WHOLE) or bool(deeds & TRADE)
    if summed or any(message.has(role) for role in TOPICS):
        return Act(Intent.SUMMARY, date=day, kind=period(message))
    return Act(Intent.TEAM) if message.has(Role.STAFF) else None
