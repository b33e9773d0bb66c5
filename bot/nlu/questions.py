"""Questions about the book: answered, never booked."""

from __future__ import annotations

from bot.nlu.clauses import Bounds, clauses, lines
from bot.nlu.commands import period
from bot.nlu.message import Message
from bot.nlu.moods import asks
from bot.nlu.names import capital_name
from bot.nlu.senses import Deed, Role
from bot.nlu.understanding import Act, Intent, Understanding
from bot.nlu.verdict import acting, nothing

TRADE = frozenset({Deed.SELL, Deed.BUY, Deed.BRING, Deed.SPEND, Deed.GET, Deed.PAY})
STORE = frozenset({Deed.HAVE, Deed.REMAIN, Deed.COUNT})
DEBTS = frozenset({Deed.OWE, Deed.CLAIM, Deed.BORROW, Deed.LEND})
TOPICS = frozenset(
    {Role.SALES, Role.EXPENSES, Role.PURCHASES, Role.PROFIT, Role.REPORT, Role.STOCK}
)


SHORT = 8


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


def debts_of(message: Message) -> Understanding | None:
    """`deni la Kamau`: a debt, a name, no figure and no deed."""
    name = capital_name(message)
    if name is None or message.figures or not message.has(Role.OWED):
        return None
    if len(message.words) > SHORT or any(token.sense.verb for token in message.tokens):
        return None
    return acting(message, Act(Intent.WHO_OWES, party=name))


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
    deeds = {token.sense.verb.deed for token in message.tokens if token.sense.verb}
    day = message.days[0].date if message.days else None
    owed = message.has(Role.DEBT) or message.has(Role.OWED)
    if (owed and not message.figures) or deeds & DEBTS:
        return acting(message, Act(Intent.WHO_OWES, party=capital_name(message)))
    if message.has(Role.APPOINTMENT):
        return acting(message, Act(Intent.APPOINTMENTS, date=day))
    if deeds & STORE or message.has(Role.STOCK):
        return acting(message, Act(Intent.SUMMARY, kind="stock"))
    if message.has(Role.MONEY) or message.has(Role.WHOLE):
        return acting(message, Act(Intent.SUMMARY, date=day, kind=period(message)))
    if deeds & TRADE or any(message.has(role) for role in TOPICS):
        return acting(message, Act(Intent.SUMMARY, date=day, kind=period(message)))
    return nothing(message, Act(Intent.UNKNOWN))
