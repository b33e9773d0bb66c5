"""Who is meant: a name as it was said beside the names in the book."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.fuzz import ratio

from bot.names import named
from bot.shop import Customer

_WORDS = re.compile(r"[^\W\d_]+")
ALIKE = 80
"""From this likeness (of 100) two names may be one, misspelt."""
SHORTEST = 3
"""A shorter beginning is no name."""
MOST = 3
"""As many candidates as one question offers."""


@dataclass(frozen=True, slots=True)
class Meant:
    """Whom a name may mean: surely one, perhaps some, or somebody new."""

    sure: Customer | None = None
    candidates: tuple[Customer, ...] = ()


def meant(name: str, customers: Sequence[Customer]) -> Meant:
    """The customer of this name, by the strictest rule that finds one.

    A figure in a name never makes two names alike: it is left out of the comparison.
    """
    said = words(name)
    exact = [each for each in customers if words(each.name) == said]
    if len(exact) == 1:
        return Meant(sure=exact[0])
    for rule in (_by_words, _by_beginnings):
        found = [each for each in customers if rule(said, words(each.name))]
        if len(found) == 1:
            return Meant(sure=found[0])
        if found:
            return Meant(candidates=tuple(found[:MOST]))
    alike = [each for each in customers if _alike(said, words(each.name))]
    return Meant(candidates=tuple(alike[:MOST]))


def mentioned(text: str, customers: Sequence[Customer]) -> Customer | None:
    """The customer whose name stands in a text, whole or by one of its words."""
    whole = named(text, [each.name for each in customers])
    if whole is not None:
        return next(each for each in customers if each.name == whole)
    said = set(words(text))
    found = [
        each
        for each in customers
        if any(word in said for word in words(each.name) if len(word) >= SHORTEST)
    ]
    return found[0] if len(found) == 1 else None


def picked(
    digit: int | None, text: str, offered: Sequence[Customer], *, beside: int = 0
) -> int | None:
    """The place, from 1, of who is chosen of those offered: by a digit, or by name.

    Behind them stand so many other choices `beside`; None for what is none of them all.
    """
    place = digit or _by_name(text, offered)
    return place if place and place <= len(offered) + beside else None


def _by_name(text: str, offered: Sequence[Customer]) -> int | None:
    """The only one whose name, or part of it, the text is."""
    said = set(words(text))
    found = [n for n, one in enumerate(offered, 1) if said and said <= set(words(one.name))]
    return found[0] if len(found) == 1 else None


def words(name: str) -> tuple[str, ...]:
    """A name's words, without case, figures and signs."""
    return tuple(_WORDS.findall(name.casefold()))


def _by_words(said: Sequence[str], known: Sequence[str]) -> bool:
    """`Asha` for Asha Otieno: every word that was said is in the known name."""
    return bool(said) and set(said) <= set(known)


def _by_beginnings(said: Sequence[str], known: Sequence[str]) -> bool:
    """`Antoni O` for Antonia Otieno: every word begins one of the known name."""
    if not said or len(said[0]) < SHORTEST:
        return False
    return all(any(word.startswith(part) for word in known) for part in said)


def _alike(said: Sequence[str], known: Sequence[str]) -> bool:
    """`Kamua` for Kamau, `Asha Mwangi` for an Asha of whom no more is known: worth asking."""
    if not said or not known:
        return False
    return set(known) <= set(said) or ratio(" ".join(said), " ".join(known)) >= ALIKE
