"""Read what concerns the diary: book, move, cancel, remind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import dropwhile

from bot.nlu.message import Message
from bot.nlu.moods import asks
from bot.nlu.parties import Named, plain_name
from bot.nlu.senses import Deed, Mood, Role, Verb
from bot.nlu.understanding import Act, Intent, Understanding
from bot.nlu.verdict import acting, asking
from bot.nlu.words import Token

DIARY = frozenset({Deed.BOOK, Deed.CANCEL, Deed.MOVE, Deed.REMIND, Deed.CHANGE})
PRESENCE = frozenset({Deed.COME, Deed.HAVE, Deed.PUT})
REQUESTED = frozenset({Deed.BOOK, Deed.MOVE, Deed.CANCEL})
"""What a person may ask for with a question mark: "can we move to 4 pm?"."""
UNSPOKEN = DIARY | {Deed.COME, Deed.HAVE}
SHORT, SHORTEST, FEW = 12, 3, 4
"""A time and a name without a verb are an appointment only in so few words."""
SILENT = (
    frozenset({Role.NOISE, Role.POLITE, Role.WE, Role.US, Role.WISH, Role.FUTURE, Role.IF})
    | {Role.OF, Role.TO, Role.FROM, Role.AND, Role.BY, Role.PRICE, Role.RATE, Role.EACH}
    | {Role.APPOINTMENT, Role.REMINDER, Role.CUSTOMER, Role.RECORD, Role.EVERY, Role.INSTEAD}
    | {Role.AFTER, Role.BEFORE, Role.NOT, Role.DEBT, Role.MAYBE_QUESTION, Role.PRIVATE}
)


def appointment(message: Message) -> Understanding | None:
    """Read a wish for the diary; questions about it are answered elsewhere."""
    verbs = message.verbs
    deed = next((verb.deed for verb in verbs if verb.deed in DIARY), None)
    if asks(message) and (deed not in REQUESTED or message.has(Role.QUESTION)):
        return None
    if deed is Deed.REMIND and not any(_is_ours(verb) for verb in verbs):
        return _remind_customer(message)
    if message.figures:
        reminds = deed is Deed.REMIND and (_timed(message) or _only_reminds(message, verbs))
        return _remind(message) if reminds else None
    absent = any(verb.deed is Deed.COME and verb.mood is Mood.NOT for verb in verbs)
    if absent and deed not in {Deed.MOVE, Deed.CHANGE}:
        return _cancel(message) if _timed(message) else None
    return _diary(message, deed)


def _diary(message: Message, deed: Deed | None) -> Understanding | None:
    known = message.has(Role.APPOINTMENT) or message.has(Role.REMINDER) or _timed(message)
    if deed is Deed.CANCEL:
        return _cancel(message) if known and not _is_past(message) else None
    if deed in {Deed.MOVE, Deed.CHANGE}:
        return _move(message) if known else None
    if message.has(Role.REMINDER) and not _timed(message) and deed is None:
        return _remind_customer(message)
    if deed is Deed.REMIND or message.has(Role.REMINDER):
        return _remind(message) if _timed(message) or deed is Deed.REMIND else None
    if _comes(message) and message.hours:
        return _move(message) if message.has(Role.FROM) else _book(message)
    if deed is Deed.BOOK or (message.has(Role.CUSTOMER) and message.hours):
        return _book(message) if known or len(message.words) <= SHORTEST else None
    if message.has(Role.APPOINTMENT) and _timed(message):
        return _book(message)
    part = any(token.sense.daypart for token in message.tokens)
    return _bare(message) if message.hours or (part and message.days) else None


def _is_past(message: Message) -> bool:
    """`leo nilifutwa kazi`: what was cancelled is no appointment unless that is said."""
    verbs = message.verbs
    done = all(verb.mood is Mood.DONE for verb in verbs if verb.deed is Deed.CANCEL)
    return done and not (message.has(Role.APPOINTMENT) or message.hours)


def _timed(message: Message) -> bool:
    """`futa mkate wa jana` is no appointment: those lie ahead."""
    today = message.utterance.now.date()
    return bool(message.hours) or any(day.date >= today for day in message.days)


def _only_reminds(message: Message, verbs: Sequence[Verb]) -> bool:
    """`remind me 2 hours before Mary comes`: an order first, and nothing that is done."""
    first = message.tokens[0].sense.verb
    if message.has(Role.LIMIT):
        return False  # "nijulishe mtu akidaiwa zaidi ya 2000" is a rule.
    return first is not None and _is_ours(first) and all(v.mood is not Mood.DONE for v in verbs)


def _is_ours(verb: Verb) -> bool:
    return verb.deed is Deed.REMIND and "we" in {verb.subject, verb.object}


def _remind(message: Message) -> Understanding:
    """`nikumbushe kesho saa tatu kulipa kodi 8000`: what it is about is kept as it was said."""
    left = [
        token
        for place, token in enumerate(message.tokens)
        if place not in message.used and token.kind in {"word", "digits"}
    ]
    kept = list(dropwhile(_leads, left))
    item = " ".join(token.text for token in kept) or None
    return _at_hour(message, Act(Intent.REMIND, item=item, date=_date(message), kind="self"))


def _leads(token: Token) -> bool:
    """What stands before the errand itself: the order, and small words."""
    verb = token.sense.verb
    reminds = verb is not None and verb.deed in UNSPOKEN
    small = bool(token.sense.roles & SILENT) and not token.has(Role.WISH)
    return reminds or small or token.sense.daypart is not None


def _remind_customer(message: Message) -> Understanding | None:
    """`mkumbushe Juma deni lake`: the debtor is reminded, not the shop."""
    party = _named(message).party
    if party is None and not message.has(Role.CUSTOMER):
        return None
    return acting(message, Act(Intent.REMIND, party=party, date=_date(message), kind="debt"))


def _cancel(message: Message) -> Understanding:
    named = _named(message)
    act = Act(
        Intent.CANCEL_APPOINTMENT, party=named.party, item=named.item, date=_date(message)
    )
    return acting(message, replace(act, when=_moment(message)))


def _move(message: Message) -> Understanding:
    named = _named(message)
    intent = Intent.RESCHEDULE_APPOINTMENT
    act = Act(intent, party=named.party, item=named.item, date=_date(message))
    if message.days and not message.hours:
        return acting(message, act)  # Another day, the same hour.
    return _at_hour(message, act)


def _book(message: Message) -> Understanding:
    act = _scheduled(message)
    if act.party is None and message.has(Role.CUSTOMER) and _moment(message) is not None:
        return asking(message, "customer", act)
    return _at_hour(message, act)


def _bare(message: Message) -> Understanding | None:
    """`J3 saa 3 asubuhi Zuhura rasta`: a time, a name and nothing else."""
    if len(message.words) > SHORT or _has_money_verb(message):
        return None
    act = _scheduled(message)
    if act.party is not None:
        return _at_hour(message, act)
    if _is_planned(message, act):
        return _at_hour(message, act)
    if (
        act.item is not None
        or not message.hours
        or (_moment(message) is not None and not message.days)
    ):
        return None
    return asking(message, "hour" if _moment(message) is None else "customer", act)


def _is_planned(message: Message, act: Act) -> bool:
    """`tarehe 3 machi saa nne asubuhi ukaguzi wa duka`: a day, an hour, and what is then."""
    words = act.item.split() if act.item else []
    first = next(
        (
            place
            for place, t in enumerate(message.tokens)
            if t.kind != "sign" and not _greets(t)
        ),
        0,
    )
    clear = bool(message.days) and _moment(message) is not None and first in message.used
    return clear and 0 < len(words) <= FEW and not any(t.sense.verb for t in message.tokens)


def _greets(token: Token) -> bool:
    return token.has(Role.POLITE) or token.has(Role.NOISE)


def _has_money_verb(message: Message) -> bool:
    return any(verb.deed not in PRESENCE for verb in message.verbs)


def _comes(message: Message) -> bool:
    return any(verb.deed is Deed.COME for verb in message.verbs)


def _scheduled(message: Message) -> Act:
    named = _named(message)
    intent = Intent.SCHEDULE_APPOINTMENT
    return Act(intent, party=named.party, item=named.item, date=_date(message))


def _at_hour(message: Message, act: Act) -> Understanding:
    """Fill in the hour, or ask for the one that is missing or has two readings.

    Where a month is named and no day of it, as in "30th Feb", no day is known at all.
    """
    if _is_misdated(message):
        asked = asking(message, "time", replace(act, item=None, date=None))
        return replace(asked, times=(), dates=())
    if not message.hours:
        return asking(message, "time", act)
    moment = _moment(message)
    if moment is None:
        return asking(message, "hour", act)
    return acting(message, replace(act, when=moment, date=moment.date()))


def _is_misdated(message: Message) -> bool:
    months = (place for place, t in enumerate(message.tokens) if t.sense.month is not None)
    return any(place not in message.used for place in months)


def _moment(message: Message) -> datetime | None:
    """The hour said last: what is moved "from nine to ten" goes to ten."""
    meant = [
        hour
        for hour in message.hours
        if hour.start == 0 or not message.tokens[hour.start - 1].has(Role.FROM)
    ]
    return meant[-1].moments[0] if meant and not meant[-1].unclear else None


def _date(message: Message) -> date | None:
    return message.days[-1].date if message.days else None


def _named(message: Message) -> Named:
    """Who it is for and what: the first run of words like a name, and the other words."""
    left = [
        place
        for place, token in enumerate(message.tokens)
        if place not in message.used and _tells(token)
    ]
    party = _party(message, left)
    item = " ".join(message.tokens[place].text for place in left if place not in party)
    who = " ".join(plain_name(message.tokens[place].text) for place in party)
    return Named(who or None, item or None)


def _tells(token: Token) -> bool:
    verb = token.sense.verb
    if token.kind != "word" or (verb is not None and verb.deed in UNSPOKEN):
        return False
    return token.has(Role.TITLE) or (not token.sense.roles & SILENT and not token.sense.daypart)


def _party(message: Message, left: list[int]) -> list[int]:
    party: list[int] = []
    for place in left:
        if _like_a_name(message, place) and (not party or place == party[-1] + 1):
            party.append(place)
        elif party:
            break
    return party


def _like_a_name(message: Message, place: int) -> bool:
    """A capital letter tells a name, but not at the start of a sentence about a customer."""
    token, before = message.tokens[place], message.tokens[place - 1] if place else None
    capital = token.text[:1].isupper() and (
        before is not None or not message.has(Role.CUSTOMER)
    )
    behind = before is not None and (
        before.has(Role.CUSTOMER)
        or (
            before.sense.verb is not None
            and before.sense.verb.deed in {Deed.BOOK, Deed.REMIND, Deed.MOVE}
        )
    )
    return capital or behind or token.word in message.known or token.has(Role.TITLE)
