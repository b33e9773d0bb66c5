"""What a newcomer tells before there is a book: kept as drafts, booked when it is opened."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import cast

from bot.countries import Country
from bot.drafts import DEBTS, KINDS, ON_CREDIT, PARTIES, Draft
from bot.effects import Json
from bot.nlu.understanding import Act, Intent, Outcome
from bot.replies import debts, recording, smalltalk
from bot.reply import Reply
from bot.shop import EntryKind
from bot.topic import Scene

SLOT = "kept"
BOOKED: Mapping[Intent, EntryKind] = {
    **KINDS,
    **{intent: kind for intent, kind in DEBTS.items() if kind in ON_CREDIT},
}
"""A new book has no debts that somebody could have paid."""
WITHOUT_A_BOOK = frozenset(
    {
        Intent.REGISTER, Intent.JOIN, Intent.GREETING, Intent.THANKS, Intent.APPROVE,
        Intent.REJECT, Intent.DEFER, Intent.HELP, Intent.LANGUAGE, Intent.STOP, Intent.START,
        Intent.EXPORT, Intent.ERASE, Intent.FEEDBACK, Intent.UNKNOWN, Intent.UNDO,
        Intent.CORRECT,
    }
)  # fmt: skip
"""What nobody needs a shop for, or what needs no answer before there is one."""


def with_kept(scene: Scene, slots: dict[str, Json]) -> dict[str, Json]:
    """Keep what was exactly read, until there is a book to write it in."""
    if scene.heard.understanding.outcome is not Outcome.ACT:
        return slots
    told = [_draft(act, scene.heard.at) for act in scene.acts if act.intent in BOOKED]
    stored: list[Json] = [
        draft.to_json() for draft in [*kept(slots), *told] if _is_whole(draft)
    ]
    return {**slots, SLOT: stored} if stored else slots


def kept(slots: Mapping[str, Json]) -> list[Draft]:
    """What was told so far, in its order."""
    stored = cast("list[dict[str, object]]", slots.get(SLOT, []))
    return [Draft.from_json(document) for document in stored]


def noted(booked: list[Draft], country: Country) -> list[Reply]:
    """What was booked from before, else how to begin."""
    if not booked:
        return [smalltalk.example()]
    by_kind = [(kind, [d for d in booked if d.kind is kind]) for kind in EntryKind]
    return [
        reply
        for kind, drafts in by_kind
        if drafts
        for reply in _noted(kind, drafts, country.currency)
    ]


def waits(scene: Scene) -> bool:
    """Whether the message asks for something that only a shop can have."""
    return any(act.intent not in WITHOUT_A_BOOK for act in scene.acts)


def _draft(act: Act, at: datetime) -> Draft:
    return Draft.owing(act, at) if act.intent in DEBTS else Draft.of(act, at)


def _is_whole(draft: Draft) -> bool:
    return draft.amount is not None and (draft.kind not in PARTIES or bool(draft.party))


def _noted(kind: EntryKind, drafts: list[Draft], currency: str) -> list[Reply]:
    if kind in PARTIES:
        return [debts.noted(draft, currency) for draft in drafts]
    return [recording.noted(kind, drafts, currency)]
