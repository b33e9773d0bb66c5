"""Find who and what in a clause, once its verb and figures are known."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Literal, NamedTuple

from bot.nlu.senses import NOTHING, Deed, Mood, Role
from bot.nlu.words import Token

SKIPPED = (
    frozenset(
        {
            Role.NOISE,
            Role.POLITE,
            Role.WE,
            Role.US,
            Role.THEY,
            Role.THEN,
            Role.RECORD,
            Role.WISH,
        }
    )
    | {Role.CASH, Role.MOBILE, Role.CREDIT, Role.UNPAID, Role.DEBT, Role.OWED, Role.PRIVATE}
    | {
        Role.EACH,
        Role.PRICE,
        Role.RATE,
        Role.WHOLE,
        Role.WHOLE_BEHIND,
        Role.PRICE_LIST,
        Role.MAYBE_QUESTION,
    }
    | {Role.REMAINDER, Role.SALES, Role.EXPENSES, Role.PURCHASES, Role.TO, Role.FROM}
)
LINKING = frozenset({Role.OF, Role.AND})
STORED = frozenset({Role.STOCK})
LEADING = frozenset(
    {Role.OF, Role.TO, Role.FROM, Role.DEBT, Role.OWED, Role.AND, Role.BY, Role.US}
)
SOMEBODY = frozenset({Role.CUSTOMER, Role.SUPPLIER, Role.STAFF, Role.LENDER})

Seat = Literal["doer", "object", "heading", "first", "buyer", "named", "nobody"]
"""Where a clause keeps its person: before the verb, behind it, under a heading, or nowhere."""


class Named(NamedTuple):
    """Who and what a clause is about."""

    party: str | None
    item: str | None


class Scene(NamedTuple):
    """A clause as far as it is read: tokens `[start:end]`, of which `used` are understood."""

    tokens: Sequence[Token]
    start: int
    end: int
    used: Collection[int]
    verb: int | None
    known: frozenset[str]


def names(scene: Scene, seat: Seat) -> Named:
    """Split the words that are left into a person and a thing."""
    taken = set(scene.used)
    party = _by_preposition(scene, taken) or SEATS[seat](scene, taken)
    return Named(party, _item(scene, taken))


def plain_name(text: str) -> str:
    """`Jane's` is Jane."""
    return text.removesuffix("'s").removesuffix("’s").rstrip("'’")


# --- who ------------------------------------------------------------


def _by_preposition(scene: Scene, taken: set[int]) -> str | None:
    for place in range(scene.start, scene.end - 1):
        token = scene.tokens[place]
        if place in taken or not (token.has(Role.TO) or token.has(Role.FROM)):
            continue
        if _is_person(scene, place + 1, taken) or _is_source(scene, place, taken):
            taken.add(place)
            return _person_at(scene, place + 1, taken)
    return None


def _is_source(scene: Scene, place: int, taken: Collection[int]) -> bool:
    """`nimekopa 300 kutoka kwa musyoka`: a loan, or its money, comes from somebody."""
    verb = scene.tokens[scene.verb].sense.verb if scene.verb is not None else None
    repaid = any(token.has(Role.DEBT) for token in scene.tokens[scene.start : scene.end])
    borrowed = verb is not None and (
        verb.deed is Deed.BORROW or (verb.deed is Deed.GET and repaid)
    )
    unknown = scene.tokens[place + 1].sense is NOTHING and _is_plain(scene, place + 1, taken)
    return borrowed and unknown and scene.tokens[place].has(Role.FROM)


def _doer(scene: Scene, taken: set[int]) -> str | None:
    """`Juma amekopa`: all plain words before the verb; or `anadaiwa Juma`, a name behind it."""
    verb = _verb(scene)
    return _run(scene, scene.start, verb, taken) or _named(scene, taken)


def _object(scene: Scene, taken: set[int]) -> str | None:
    """`nimemkopesha Juma`, `Juma nimemkopesha`: a word like a name wins, else a lone one."""
    verb = _verb(scene)
    before = [place for place in range(scene.start, verb) if _is_plain(scene, place, taken)]
    behind = _skip(scene, verb + 1)
    if _is_person(scene, behind, taken):
        return _person_at(scene, behind, taken)
    if any(_is_person(scene, place, taken) for place in before):
        return _run(scene, scene.start, verb, taken)
    return (
        _named(scene, taken)
        if before
        else _person_at(scene, behind, taken) or _named(scene, taken)
    )


def _heading(scene: Scene, taken: set[int]) -> str | None:
    """`deni la Fatuma 3,000`: the word behind the heading, or a name right before it."""
    if scene.verb is None:
        return None
    behind = _person_at(scene, _skip(scene, scene.verb + 1), taken)
    if behind is None and _is_person(scene, scene.verb - 1, taken):
        return _person_at(scene, scene.verb - 1, taken)
    return behind


def _first(scene: Scene, taken: set[int]) -> str | None:
    """`Juma 500` under a heading of debts: the line begins with the debtor."""
    start = next((p for p in range(scene.start, scene.end) if _is_plain(scene, p, taken)), None)
    return _person_at(scene, start, taken) if start is not None else None


def _buyer(scene: Scene, taken: set[int]) -> str | None:
    """`sold John 3 bags of cement`: a name, a figure, and the goods after them."""
    behind = _verb(scene) + 1
    person = _is_person(scene, behind, taken) and behind + 1 in scene.used
    goods = any(_is_plain(scene, place, taken) for place in range(behind + 1, scene.end))
    return _person_at(scene, behind, taken) if person and goods else None


def _named(scene: Scene, taken: set[int]) -> str | None:
    """`ananidai Juma 700`: who it is may follow, when the word looks like a name."""
    for place in range(_verb(scene) + 1, scene.end):
        if _is_person(scene, place, taken):
            return _person_at(scene, place, taken)
    return None


def _nobody(scene: Scene, taken: set[int]) -> str | None:
    return None


SEATS: Mapping[Seat, Callable[[Scene, set[int]], str | None]] = {
    "doer": _doer,
    "object": _object,
    "heading": _heading,
    "first": _first,
    "buyer": _buyer,
    "named": _named,
    "nobody": _nobody,
}


def _verb(scene: Scene) -> int:
    return scene.verb if scene.verb is not None else scene.start - 1


def _skip(scene: Scene, place: int) -> int:
    while place < scene.end and scene.tokens[place].sense.roles & LEADING:
        place += 1
    return place


def _is_plain(scene: Scene, place: int, taken: Collection[int]) -> bool:
    """A word that may be part of a name: neither understood otherwise nor a small word."""
    if not scene.start <= place < scene.end or place in taken:
        return False
    token = scene.tokens[place]
    done = token.sense.verb is not None and token.sense.verb.mood is Mood.DONE
    return token.kind == "word" and not done and not _is_skipped(token)


def _is_skipped(token: Token) -> bool:
    if token.has(Role.TITLE):
        return False
    return bool(token.sense.roles & SKIPPED) or token.sense.daypart is not None


def _is_person(scene: Scene, place: int, taken: Collection[int]) -> bool:
    if not _is_plain(scene, place, taken):
        return False
    token = scene.tokens[place]
    if token.has(Role.TITLE) or token.word in scene.known:
        return True
    plain = not token.sense.roles and token.sense.verb is None
    return (token.text[:1].isupper() and plain) or bool(token.sense.roles & SOMEBODY)


def _person_at(scene: Scene, place: int, taken: set[int]) -> str | None:
    """A name from `place` on: titles, then one word, then more that look like names."""
    words: list[str] = []
    named = False
    while _is_plain(scene, place, taken):
        token = scene.tokens[place]
        if named and not token.text[:1].isupper() and token.word not in scene.known:
            break
        words.append(plain_name(token.text))
        taken.add(place)
        named = named or not token.has(Role.TITLE)
        place += 1
    return " ".join(words) or None


def _run(scene: Scene, start: int, end: int, taken: set[int]) -> str | None:
    """All plain words between two places, as one name."""
    places = [place for place in range(start, end) if _is_plain(scene, place, taken)]
    taken.update(places)
    return " ".join(scene.tokens[place].text for place in places) or None


# --- what ------------------------------------------------------------


def _item(scene: Scene, taken: Collection[int]) -> str | None:
    """The words left over; linking words stay only between two others."""
    kept = [
        scene.tokens[place]
        for place in range(scene.start, _comma(scene, taken))
        if place != scene.verb and _is_plain(scene, place, taken)
    ]
    while kept and kept[0].sense.roles & (LINKING | (STORED if len(kept) > 1 else frozenset())):
        kept.pop(0)
    while kept and kept[-1].sense.roles & LINKING:
        kept.pop()
    return " ".join(_lowered(token) for token in kept) or None


def _comma(scene: Scene, taken: Collection[int]) -> int:
    """Where chatter begins: at the first comma behind a plain word."""
    seen = False
    for place in range(scene.start, scene.end):
        if seen and scene.tokens[place].word == ",":
            return place
        seen = seen or (place != scene.verb and _is_plain(scene, place, taken))
    return scene.end


def _lowered(token: Token) -> str:
    """`Sugar` at the start of a line is sugar; `A4` and `KPLC` keep their capitals."""
    return token.text.lower() if token.text[1:].islower() else token.text
