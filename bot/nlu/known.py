"""Recognise the people and things a shop already knows when they are shortened or misspelt."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from rapidfuzz.distance import OSA

from bot.nlu.lexicon import Lexicons, fold
from bot.nlu.message import Message
from bot.nlu.senses import NOTHING
from bot.nlu.understanding import Act, Understanding

SHORTEST_START, SHORTEST_SLIP = 3, 5
"""Fewer letters begin, or nearly spell, too many other words."""

Alike = Callable[[str, str], bool]


def recognised(understood: Understanding, message: Message) -> Understanding:
    """Write every person and thing of `understood` as the shop writes them."""
    catalogue, lexicons = message.catalogue, message.lexicons
    if not catalogue.items and not catalogue.people:
        return understood
    acts = tuple(
        _renamed(
            act,
            known(act.item, catalogue.items, lexicons, misspelt),
            known(act.party, catalogue.people, lexicons, miswritten),
        )
        for act in understood.acts
    )
    return replace(understood, acts=acts)


def known(
    written: str | None, names: Collection[str], lexicons: Lexicons, slipped: Alike
) -> str | None:
    """The one of `names` that is meant by `written`; of two it may be either, so neither."""
    if written is None:
        return None
    words = fold(written).split()
    for alike in (_is_same, _begins, slipped):
        near = {name for name in names if _matches(words, fold(name).split(), lexicons, alike)}
        if near:
            return near.pop() if len(near) == 1 else written
    return written


def misspelt(written: str, word: str) -> bool:
    """Tell whether one slip of the finger parts two words for a thing."""
    long = min(len(written), len(word)) >= SHORTEST_SLIP
    return long and OSA.distance(written, word, score_cutoff=1) <= 1


def miswritten(written: str, word: str) -> bool:
    """The same for names, where another letter is another person: Wanjiku and Wanjiru."""
    changed = len(written) == len(word) and sorted(written) != sorted(word)
    return misspelt(written, word) and not changed


def _renamed(act: Act, item: str | None, party: str | None) -> Act:
    if (item, party) == (act.item, act.party):
        return act
    return replace(act, item=item, party=party)


def _matches(words: list[str], name: list[str], lexicons: Lexicons, alike: Alike) -> bool:
    """Every word written is one of the name's, in order; the first one opens it."""
    if not words or len(words) > len(name) or (alike is _is_same and len(words) != len(name)):
        return False
    return all(
        word == other or (alike(word, other) and _is_free(word, lexicons))
        for word, other in zip(words, name, strict=False)
    )


def _is_free(word: str, lexicons: Lexicons) -> bool:
    """Numbers, units and words that are right by themselves are never taken for others."""
    return word.isalpha() and lexicons.look_up(word) is NOTHING


def _is_same(written: str, word: str) -> bool:
    return written == word


def _begins(written: str, word: str) -> bool:
    return len(written) >= SHORTEST_START and word.startswith(written)
