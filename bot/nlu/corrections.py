"""Put a wrong entry right: strike it out, or say the right amount."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot.names import named
from bot.nlu.amounts import Figure
from bot.nlu.commands import COURTESY
from bot.nlu.lexicon import fold
from bot.nlu.message import Message
from bot.nlu.prices import LEAST
from bot.nlu.senses import NOTHING, Deed, Mood, Role
from bot.nlu.understanding import Act, Intent, Payment, Understanding
from bot.nlu.verdict import acting, asking
from bot.nlu.words import Token

CHANGES = frozenset({Deed.CHANGE, Deed.MOVE})
CONTRAST = frozenset({Role.NOT, Role.INSTEAD, Role.IS})
TOTALS = frozenset({Role.SALES, Role.EXPENSES, Role.PURCHASES})
SHARES = frozenset({"half", "quarter"})
ORDERS = frozenset({Mood.ORDER, Mood.WISH})
HOPED, DOERS = frozenset({Role.FUTURE, Role.IF}), frozenset({Role.WE, Role.THEY})
BESIDE = COURTESY | {Role.INSTEAD, Role.IS, Role.NO}
KINDS = {Role.SALES: "sale", Role.EXPENSES: "expense", Role.PURCHASES: "purchase"}
PAID: dict[Role, Payment] = {Role.MOBILE: "mobile", Role.CASH: "cash"}
LONGEST, LONGEST_UNDO, SHORT = 12, 5, 3
SILENT = COURTESY | {Role.OF, Role.SALES, Role.LAST, Role.END, Role.EXPENSES, Role.DEBT}


def undo(message: Message) -> Understanding | None:
    """`futa sukari`: an order to strike out, with the thing it is about."""
    first = message.tokens[0].sense.verb if message.tokens else None
    if first is None or first.deed is not Deed.CANCEL or first.mood is not Mood.ORDER:
        return None
    if len(message.words) > LONGEST_UNDO or message.hours or message.has(Role.APPOINTMENT):
        return None
    rest = [
        token.text
        for token in message.tokens[1:]
        if token.kind == "word" and not token.sense.roles & SILENT
    ]
    amount = message.figures[0].value if message.figures else None
    act = Act(Intent.UNDO, item=" ".join(rest) or None, amount=amount)
    known = amount is not None or message.has(Role.SALES) or act.item in message.catalogue.items
    return acting(message, act) if known or not rest else asking(message, "which_entry", act)


def correction(message: Message) -> Understanding | None:
    """`badilisha 450`, `haikuwa 320 ni 230`, `sawa lakini iwe 450`: the new amount."""
    if message.hours or len(message.words) > LONGEST or _is_total(message):
        return None
    if not message.figures:
        return _other_way(message) or _other_thing(message)
    figure = _put_right(message) or _told_to_change(message)
    if figure is None:
        return None
    if figure.unclear or _counts(message, figure) or _is_share(message):
        return asking(message, "amount_unclear", Act(Intent.CORRECT))
    thing = _thing_to_change(message, figure)
    return acting(message, Act(Intent.CORRECT, amount=figure.value, item=thing))


def _thing_to_change(message: Message, figure: Figure) -> str | None:
    """`badilisha nauli 150`, `change the fare to 150`: what stands between the two."""
    before = message.tokens[: figure.start]
    place = next((n for n, each in enumerate(before) if _orders_change(each)), None)
    if place is None:
        return None
    named = [each.text for each in before[place + 1 :] if each.kind == "word"]
    plain = [each.text for each in before[place + 1 :] if each.sense is NOTHING]
    return " ".join(plain) if plain and len(named) <= SHORT else None


def _orders_change(token: Token) -> bool:
    verb = token.sense.verb
    return verb is not None and verb.deed in CHANGES and verb.mood in ORDERS


def _is_total(message: Message) -> bool:
    """`mauzo ya jana ilikuwa 5600`: what a day came to puts nothing right."""
    return bool(message.days) and any(token.sense.roles & TOTALS for token in message.tokens)


def _is_share(message: Message) -> bool:
    """`nusu ya mauzo ilikuwa 2000`: a part of a total may be told, or be put right."""
    numbers = (token.sense.number for token in message.tokens)
    shared = any(number is not None and number.role in SHARES for number in numbers)
    return shared and any(token.sense.roles & TOTALS for token in message.tokens)


def _other_way(message: Message) -> Understanding | None:
    """`ilikuwa matumizi`, `it was yesterday`, `ilikuwa kwa mpesa`: written, but not so."""
    if not message.has(Role.INSTEAD) or len(message.days) > 1:
        return None
    told = [place for place in range(len(message.tokens)) if place not in message.used]
    words = [message.tokens[place] for place in told if message.tokens[place].kind == "word"]
    ways = [way for word in words if (way := _way(word))]
    if len(ways) + len(message.days) != 1 or not all(
        _way(word) or word.sense.roles & BESIDE for word in words
    ):
        return None
    kind, payment = ways[0] if ways else (None, None)
    day = message.days[0].date if message.days else None
    return acting(message, Act(Intent.CORRECT, kind=kind, payment=payment, date=day))


def _way(word: Token) -> tuple[str | None, Payment | None] | None:
    """The kind of entry, or how it was paid, that a word names."""
    kind = next((kind for role, kind in KINDS.items() if word.has(role)), None)
    payment = next((paid for role, paid in PAID.items() if word.has(role)), None)
    return (kind, payment) if kind or payment else None


def _other_thing(message: Message) -> Understanding | None:
    """`haikuwa unga ilikuwa sukari`, `it was sugar not flour`: one thing is another.

    Where the shop has no such thing it may be any talk: then which entry is meant stays open.
    """
    parts: dict[bool, list[str]] = {}
    denied: bool | None = None
    for token in message.tokens:
        if token.sense.roles & CONTRAST:
            denied = token.has(Role.NOT)
            if denied in parts:
                return None
            parts[denied] = []
        elif denied is not None and token.sense is NOTHING and token.text.islower():
            parts[denied].append(token.text)
        elif token.kind != "sign":
            return None
    wrong, right = (" ".join(parts.get(each, ())) for each in (True, False))
    if not wrong or not right:
        return None
    act = Act(Intent.CORRECT, item=right)
    known = wrong in map(fold, message.catalogue.items)
    return acting(message, act) if known else asking(message, "which_entry", act)


def _counts(message: Message, figure: Figure) -> bool:
    """`ilikuwa soda 3 sio 2`, `wrong one`: so small a figure more likely counts, or points."""
    least = LEAST.get(message.utterance.country, Decimal(0))
    return not figure.money and figure.value < least


def _put_right(message: Message) -> Figure | None:
    """Of two figures the one that is not denied; or the only one behind "make it"."""
    if any(
        figure.start and _follows(message, figure, Role.NO) for figure in message.figures[1:]
    ):
        return None  # "nimeuza 500 hapana 600" is one thing told with a second thought.
    if len(message.figures) == 2 and _was_written(message):
        return message.figures[1]  # "nimeandika 900 badala ya 90"
    denied = [figure for figure in message.figures if _is_denied(message, figure)]
    if len(message.figures) == 2 and len(denied) == 1:
        return next(figure for figure in message.figures if figure not in denied)
    if len(message.figures) != 1:
        return None
    only = message.figures[0]
    return only if _follows(message, only, Role.INSTEAD) or _contradicts(message) else None


def _was_written(message: Message) -> bool:
    """Tell whether the first sum is what was written, and another stands in its place."""
    verbs = message.verbs
    wrote = any(verb.deed is Deed.WRITE and verb.mood is Mood.DONE for verb in verbs)
    return wrote and _follows(message, message.figures[1], Role.FROM)


def _is_denied(message: Message, figure: Figure) -> bool:
    """`sio 300`, `badala ya 300`: the amount that was wrong."""
    told = any(verb.mood is Mood.DONE for verb in message.verbs)
    moved = any(_follows(message, each, Role.TO) for each in message.figures)
    # "unga umepanda kutoka 150 hadi 180" tells a price, and puts none right.
    priced = message.has(Role.AFFAIR)  # "offer price 450 instead of 500"
    instead_of = not (told or moved or priced) and _follows(message, figure, Role.FROM)
    return instead_of or _follows(message, figure, Role.NOT)


def _follows(message: Message, figure: Figure, role: Role) -> bool:
    return figure.start > 0 and message.tokens[figure.start - 1].has(role)


def _contradicts(message: Message) -> bool:
    """`hapana ni 350`: a denial first, then nothing but the figure."""
    rest = [token for token in message.tokens[1:] if token.kind == "word"]
    return (
        message.tokens[0].has(Role.NOT)
        and not message.has(Role.RECORD)  # "don't record 500"
        and len(rest) <= SHORT
        and all(token.sense.roles & COURTESY or token.sense.number for token in rest)
    )


def _told_to_change(message: Message) -> Figure | None:
    verbs = message.verbs
    if any(verb.mood is Mood.ORDER and verb.deed not in CHANGES for verb in verbs):
        return None  # "make Otieno pay 500"
    for place, token in enumerate(message.tokens):
        verb = token.sense.verb
        if verb is None or verb.deed not in CHANGES or verb.mood not in ORDERS:
            continue  # "nimerekebisha friji kwa 3,000" mended something else.
        if _is_told_of(message.tokens[:place]):
            return None
        later = [figure for figure in message.figures if figure.start > place]
        if verb.deed is Deed.CHANGE or _changes_to(message, later):
            return later[-1] if later else None
    return None


def _is_told_of(before: Sequence[Token]) -> bool:
    """`we make 500 a day`, `hoping to make 10k`: somebody's doing or a hope is no order."""
    roles = before[-1].sense.roles if before else frozenset()
    hoped = any(token.sense.roles & HOPED for token in before)
    return hoped or bool(roles & DOERS)


def _changes_to(message: Message, later: Sequence[Figure]) -> bool:
    """`change 70 to 700`, `change sugar to 350`; an appointment has an hour, or a name."""
    of_goods = message.has(Role.PRICE) or bool(
        named(message.utterance.text, message.catalogue.items)
    )
    told = len(later) == 2 or (len(later) == 1 and of_goods)
    alone = len(later) == 1 and len(message.tokens) == 2  # "change 450"
    return alone or (told and _follows(message, later[-1], Role.TO))
