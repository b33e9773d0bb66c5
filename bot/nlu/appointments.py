"""Read what concerns the diary: book, move, cancel, remind."""

from __future__ import annotations

from datetime import datetime

from bot.nlu.message import Message
from bot.nlu.moods import asks
from bot.nlu.parties import Named, plain_name
from bot.nlu.senses import Deed, Role
from bot.nlu.understanding import Act, Intent, Understanding
from bot.nlu.verdict import acting, asking
from bot.nlu.words import Token

DIARY = frozenset({Deed.BOOK, Deed.CANCEL, Deed.MOVE, Deed.REMIND, Deed.CHANGE})
SHORT = 8
"""A time and a name without a verb are an appointment only in so few words."""
SILENT = frozenset({
    Role.NOISE, Role.POLITE, Role.OF, Role.TO, Role.AND, Role.APPOINTMENT, Role.CUSTOMER,
    Role.REMINDER, Role.RECORD, Role.PRICE, Role.RATE, Role.FROM, Role.INSTEAD, Role.WE, Role.EVERY,
    Role.AFTER, Role.BEFORE, Role.NOT, Role.EACH, Role.WISH, Role.US, Role.FUTURE,
})  # fmt: skip


def appointment(message: Message) -> Understanding | None:
    """Read a wish for the diary; questions about it are answered elsewhere."""
    if asks(message) or message.figures:
        return None
    verb = _verb(message)
    diary = message.has(Role.APPOINTMENT) or message.has(Role.REMINDER)
    timed = bool(message.hours or message.days)
    if verb is Deed.REMIND or message.has(Role.REMINDER) and verb is not Deed.CANCEL:
        return _remind(message) if timed else None
    if verb is Deed.CANCEL and (diary or timed):
        return _cancel(message)
    if verb in {Deed.MOVE, Deed.CHANGE} and (diary or timed):
        return _move(message)
    if verb is Deed.BOOK or diary and timed or message.has(Role.CUSTOMER) and message.hours:
        return _book(message) if timed or diary else None
    return _bare(message) if message.hours else None


def _verb(message: Message) -> Deed | None:
    """The diary verb; a verb of money elsewhere in the message forbids one."""
    deeds = [token.sense.verb.deed for token in message.tokens if token.sense.verb]
    return next((deed for deed in deeds if deed in DIARY), None)


def _remind(message: Message) -> Understanding:
    act = Act(Intent.REMIND, item=_named(message).item, date=_date(message), kind="self")
    return _timed(message, act)


def _cancel(message: Message) -> Understanding:
    named = _named(message)
    when = _moment(message)
    return acting(
        message,
        Act(Intent.CANCEL_APPOINTMENT, party=named.party, item=named.item, when=when, date=_date(message)),
    )


def _move(message: Message) -> Understanding:
    named = _named(message)
    return _timed(
        message, Act(Intent.RESCHEDULE_APPOINTMENT, party=named.party, item=named.item, date=_date(message))
    )


def _book(message: Message) -> Understanding:
    named = _named(message)
    act = Act(Intent.SCHEDULE_APPOINTMENT, party=named.party, item=named.item, date=_date(message))
    if named.party is None and message.has(Role.CUSTOMER) and _sure(message):
        return asking(message, "customer", act)
    return _timed(message, act)


def _bare(message: Message) -> Understanding | None:
    """`J3 saa 3 asubuhi Zuhura rasta`: a time, a name and nothing else."""
    if len(message.words) > SHORT or any(token.sense.verb for token in message.tokens):
        return None
    named = _named(message)
    act = Act(Intent.SCHEDULE_APPOINTMENT, party=named.party, item=named.item, date=_date(message))
    if named.party is None:
        if named.item or _sure(message) and not message.days:
            return None
        return asking(message, "customer" if _sure(message) else "hour", act)
    return _timed(message, act)


def _timed(message: Message, act: Act) -> Understanding:
    """Fill in the hour, or ask for the one that is missing or has two readings."""
    if not message.hours:
        return asking(message, "time", act)
    if not _sure(message):
        return asking(message, "hour", act)
    return acting(message, _at(act, message.hours[-1].moments[0]))


def _at(act: Act, moment: datetime) -> Act:
    return Act(act.intent, item=act.item, party=act.party, when=moment, date=act.date, kind=act.kind)


def _sure(message: Message) -> bool:
    return bool(message.hours) and not message.hours[-1].unclear


def _moment(message: Message) -> datetime | None:
    return message.hours[-1].moments[0] if _sure(message) else None


def _date(message: Message):  # type: ignore[no-untyped-def]
    return message.days[-1].date if message.days else None


def _named(message: Message) -> Named:
    """Who it is for and what: the first run of words like a name, and the other words."""
    left = [
        (place, token)
        for place, token in enumerate(message.tokens)
        if place not in message.used and _tells(token)
    ]
    party = _party(message, left)
    item = " ".join(token.text for place, token in left if place not in party)
    who = " ".join(plain_name(message.tokens[place].text) for place in party)
    return Named(who or None, item or None)


def _tells(token: Token) -> bool:
    if token.kind != "word" or token.sense.verb is not None and token.sense.verb.deed in DIARY:
        return False
    return token.has(Role.TITLE) or not token.sense.roles & SILENT and token.sense.daypart is None


def _party(message: Message, left: list[tuple[int, Token]]) -> list[int]:
    party: list[int] = []
    for place, token in left:
        named = token.text[:1].isupper() and (place > 0 or not message.has(Role.CUSTOMER)) or token.has(Role.TITLE) or _follows_customer(message, place)
        if named and (not party or place == party[-1] + 1):
            party.append(place)
        elif party:
            break
    return party


def _follows_customer(message: Message, place: int) -> bool:
    before = message.tokens[place - 1] if place else None
    verb = before.sense.verb if before else None
    return before is not None and (
        before.has(Role.CUSTOMER) or verb is not None and verb.deed is Deed.BOOK
    )
