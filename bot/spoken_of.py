"""Find the entry that an undo or a correction speaks of: quoted, named, or the last."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from rapidfuzz.fuzz import ratio

from bot.drafts import Draft
from bot.names import named
from bot.nlu.understanding import Act, Intent
from bot.people import mentioned, words
from bot.shop import Entry
from bot.topic import Scene

REACH, LATELY = 60, timedelta(hours=48)
"""Among so many entries, and no older ones, a thing that is named is looked for."""
ALIKE, SHORTEST = 85, 3
"""From this likeness (of 100) a word is the item's: `futa` is no `mafuta`."""


def entry(scene: Scene) -> Entry | None:
    """What is quoted; else what is named of what they wrote lately; else the last."""
    if scene.heard.quoted is not None:
        return scene.shop.quoted_entry(scene.heard.quoted)
    standing = scene.shop.last_entries(REACH)
    named_one = (each for each in _lately(scene, standing) if is_named(scene, each))
    return next(named_one, None) or next(iter(standing), None)


def last(scene: Scene) -> Entry | None:
    """The speaker's newest entry that stands."""
    return next(iter(scene.shop.last_entries(1)), None)


def newest(scene: Scene) -> Sequence[Entry]:
    """What the speaker wrote lately, newest first; nothing else may be named."""
    return _lately(scene, scene.shop.last_entries(REACH))


def _lately(scene: Scene, standing: Sequence[Entry]) -> Sequence[Entry]:
    since = scene.heard.at - LATELY
    return [each for each in standing if each.recorded_at is None or each.recorded_at >= since]


def is_named(scene: Scene, this: Entry) -> bool:
    """`futa mkate`, `futa 300`, `badilisha sukari 350`: one entry among several."""
    wanted = _wanted(scene)
    if wanted is None:
        return False
    if wanted.intent is Intent.CORRECT and not wanted.amount and wanted.item == this.item:
        return False  # It is what the entry shall be, not what it is.
    if wanted.intent is Intent.UNDO and this.amount in scene.heard.understanding.amounts:
        return True
    return any(is_told(name, scene.heard.text) for name in (this.item, this.customer))


def names_another(scene: Scene, this: Entry) -> bool:
    """`futa unga`, `badilisha chai 60`, but this entry is sugar."""
    wanted = _wanted(scene)
    if wanted is None or is_named(scene, this):
        return False
    undone = wanted.intent is Intent.UNDO and scene.heard.understanding.amounts
    if undone or (wanted.item and (wanted.amount or wanted.intent is Intent.UNDO)):
        return True
    return named(scene.heard.text, scene.shop.catalogue().items) is not None


def undoes_another(scene: Scene, draft: Draft) -> bool:
    """`futa deni la Juma`, while it is asked about Peter's: it is not Peter's that goes."""
    if not scene.wants(Intent.UNDO) or scene.wants(Intent.REJECT):
        return False
    person = mentioned(scene.heard.text, scene.shop.customers())
    name = person.name if person else named(scene.heard.text, scene.shop.catalogue().items)
    asked = [one for one in (draft.item, draft.party) if one]
    return name is not None and not any(
        is_told(one, name) or is_told(name, one) for one in asked
    )


def _wanted(scene: Scene) -> Act | None:
    changes = (Intent.UNDO, Intent.CORRECT)
    return next((act for act in scene.acts if act.intent in changes), None)


def is_told(name: str | None, text: str) -> bool:
    """Whether all words of a name are told in a text, a letter more or less aside."""
    wanted, told = words(name or ""), words(text)
    return bool(wanted) and all(any(_alike(word, each) for each in told) for word in wanted)


def _alike(word: str, other: str) -> bool:
    if word == other:
        return True
    return min(len(word), len(other)) >= SHORTEST and ratio(word, other) >= ALIKE
