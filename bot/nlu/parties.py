"""Find who and what in a clause, once its verb and figures are known."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from bot.nlu.senses import Role
from bot.nlu.understanding import Catalogue
from bot.nlu.words import Token

SKIPPED = frozenset({
    Role.NOISE, Role.POLITE, Role.CASH, Role.MOBILE, Role.CREDIT, Role.UNPAID, Role.WE, Role.US,
    Role.THEY, Role.RECORD, Role.EACH, Role.PRICE, Role.RATE, Role.WHOLE, Role.MAYBE_QUESTION,
    Role.THEN, Role.DEBT, Role.OWED, Role.SALES, Role.EXPENSES, Role.PURCHASES, Role.TO, Role.FROM,
})  # fmt: skip
LINKING = frozenset({Role.OF, Role.AND})
LEADING = frozenset({Role.OF, Role.TO, Role.FROM, Role.DEBT, Role.OWED})


class Named(NamedTuple):
    """Who and what a clause is about."""

    party: str | None
    item: str | None


class Scene(NamedTuple):
    """A clause as far as it is read: tokens `[start:end]` of which `used` have been understood."""

    tokens: Sequence[Token]
    start: int
    end: int
    used: Collection[int]
    verb: int | None
    catalogue: Catalogue


def names(scene: Scene, *, party_before_verb: bool, party_after_verb: bool) -> Named:
    """Split the words that are left into a person and a thing."""
    taken = set(scene.used)
    party = _by_preposition(scene, taken)
    if party is None and party_before_verb and scene.verb is not None:
        party = _run(scene, scene.start, scene.verb, taken)
    if party is None and party_after_verb and scene.verb is not None:
        party = _person_at(scene, scene.verb + 1, taken)
    return Named(party, _item(scene, taken))


def _by_preposition(scene: Scene, taken: set[int]) -> str | None:
    for place in range(scene.start, scene.end):
        token = scene.tokens[place]
        if place in taken or not (token.has(Role.TO) or token.has(Role.FROM)):
            continue
        following = place + 1
        if following < scene.end and _is_person(scene, following, taken):
            taken.add(place)
            return _person_at(scene, following, taken)
    return None


def _is_person(scene: Scene, place: int, taken: Collection[int]) -> bool:
    if place in taken:
        return False
    token = scene.tokens[place]
    if token.kind != "word":
        return False
    if token.has(Role.TITLE) or token.word in _known(scene.catalogue):
        return True
    plain = not token.sense.roles - {Role.OF} and token.sense.verb is None
    return (token.text[:1].isupper() and plain) or bool(
        token.sense.roles & {Role.CUSTOMER, Role.SUPPLIER, Role.STAFF}
    )


def _known(catalogue: Catalogue) -> frozenset[str]:
    return frozenset(word for name in catalogue.people for word in name.casefold().split())


def _person_at(scene: Scene, place: int, taken: set[int]) -> str | None:
    """A person's name from `place` on: titles, then one word, then more that look like names."""
    words: list[str] = []
    named = False
    while place < scene.end and scene.tokens[place].sense.roles & LEADING:
        place += 1
    while place < scene.end and place not in taken:
        token = scene.tokens[place]
        if token.kind != "word" or _is_skipped(token):
            break
        if named and not token.text[:1].isupper() and token.word not in _known(scene.catalogue):
            break
        words.append(token.text)
        taken.add(place)
        named = named or not token.has(Role.TITLE)
        place += 1
    return " ".join(words) or None


def _is_skipped(token: Token) -> bool:
    return bool(token.sense.roles & SKIPPED) and not token.has(Role.TITLE)


def _run(scene: Scene, start: int, end: int, taken: set[int]) -> str | None:
    """All plain words between two places, as one name."""
    words = []
    for place in range(start, end):
        token = scene.tokens[place]
        if place in taken or token.kind != "word" or _is_skipped(token):
            continue
        words.append(token.text)
        taken.add(place)
    return " ".join(words) or None


def _item(scene: Scene, taken: Collection[int]) -> str | None:
    """The words left over; linking words stay only between two others."""
    kept: list[tuple[int, Token]] = [
        (place, scene.tokens[place])
        for place in range(scene.start, scene.end)
        if place not in taken
        and place != scene.verb
        and scene.tokens[place].kind == "word"
        and not _is_skipped(scene.tokens[place])
    ]
    while kept and kept[0][1].sense.roles & LINKING:
        kept.pop(0)
    while kept and kept[-1][1].sense.roles & LINKING:
        kept.pop()
    text = " ".join(_plain(token) for _, token in kept)
    return text or None


def _plain(token: Token) -> str:
    """`Sugar` at the start of a line is sugar; `A4` and `KPLC` keep their capitals."""
    return token.text.lower() if token.text[1:].islower() else token.text
